import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { decoyUserId } from '#shared/domain/srp/decoy.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { currentNames, standsForAnother } from '#shared/domain/users/names.ts';
import type { Sealing } from '../sealing/create-sealing.ts';
import { type NobodyRecord, type UserRecord, userKeyOf } from '../users/users.ts';

type Subject = Pick<UserRecord | NobodyRecord, 'user' | 'userKey'>;

/**
 * The username that challenges show. An alias that nobody has seems to stand for a username, as somebody's alias does.
 */
export const challengeUsername = async (
  sealing: Sealing,
  pool: UserPool,
  { user, userKey }: Subject,
): Promise<string> => {
  if (user || !standsForAnother(pool, userKey)) return userKey;
  const secret = (await sealing.general(pool)).key('decoys');
  return decoyUserId({ secret, poolName: poolName(pool.id), username: userKey });
};

/**
 * A sign-in continues only under a name of its user: `challengeName`, which challenges show, or another of the user's
 * names. Throws NotAuthorizedException for any other.
 */
export const assertSameUser = (
  pool: UserPool,
  { user, userKey }: Subject,
  typed: string,
  challengeName: string,
): void => {
  const name = userKeyOf(pool, typed);
  const own = user ? currentNames(pool, user, userKey).map(({ key }) => key) : [];
  if ([userKey, userKeyOf(pool, challengeName), ...own].includes(name)) return;
  throw invalidSession();
};
