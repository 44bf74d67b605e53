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
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { byAccessTokenOrSession } from '#shared/operations/by-access-token.ts';
import { verifyBySession } from '#shared/services/sign-in/software-token-setup.ts';
import { verifySoftwareToken } from '#shared/services/totp/software-tokens.ts';
import {
  type RequestOf,
  SessionType,
  SoftwareTokenMFAUserCodeType,
  StringType,
  TokenModelType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: v.optional(TokenModelType),
  Session: v.optional(SessionType),
  UserCode: SoftwareTokenMFAUserCodeType,
  FriendlyDeviceName: v.optional(StringType),
}) satisfies RequestOf<VerifySoftwareTokenRequest>;

export const { definition, handler } = byAccessTokenOrSession({
  name: 'VerifySoftwareToken',
  request,
  throws: ['EnableSoftwareTokenMFAException', 'SoftwareTokenMFANotFoundException', 'UserNotFoundException'],
  run: async ({ Session = '', UserCode, FriendlyDeviceName }, caller): Promise<VerifySoftwareTokenResponse> => {
    if (caller) {
      await verifySoftwareToken(caller, UserCode, FriendlyDeviceName);
      return { Status: 'SUCCESS' };
    }
    const session = requiredParameter({ Session }, 'Session');
    return { Status: 'SUCCESS', Session: await verifyBySession(session, UserCode, FriendlyDeviceName) };
  },
});
