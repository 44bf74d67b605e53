import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { decoyUserId } from '#shared/domain/srp/decoy.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { currentNames, standsForAnother } from '#shared/domain/users/names.ts';
import type { Sealing } from '../sealing/create-sealing.ts';
import { type NobodyRecord, type UserRecord, userKeyOf } from '../users/users.ts';

type Subject = Pick<UserRecord | NobodyRecord, 'user' | 'userKey'>;

/** The username as challenges tell it: an alias that nobody has seems to stand for one, as an alias of somebody does. */
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
 * A sign-in goes on under a name of whom it is about: the name that challenges `told`, or another of the user's. Throws
 * NotAuthorizedException for any other.
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
