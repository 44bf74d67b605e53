/** The sessions of users, for users and administrators to see and end. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { SessionMoved, sessionRepository } from '#shared/data/users/session-repository.ts';
import { FamilyGone, tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { findFamilyId } from '#shared/domain/sessions/session-id.ts';
import { isActive, type UserSession } from '#shared/domain/sessions/user-session.ts';
import { sessionTracking } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';

const noSession = (): CognitoException => new CognitoException('ResourceNotFoundException', 'Session does not exist.');

/** Throws OperationNotEnabledException where the pool does not track sessions. */
export const assertTracked = (pool: UserPool): void => {
  if (!sessionTracking(pool).enabled) {
    throw new CognitoException(
      'OperationNotEnabledException',
      `Session tracking is not enabled for user pool ${pool.id}.`,
    );
  }
};

/** There is only one page, and no answer gives a token for another. Throws InvalidParameterException for a token. */
export const assertOnlyPage = (token: string | undefined): void => {
  if (token !== undefined) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
};

/**
 * The active sessions, the last active one first. Throws OperationNotEnabledException where the pool does not track
 * sessions.
 */
export const listUserSessions = async ({ pool, userKey, user }: UserOfPool): Promise<readonly UserSession[]> => {
  assertTracked(pool);
  const found = await sessionRepository().all(pool.id, userKey);
  return found
    .filter((session) => isActive(session, user, now()))
    .sort((one, other) => other.lastActiveAt - one.lastActiveAt);
};

/**
 * Ends a session: from then on, its tokens are invalid. Throws ResourceNotFoundException where it is not active, and
 * OperationNotEnabledException where the pool does not track sessions.
 */
export const revokeUserSession = async ({ pool, userKey, user }: UserOfPool, sessionId: string): Promise<void> => {
  assertTracked(pool);
  const familyId = findFamilyId(sessionId);
  const family = familyId && (await tokenFamilyRepository().find(pool.id, userKey, familyId));
  if (!family || family.revoked || family.slot === undefined || !isActive(family, user, now())) throw noSession();
  try {
    await table().write([
      tokenFamilyRepository().revoke(pool.id, userKey, family.id),
      sessionRepository().remove(pool.id, userKey, { slot: family.slot, familyId: family.id }),
    ]);
  } catch (error) {
    // Somebody else ended it meanwhile.
    if (error instanceof FamilyGone || error instanceof SessionMoved) throw noSession();
    throw error;
  }
};
