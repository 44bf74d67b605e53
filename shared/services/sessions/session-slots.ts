/** Keeps the sessions of users in numbered slots, in pools that track sessions. In others it does nothing. */
import { randomInt } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { SessionMoved, sessionRepository } from '#shared/data/users/session-repository.ts';
import { FamilyGone, tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import { chooseSlot } from '#shared/domain/sessions/slots.ts';
import { isActive, type SessionActivity, type UserSession } from '#shared/domain/sessions/user-session.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { sessionTracking } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Origin, OriginPlace } from './origin.ts';

/** A token family that is about to be made, or was used, and where from. */
export interface SessionUse {
  readonly pool: UserPool;
  readonly userKey: string;
  readonly family: TokenFamily;
  readonly origin: Origin;
}

// A round is lost only to a sign-in that succeeds, so only a storm of sign-ins needs this many.
const tries = 20;

const hasMoved = (error: unknown): boolean => error instanceof SessionMoved || error instanceof FamilyGone;

// Sessions show places by name; the rest of what the distribution says is not theirs.
const placeOf = ({ city, country }: OriginPlace = {}): Pick<SessionActivity, 'location'> =>
  city || country ? { location: { ...(city && { city }), ...(country && { country }) } } : {};

// Only pools that track sessions need the parser.
const deviceName = async (userAgent: string): Promise<string> =>
  (await import('#shared/domain/agents/user-agent.ts')).sessionDeviceOf(userAgent);

/** What a request tells of the activity of a session. */
export const activityOf = async ({ sourceIp, userAgent, location }: Origin): Promise<SessionActivity> => ({
  lastActiveAt: now(),
  ...(userAgent && { device: await deviceName(userAgent) }),
  ...(sourceIp && { ipAddress: sourceIp.slice(0, 128) }),
  ...placeOf(location),
});

// Most sign-ins end no other.
const endWrites = async (pool: UserPool, userKey: string): Promise<readonly Write[]> =>
  (await import('../session-ends/session-end-writes.ts')).sessionEndWrites(pool, { userKey });

const choose = async ({ pool, userKey, family, origin }: SessionUse) => {
  const { sub, signOuts } = family;
  const { slot, replaced, ended } = chooseSlot({
    sessions: await sessionRepository().all(pool.id, userKey),
    isActive: (session) => isActive(session, { sub, signOuts }, now()),
    most: sessionTracking(pool).maxPerUser,
    choose: (below) => randomInt(below),
  });
  // Not when the user was authenticated: that may have been in an earlier session.
  const beganAt = now();
  const session: UserSession = {
    slot,
    familyId: family.id,
    clientId: family.clientId,
    ...(family.ssoId !== undefined && { ssoId: family.ssoId }),
    ...(family.providerName !== undefined && { providerName: family.providerName }),
    sub,
    signOuts,
    createdAt: beganAt,
    expiresAt: family.expiresAt,
    ...(await activityOf(origin)),
    lastActiveAt: beganAt,
  };
  const leaving = ended.filter((one) => one.slot !== slot);
  return {
    slot,
    writes: [
      sessionRepository().put(pool.id, userKey, session, replaced),
      ...ended.map(({ familyId }) => tokenFamilyRepository().revoke(pool.id, userKey, familyId)),
      ...leaving.map((one) => sessionRepository().remove(pool.id, userKey, one)),
      ...(ended.length > 0 ? await endWrites(pool, userKey) : []),
    ],
  };
};

/**
 * Runs `write` with the slot of the new session and the writes that put it there. Does so again where another sign-in
 * of the user came first. Throws TooManyRequestsException after twenty tries.
 */
export const takeSessionSlot = async <T>(
  use: SessionUse,
  write: (slot: number | undefined, writes: readonly Write[]) => Promise<T>,
): Promise<T> => {
  if (!sessionTracking(use.pool).enabled) return write(undefined, []);
  const begin = async () => {
    const { slot, writes } = await choose(use);
    return write(slot, writes);
  };
  return retryOnConflict(begin, { tries, isConflict: hasMoved }).catch((cause: unknown) => {
    if (!hasMoved(cause)) throw cause;
    throw new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause });
  });
};

/** The writes that note a refresh. `ended` gives the error to throw where the session was ended meanwhile. */
export const sessionActivity = async (
  { pool, userKey, family, origin }: SessionUse,
  ended: () => Error,
): Promise<readonly Write[]> => {
  const { id: familyId, slot } = family;
  if (!sessionTracking(pool).enabled || slot === undefined) return [];
  return [sessionRepository().touch(pool.id, userKey, { slot, familyId }, await activityOf(origin), ended)];
};
