/**
 * Ends the set-up of an authenticator app by the first code that it makes: for the bearer of an access token, or in a
 * sign-in that waits for a set-up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
 */
import type {
  VerifySoftwareTokenRequest,
  VerifySoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { SoftwareTokenSetup } from '#shared/services/sign-in/software-token-setup.ts';
import type { SoftwareTokens } from '#shared/services/totp/software-tokens.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { SessionType, SoftwareTokenMFAUserCodeType, StringType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessTokenIfGiven } from '#shared/wiring/access-token-callers.ts';
import { softwareTokenSetup } from '#shared/wiring/software-token-setup.ts';
import { softwareTokens } from '#shared/wiring/software-tokens.ts';

const request = v.object({
  AccessToken: v.optional(TokenModelType),
  Session: v.optional(SessionType),
  UserCode: SoftwareTokenMFAUserCodeType,
  FriendlyDeviceName: v.optional(StringType),
}) satisfies RequestOf<VerifySoftwareTokenRequest>;

interface Deps {
  readonly softwareTokens: SoftwareTokens;
  readonly softwareTokenSetup: SoftwareTokenSetup;
}

const verifySoftwareToken =
  ({
    softwareTokens,
    softwareTokenSetup,
  }: Deps): Run<typeof request, VerifySoftwareTokenResponse, TokenCaller | undefined> =>
  async ({ Session = '', UserCode, FriendlyDeviceName }, { caller }) => {
    if (caller) {
      await softwareTokens.verify(caller, UserCode, FriendlyDeviceName);
      return { Status: 'SUCCESS' };
    }
    const session = requiredParameter({ Session }, 'Session');
    return { Status: 'SUCCESS', Session: await softwareTokenSetup.verify(session, UserCode, FriendlyDeviceName) };
  };

export const definition = define({
  name: 'VerifySoftwareToken',
  caller: 'accessToken',
  request,
  throws: ['EnableSoftwareTokenMFAException', 'SoftwareTokenMFANotFoundException', 'UserNotFoundException'],
  deps: () => ({ softwareTokens: softwareTokens(), softwareTokenSetup: softwareTokenSetup() }),
  run: verifySoftwareToken,
});

export const handler = operation(definition, accessTokenIfGiven);
