/**
 * Tells what the bearer of an access token can sign in by, and which second factors the bearer has switched on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
 */
import type { GetUserAuthFactorsRequest, GetUserAuthFactorsResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import { configuredFactors } from '#shared/services/mfa/configured-factors.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toAuthFactors } from '#shared/wire/mfa.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<GetUserAuthFactorsRequest>;

interface Deps {
  readonly users: Users;
}

const getUserAuthFactors =
  ({ users }: Deps): Run<typeof request, Wire<GetUserAuthFactorsResponse>, TokenCaller> =>
  async (_request, { caller: { pool, userKey } }) => {
    const record = await users.getByKey(pool, userKey);
    return toAuthFactors(record.user, configuredFactors(pool, record));
  };

export const definition = define({
  name: 'GetUserAuthFactors',
  caller: 'accessToken',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  deps: () => ({ users: users() }),
  run: getUserAuthFactors,
});

export const handler = operation(definition, accessToken);
