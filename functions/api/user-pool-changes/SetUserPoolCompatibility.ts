/**
 * Makes a pool `Strict`, or lets it change again. A strict pool refuses what Cognito refuses, such as other aliases, or
 * no longer requiring a second factor. An operation of Gatehouse's own: its target is
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
