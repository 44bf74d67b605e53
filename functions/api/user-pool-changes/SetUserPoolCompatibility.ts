/**
 * Makes a pool `Strict`, or lets it change again: a strict pool refuses what Cognito does, such as other aliases or a
 * second factor that is no longer required. An operation of Gatehouse's own: its target is
 * `Gatehouse.SetUserPoolCompatibility`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, Strict: v.boolean() });

export const { definition, handler } = signed({
  name: 'SetUserPoolCompatibility',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, Strict }) => {
    await changeUserPool(UserPoolId, () => ({ strict: Strict }));
    return { UserPoolId, Strict };
  },
});
