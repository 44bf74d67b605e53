/**
 * Registers the passkey that a browser made from the options of StartWebAuthnRegistration. What an authenticator says
 * about its maker is not checked.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
 */

import type {
  CompleteWebAuthnRegistrationRequest,
  CompleteWebAuthnRegistrationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { completePasskeyRegistration } from '#shared/services/passkeys/passkey-registration.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

type Document = NonNullable<CompleteWebAuthnRegistrationRequest['Credential']>;

const request = v.object({
  AccessToken: TokenModelType,
  Credential: v.custom<Document>((given) => typeof given === 'object' && given !== null),
}) satisfies RequestOf<CompleteWebAuthnRegistrationRequest>;

export const { definition, handler } = byAccessToken({
  name: 'CompleteWebAuthnRegistration',
  request,
  throws: [
    'LimitExceededException',
    'UserNotFoundException',
    'WebAuthnChallengeNotFoundException',
    'WebAuthnClientMismatchException',
    'WebAuthnCredentialNotSupportedException',
    'WebAuthnNotEnabledException',
    'WebAuthnOriginNotAllowedException',
    'WebAuthnRelyingPartyMismatchException',
  ],
  run: async ({ Credential }, caller): Promise<CompleteWebAuthnRegistrationResponse> => {
    await completePasskeyRegistration(caller, Credential);
    return {};
  },
});
