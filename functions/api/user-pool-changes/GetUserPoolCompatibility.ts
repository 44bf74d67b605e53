/**
 * Tells whether a pool is `Strict`: then what Cognito keeps as a pool was made is kept. An operation of Gatehouse's own:
 * its target is `Gatehouse.GetUserPoolCompatibility`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

interface Deps {
  readonly userPools: UserPools;
}

const getUserPoolCompatibility =
  ({ userPools }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId }) => {
    const { pool } = await userPools.get(UserPoolId);
    return { UserPoolId, Strict: pool.strict ?? false };
  };

export const definition = define({
  name: 'GetUserPoolCompatibility',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ userPools: userPools() }),
  run: getUserPoolCompatibility,
});

export const handler = operation(definition, signed);
