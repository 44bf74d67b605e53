/**
 * Deletes a passkey of the bearer of an access token. Its authenticator still offers it until it is deleted there, too.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
 */

import type {
  DeleteWebAuthnCredentialRequest,
  DeleteWebAuthnCredentialResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { removeOwnPasskey } from '#shared/services/passkeys/own-passkeys.ts';
import { type RequestOf, StringType, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  CredentialId: StringType,
}) satisfies RequestOf<DeleteWebAuthnCredentialRequest>;

export const { definition, handler } = byAccessToken({
  name: 'DeleteWebAuthnCredential',
  request,
  throws: ['ResourceNotFoundException', 'UserNotFoundException'],
  run: async ({ CredentialId }, caller): Promise<DeleteWebAuthnCredentialResponse> => {
    await removeOwnPasskey(caller, CredentialId);
    return {};
  },
});
