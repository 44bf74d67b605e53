/**
 * Gives the bearer of an access token what a browser makes a passkey of, to be brought back by
 * CompleteWebAuthnRegistration within five minutes.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
 */
import type { StartWebAuthnRegistrationRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { creationOptions } from '#shared/domain/passkeys/options.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { PasskeyRegistration } from '#shared/services/passkeys/passkey-registration.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { passkeyRegistration } from '#shared/wiring/passkeys.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<StartWebAuthnRegistrationRequest>;

interface Deps {
  readonly registration: PasskeyRegistration;
}

interface Response {
  readonly CredentialCreationOptions: ReturnType<typeof creationOptions>;
}

const startWebAuthnRegistration =
  ({ registration }: Deps): Run<typeof request, Response, TokenCaller> =>
  async (_request, { caller }) => ({ CredentialCreationOptions: await registration.start(caller) });

export const definition = define({
  name: 'StartWebAuthnRegistration',
  caller: 'accessToken',
  request,
  throws: [
    'LimitExceededException',
    'UserNotFoundException',
    'WebAuthnConfigurationMissingException',
    'WebAuthnNotEnabledException',
  ],
  deps: () => ({ registration: passkeyRegistration() }),
  run: startWebAuthnRegistration,
});

export const handler = operation(definition, accessToken);
