import { randomInt } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import { SessionMoved, type SessionRepository } from '#shared/data/users/session-repository.ts';
import { FamilyGone, type TokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { toDeviceName } from '#shared/domain/sessions/device-name.ts';
import { placeSession } from '#shared/domain/sessions/places.ts';
import { isActive, type SessionActivity, type UserSession } from '#shared/domain/sessions/user-session.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { sessionTracking } from '#shared/domain/user-pools/session-tracking.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Origin } from '../sign-in/origin.ts';

/** A token family that is about to be made or was used, and where. */
export interface SessionUse {
  readonly pool: UserPool;
  readonly userKey: string;
  readonly family: TokenFamily;
  readonly origin: Origin;
}

/** Keeps count of the sessions of users, in pools that track them; in others it does nothing. */
export interface SessionPlaces {
  /**
   * Runs `write` with the place of the new session and what gives it that place, anew where another sign-in of the
   * user came first. Throws TooManyRequestsException where that does not end.
   */
  readonly begin: <T>(
    use: SessionUse,
    write: (slot: number | undefined, writes: readonly Write[]) => Promise<T>,
  ) => Promise<T>;
  /** What a refresh leaves of itself; `ended` says what it means that the session was ended meanwhile. */
  readonly activity: (use: SessionUse, ended: () => Error) => readonly Write[];
}

interface Deps {
  readonly families: TokenFamilyRepository;
  readonly sessionRepository: SessionRepository;
}

// Each round that another sign-in wins is one that it ends with: only a storm of them needs as many.
const tries = 20;

const hasMoved = (error: unknown): boolean => error instanceof SessionMoved || error instanceof FamilyGone;

const activityOf = ({ sourceIp, userAgent, location }: Origin): SessionActivity => ({
  lastActiveAt: now(),
  ...(userAgent && { device: toDeviceName(userAgent) }),
  ...(sourceIp && { ipAddress: sourceIp.slice(0, 128) }),
  ...(location && { location }),
});

export const createSessionPlaces = ({ families, sessionRepository }: Deps): SessionPlaces => {
  const place = async ({ pool, userKey, family, origin }: SessionUse) => {
    const { sub, signOuts } = family;
    const { slot, inPlaceOf, ended } = placeSession({
      sessions: await sessionRepository.all(pool.id, userKey),
      isActive: (session) => isActive(session, { sub, signOuts }, now()),
      most: sessionTracking(pool).maxPerUser,
      choose: (below) => randomInt(below),
    });
    const session: UserSession = {
      slot,
      familyId: family.id,
      clientId: family.clientId,
      sub,
      signOuts,
      createdAt: family.authTime,
      expiresAt: family.expiresAt,
      ...activityOf(origin),
      lastActiveAt: family.authTime,
    };
    const leaving = ended.filter((one) => one.slot !== slot);
    return {
      slot,
      writes: [
        sessionRepository.put(pool.id, userKey, session, inPlaceOf),
        ...ended.map(({ familyId }) => families.revoke(pool.id, userKey, familyId)),
        ...leaving.map((one) => sessionRepository.remove(pool.id, userKey, one)),
      ],
    };
  };

  return {
    begin: async (use, write) => {
      if (!sessionTracking(use.pool).enabled) return write(undefined, []);
      const begin = async () => {
        const { slot, writes } = await place(use);
        return write(slot, writes);
      };
      return retryOnConflict(begin, { tries, isConflict: hasMoved }).catch((cause: unknown) => {
        if (!hasMoved(cause)) throw cause;
        throw new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause });
      });
    },

    activity: ({ pool, userKey, family, origin }, ended) => {
      const { id: familyId, slot } = family;
      if (!sessionTracking(pool).enabled || slot === undefined) return [];
      return [sessionRepository.touch(pool.id, userKey, { slot, familyId }, activityOf(origin), ended)];
    },
  };
};
