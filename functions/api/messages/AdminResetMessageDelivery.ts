/**
 * Has mails sent again to all addresses of a user, whatever came back from them. An operation of Gatehouse's own: its target is
 * `Gatehouse.AdminResetMessageDelivery`.
 */

import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { forgetUndeliverable } from '#shared/services/users/undeliverable.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, Username: UsernameType });

export const { definition, handler } = signedOnPool({
  name: 'AdminResetMessageDelivery',
  request,
  throws: ['ConcurrentModificationException', 'UserNotFoundException'],
  run: async ({ Username }, { pool }) => {
    await forgetUndeliverable(pool, Username);
    return {};
  },
});
