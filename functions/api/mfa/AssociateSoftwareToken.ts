/**
 * Begins to set up an authenticator app: for the bearer of an access token, or in a sign-in that waits for a set-up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
 */
import type {
  AssociateSoftwareTokenRequest,
  AssociateSoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { SoftwareTokenSetup } from '#shared/services/sign-in/software-token-setup.ts';
import type { SoftwareTokens } from '#shared/services/totp/software-tokens.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { SessionType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessTokenIfGiven } from '#shared/wiring/access-token-callers.ts';
import { softwareTokenSetup } from '#shared/wiring/software-token-setup.ts';
import { softwareTokens } from '#shared/wiring/software-tokens.ts';

const request = v.object({
  AccessToken: v.optional(TokenModelType),
  Session: v.optional(SessionType),
}) satisfies RequestOf<AssociateSoftwareTokenRequest>;

interface Deps {
  readonly softwareTokens: SoftwareTokens;
  readonly softwareTokenSetup: SoftwareTokenSetup;
}

const associateSoftwareToken =
  ({
    softwareTokens,
    softwareTokenSetup,
  }: Deps): Run<typeof request, AssociateSoftwareTokenResponse, TokenCaller | undefined> =>
  async ({ Session = '' }, { caller }) => {
    if (caller) return { SecretCode: await softwareTokens.associate(caller) };
    const { secretCode, session } = await softwareTokenSetup.associate(requiredParameter({ Session }, 'Session'));
    return { SecretCode: secretCode, Session: session };
  };

export const definition = define({
  name: 'AssociateSoftwareToken',
  caller: 'accessToken',
  request,
  throws: ['ConcurrentModificationException', 'SoftwareTokenMFANotFoundException', 'UserNotFoundException'],
  deps: () => ({ softwareTokens: softwareTokens(), softwareTokenSetup: softwareTokenSetup() }),
  run: associateSoftwareToken,
});

export const handler = operation(definition, accessTokenIfGiven);
