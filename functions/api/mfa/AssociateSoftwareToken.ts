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
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { byAccessTokenOrSession } from '#shared/operations/by-access-token.ts';
import { associateBySession } from '#shared/services/sign-in/software-token-setup.ts';
import { associateSoftwareToken } from '#shared/services/totp/software-tokens.ts';
import { type RequestOf, SessionType, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: v.optional(TokenModelType),
  Session: v.optional(SessionType),
}) satisfies RequestOf<AssociateSoftwareTokenRequest>;

export const { definition, handler } = byAccessTokenOrSession({
  name: 'AssociateSoftwareToken',
  request,
  throws: ['ConcurrentModificationException', 'SoftwareTokenMFANotFoundException', 'UserNotFoundException'],
  run: async ({ Session = '' }, caller): Promise<AssociateSoftwareTokenResponse> => {
    if (caller) return { SecretCode: await associateSoftwareToken(caller) };
    const { secretCode, session } = await associateBySession(requiredParameter({ Session }, 'Session'));
    return { SecretCode: secretCode, Session: session };
  },
});
