/**
 * Tells what a user can sign in by, and which second factors the user has switched on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html
 */
import type {
  AdminGetUserAuthFactorsRequest,
  AdminGetUserAuthFactorsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import { configuredFactors } from '#shared/services/mfa/configured-factors.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toAuthFactors } from '#shared/wire/mfa.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminGetUserAuthFactorsRequest>;

interface Deps {
  readonly directory: Directory;
  readonly users: Users;
}

const adminGetUserAuthFactors =
  ({ directory, users }: Deps): Run<typeof request, Wire<AdminGetUserAuthFactorsResponse>, SignedCaller> =>
  async ({ UserPoolId, Username }) => {
    const { pool } = await directory.pool(UserPoolId);
    const record = await users.get(pool, Username);
    return toAuthFactors(record.user, configuredFactors(pool, record));
  };

export const definition = define({
  name: 'AdminGetUserAuthFactors',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), users: users() }),
  run: adminGetUserAuthFactors,
});

export const handler = operation(definition, signed);
