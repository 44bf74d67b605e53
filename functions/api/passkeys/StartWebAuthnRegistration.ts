/**
 * Gives the bearer of an access token what a browser needs to make a passkey. It has to come back by
 * CompleteWebAuthnRegistration within five minutes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
 */

import type { StartWebAuthnRegistrationRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { creationOptions } from '#shared/domain/passkeys/options.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { startPasskeyRegistration } from '#shared/services/passkeys/passkey-registration.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<StartWebAuthnRegistrationRequest>;

interface Response {
  readonly CredentialCreationOptions: ReturnType<typeof creationOptions>;
}

export const { definition, handler } = byAccessToken({
  name: 'StartWebAuthnRegistration',
  request,
  throws: [
    'LimitExceededException',
    'UserNotFoundException',
    'WebAuthnConfigurationMissingException',
    'WebAuthnNotEnabledException',
  ],
  run: async (_request, caller): Promise<Response> => ({
    CredentialCreationOptions: await startPasskeyRegistration(caller),
  }),
});
