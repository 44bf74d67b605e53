/**
 * Tells the limits of what a pool sends: the countries that SMS go to (`SmsCountries`, ISO 3166), and how many messages go
 * out in a day of UTC (`EmailsPerDay`, `SmsPerDay`). What is missing has no limit. An operation of Gatehouse's own: its
 * target is `Gatehouse.GetUserPoolMessageLimits`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import { toMessageLimits } from '#shared/wire/message-limits.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

interface Deps {
  readonly userPools: UserPools;
}

const getUserPoolMessageLimits =
  ({ userPools }: Deps): Run<typeof request, ReturnType<typeof toMessageLimits>, SignedCaller> =>
  async ({ UserPoolId }) => {
    const { pool } = await userPools.get(UserPoolId);
    return toMessageLimits(pool);
  };

export const definition = define({
  name: 'GetUserPoolMessageLimits',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ userPools: userPools() }),
  run: getUserPoolMessageLimits,
});

export const handler = operation(definition, signed);
