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
import { table } from '#shared/data/table.ts';
import { passkeyRepository } from '#shared/data/users/passkey-repository.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { type RequestOf, StringType, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  CredentialId: StringType,
}) satisfies RequestOf<DeleteWebAuthnCredentialRequest>;

const noCredential = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'WebAuthn credential does not exist.');

export const { definition, handler } = byAccessToken({
  name: 'DeleteWebAuthnCredential',
  request,
  throws: ['ResourceNotFoundException', 'UserNotFoundException'],
  run: async ({ CredentialId: credentialId }, { pool, user, userKey }): Promise<DeleteWebAuthnCredentialResponse> => {
    const name = { sub: user.sub, credentialId };
    await table().write([passkeyRepository().remove(pool.id, userKey, name, noCredential)]);
    return {};
  },
});
