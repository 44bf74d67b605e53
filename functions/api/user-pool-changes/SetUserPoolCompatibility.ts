/**
 * Makes a pool `Strict`, or lets it change again: a strict pool refuses what Cognito does, such as other aliases or a
 * second factor that is no longer required. An operation of Gatehouse's own: its target is
 * `Gatehouse.SetUserPoolCompatibility`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({ UserPoolId: UserPoolIdType, Strict: v.boolean() });

interface Deps {
  readonly userPools: UserPools;
}

const setUserPoolCompatibility =
  ({ userPools }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, Strict }) => {
    await userPools.change(UserPoolId, () => ({ strict: Strict }));
    return { UserPoolId, Strict };
  };

export const definition = define({
  name: 'SetUserPoolCompatibility',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ userPools: userPools() }),
  run: setUserPoolCompatibility,
});

export const handler = operation(definition, signed);
