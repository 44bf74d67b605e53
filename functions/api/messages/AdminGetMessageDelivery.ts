/**
 * Tells to which addresses of a user no mail is sent, since when, and why: `BOUNCE` where the mailbox is not there, `COMPLAINT`
 * where its owner called a mail spam. An operation of Gatehouse's own: its target is
 * `Gatehouse.AdminGetMessageDelivery`.
 */

import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { undeliverableOf } from '#shared/services/users/undeliverable.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, Username: UsernameType });

export const { definition, handler } = signedOnPool({
  name: 'AdminGetMessageDelivery',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }) => {
    const found = await undeliverableOf(pool, Username);
    const Undeliverable = found.map(({ address, reason, at }) => ({
      Address: address,
      Reason: reason,
      Since: at / 1000,
    }));
    return { Undeliverable };
  },
});
