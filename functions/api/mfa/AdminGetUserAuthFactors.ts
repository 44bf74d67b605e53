/**
 * Tells what a user can sign in with, and which second factors the user has switched on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html
 */

import type {
  AdminGetUserAuthFactorsRequest,
  AdminGetUserAuthFactorsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { configuredFactors } from '#shared/services/mfa/configured-factors.ts';
import { users } from '#shared/services/users/users.ts';
import { toAuthFactors } from '#shared/wire/mfa.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminGetUserAuthFactorsRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminGetUserAuthFactors',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }): Promise<Wire<AdminGetUserAuthFactorsResponse>> => {
    const record = await users().get(pool, Username);
    return toAuthFactors(record.user, configuredFactors(pool, record));
  },
});
