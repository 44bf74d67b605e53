import { isWanted, poolsOf, type TrailWishes } from '#shared/domain/audit-trail/trail-filter.ts';
import { trailPattern } from '#shared/domain/audit-trail/trail-pattern.ts';
import { recordIn, type TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { ServiceRefusal } from '#shared/gateways/service-refusal.ts';
import { trailLog } from '#shared/gateways/trail-log.ts';

interface TrailSearch {
  readonly wishes: TrailWishes;
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  readonly isNewestFirst: boolean;
  readonly limit: number;
  /** Where the page before ended. */
  readonly token: string | undefined;
  /** False for a pool whose records the caller may not see. */
  readonly maySee: (poolId: string) => boolean;
}

interface TrailPage {
  readonly records: readonly TrailRecord[];
  /** Where the next page begins; undefined at the end. A page may be short, or have no record, and not be the last. */
  readonly token: string | undefined;
}

// What one call may take: CloudWatch Logs answers with a part of what it looked at, and a function has 29 seconds.
const mostRequests = 12;
const longestMs = 12_000;
// An answer of a function may have six megabytes, and a request may bring one more.
const mostCharacters = 3_000_000;

const told = (error: unknown): unknown => {
  if (!(error instanceof ServiceRefusal)) return error;
  if (/Throttl|LimitExceeded/.test(error.name))
    return new CognitoException(
      'TooManyRequestsException',
      'The trail is read too often. Try again in a few seconds.',
      {
        cause: error,
      },
    );
  // A token lives for a day.
  if (error.name === 'InvalidParameterException')
    return new CognitoException('InvalidParameterException', 'Invalid pagination token.', { cause: error });
  return error;
};

/**
 * A page of the records of the trail that are wanted and that the caller may see. Throws TooManyRequestsException where
 * CloudWatch Logs turns it away, and InvalidParameterException for a token that it does not know any more.
 */
export const searchTrail = async (search: TrailSearch): Promise<TrailPage> => {
  const { wishes, from, to, isNewestFirst, limit, maySee } = search;
  const pattern = trailPattern(wishes);
  const records: TrailRecord[] = [];
  const begun = performance.now();
  let { token } = search;
  let characters = 0;
  for (let request = 0; request < mostRequests; request++) {
    const asked = { pattern, from, to, isNewestFirst, limit: limit - records.length, token };
    const found = await trailLog()
      .filter(asked)
      .catch((error: unknown) => {
        throw told(error);
      });
    token = found.token;
    for (const line of found.lines) {
      const record = recordIn(line);
      if (!record || !isWanted(record, wishes) || !poolsOf(record).every(maySee)) continue;
      records.push(record);
      characters += line.length;
    }
    if (token === undefined || records.length >= limit) break;
    if (characters > mostCharacters || performance.now() - begun > longestMs) break;
  }
  return { records, token };
};
