/**
 * Registers the passkey that a browser made of the options of StartWebAuthnRegistration. What an authenticator says of
 * its maker is not looked at.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
 */
import type {
  CompleteWebAuthnRegistrationRequest,
  CompleteWebAuthnRegistrationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { PasskeyRegistration } from '#shared/services/passkeys/passkey-registration.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { passkeyRegistration } from '#shared/wiring/passkeys.ts';

type Document = NonNullable<CompleteWebAuthnRegistrationRequest['Credential']>;

const request = v.object({
  AccessToken: TokenModelType,
  Credential: v.custom<Document>((given) => typeof given === 'object' && given !== null),
}) satisfies RequestOf<CompleteWebAuthnRegistrationRequest>;

interface Deps {
  readonly registration: PasskeyRegistration;
}

const completeWebAuthnRegistration =
  ({ registration }: Deps): Run<typeof request, CompleteWebAuthnRegistrationResponse, TokenCaller> =>
  async ({ Credential }, { caller }) => {
    await registration.complete(caller, Credential);
    return {};
  };

export const definition = define({
  name: 'CompleteWebAuthnRegistration',
  caller: 'accessToken',
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
  deps: () => ({ registration: passkeyRegistration() }),
  run: completeWebAuthnRegistration,
});

export const handler = operation(definition, accessToken);
