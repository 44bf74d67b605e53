import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { isWanted, type TrailWishes } from '#shared/domain/audit-trail/trail-filter.ts';
import { recordIn, type TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';

const Page = v.object({ Records: v.array(v.unknown()), NextToken: v.optional(v.string()) });

/** Calls an operation of Gatehouse's own. */
type CallOwn = (operation: string, request: object, schema: typeof Page) => Promise<v.InferOutput<typeof Page>>;

const seconds = (time: number | undefined): number | undefined => (time === undefined ? undefined : time / 1000);

const mostNames = 10;

// What the operation cannot express is left to the filter of records.
const toRequest = (wishes: TrailWishes): object => {
  const { pool, operations, error, since, until } = wishes;
  return {
    ...(pool !== undefined && { [pool.includes(':') ? 'IdentityPoolId' : 'UserPoolId']: pool }),
    Sub: wishes.user,
    AccessKeyId: wishes.key,
    ClientId: wishes.client,
    SourceIpAddress: wishes.address,
    EventNames: operations && operations.length <= mostNames ? operations : undefined,
    ErrorCode: error === true ? undefined : error,
    FailuresOnly: error === true || undefined,
    ChangesOnly: wishes.changes,
    StartTime: seconds(since),
    EndTime: seconds(until),
  };
};

const recordsOf = ({ Records }: v.InferOutput<typeof Page>, wishes: TrailWishes): readonly TrailRecord[] =>
  Records.flatMap((told) => recordIn(JSON.stringify(told)) ?? []).filter((record) => isWanted(record, wishes));

/** The last records of a deployment that are wanted, the oldest first: those of 90 days, unless `since` says otherwise. */
export const readRemoteTrail = async (
  own: CallOwn,
  wishes: TrailWishes,
  last: number,
): Promise<readonly TrailRecord[]> => {
  const found: TrailRecord[] = [];
  let NextToken: string | undefined;
  do {
    const page = await own('ListTrailRecords', { ...toRequest(wishes), NextToken }, Page);
    found.push(...recordsOf(page, wishes));
    ({ NextToken } = page);
  } while (NextToken !== undefined && found.length < last);
  return found.slice(0, last).reverse();
};

const lookMs = 3000;
// On AWS, records come in some seconds late.
const overlapMs = 30_000;

/** The records that come to the trail of a deployment from now on, until `signal` ends it. */
export const followRemoteTrail = async function* (
  own: CallOwn,
  wishes: TrailWishes,
  signal: AbortSignal,
): AsyncGenerator<TrailRecord> {
  const known = new Set<string>();
  let from = Date.now();
  while (!signal.aborted) {
    const request = { ...toRequest(wishes), StartTime: (from - overlapMs) / 1000, Order: 'OLDEST_FIRST' };
    let NextToken: string | undefined;
    do {
      const page = await own('ListTrailRecords', { ...request, NextToken }, Page);
      for (const record of recordsOf(page, wishes)) {
        if (known.has(record.eventID)) continue;
        known.add(record.eventID);
        from = Math.max(from, Date.parse(record.eventTime));
        yield record;
      }
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    await pause(lookMs, undefined, { signal }).catch(() => undefined);
  }
};
