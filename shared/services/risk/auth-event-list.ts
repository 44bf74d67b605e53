import { now } from '#shared/config/clock.ts';
import { authEventRepository } from '#shared/data/users/auth-event-repository.ts';
import { type AuthEvent, eventLifetimeMs } from '#shared/domain/risk/auth-event.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { pageLimit } from '../page-tokens/page-tokens.ts';
import type { UserRecord } from '../users/users.ts';

// As in Cognito: the last event of the page, and its time. Ids are in the order of time, so the id alone says where.
const toNext = ({ id, createdAt }: AuthEvent): string => `${id}#${new Date(createdAt).toISOString()}`;

const fromNext = (token: string): string => {
  const [, id] = /^([\da-f-]{36})#\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.exec(token) ?? [];
  if (id === undefined) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
  return id;
};

/** A page of a user's events, the newest first. Throws InvalidParameterException for a token that is none. */
export const listAuthEvents = async (
  { id: poolId }: UserPool,
  { userKey, user }: UserRecord,
  limit: number | undefined,
  token: string | undefined,
): Promise<{ readonly events: readonly AuthEvent[]; readonly next: string | undefined }> => {
  const after = token === undefined ? undefined : fromNext(token);
  const { events, isLast } = await authEventRepository().page(poolId, userKey, pageLimit(limit), after);
  // The store may be late to remove an event, and an earlier user of the same name may have had some.
  const theirs = events.filter(({ sub, createdAt }) => sub === user.sub && createdAt + eventLifetimeMs > now());
  const last = events.at(-1);
  return { events: theirs, next: isLast || !last ? undefined : toNext(last) };
};
