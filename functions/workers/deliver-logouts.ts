/**
 * Tells app clients of sessions that ended. Whatever ends sessions starts it, with `userPoolId` and `sessionEndId`. Without
 * them, it does what is due: what was broken off, and what a client did not take before. A schedule has it do so once a
 * minute. With `userPoolId` alone, it does what is due of that pool. Near the end of its time another call of it continues.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { atTime, now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { workers } from '#shared/gateways/workers.ts';
import { tellOfEnd, tellWhatIsDue } from '#shared/services/oauth/backchannel-logout.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

// A portion of receivers that do not answer, and a slow store.
const handOnMs = 30_000;

const payload = v.strictObject({
  userPoolId: v.optional(UserPoolIdType),
  sessionEndId: v.optional(v.pipe(v.string(), v.uuid())),
  // Tests move the clock of one call by it, in epoch milliseconds.
  clock: v.optional(v.pipe(v.number(), v.safeInteger())),
});

export const handler = worker({
  name: 'DeliverLogouts',
  payload,
  run: ({ userPoolId, sessionEndId, clock }, { remainingMs }) => {
    const time = environment().movableClock ? (clock ?? now()) : now();
    return atTime(time, async () => {
      if (userPoolId !== undefined && sessionEndId !== undefined) await tellOfEnd(userPoolId, sessionEndId);
      else if (!(await tellWhatIsDue(() => remainingMs() < handOnMs, userPoolId))) {
        await workers().start('DeliverLogouts', userPoolId === undefined ? {} : { userPoolId });
      }
      return {};
    });
  },
});
