/**
 * Tells what the bearer of an access token can sign in with, and which second factors are switched on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
 */

import type { GetUserAuthFactorsRequest, GetUserAuthFactorsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { configuredFactors } from '#shared/services/mfa/configured-factors.ts';
import { users } from '#shared/services/users/users.ts';
import { toAuthFactors } from '#shared/wire/mfa.ts';
import { type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<GetUserAuthFactorsRequest>;

export const { definition, handler } = byAccessToken({
  name: 'GetUserAuthFactors',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  run: async (_request, { pool, userKey }): Promise<Wire<GetUserAuthFactorsResponse>> => {
    const record = await users().getByKey(pool, userKey);
    return toAuthFactors(record.user, configuredFactors(pool, record));
  },
});
