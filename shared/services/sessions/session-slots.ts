import { randomInt } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import { SessionMoved, type SessionRepository } from '#shared/data/users/session-repository.ts';
import { FamilyGone, type TokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { toDeviceName } from '#shared/domain/sessions/device-name.ts';
import { chooseSlot } from '#shared/domain/sessions/slots.ts';
import { isActive, type SessionActivity, type UserSession } from '#shared/domain/sessions/user-session.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { sessionTracking } from '#shared/domain/user-pools/session-tracking.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Origin } from '../sign-in/origin.ts';

/** A token family that is about to be made, or was used, and where from. */
export interface SessionUse {
  readonly pool: UserPool;
  readonly userKey: string;
  readonly family: TokenFamily;
  readonly origin: Origin;
}

/** Keeps the sessions of users in numbered slots, in pools that track sessions. In others it does nothing. */
export interface SessionSlots {
  /**
   * Runs `write` with the slot of the new session and the writes that put it there. Does so again where another sign-in
   * of the user came first. Throws TooManyRequestsException after twenty tries.
   */
  readonly begin: <T>(
    use: SessionUse,
    write: (slot: number | undefined, writes: readonly Write[]) => Promise<T>,
  ) => Promise<T>;
  /** The writes that note a refresh. `ended` gives the error to throw where the session was ended meanwhile. */
  readonly activity: (use: SessionUse, ended: () => Error) => readonly Write[];
}

interface Deps {
  readonly families: TokenFamilyRepository;
  readonly sessionRepository: SessionRepository;
}

// A round is lost only to a sign-in that succeeds, so only a storm of sign-ins needs this many.
const tries = 20;

const hasMoved = (error: unknown): boolean => error instanceof SessionMoved || error instanceof FamilyGone;

const activityOf = ({ sourceIp, userAgent, location }: Origin): SessionActivity => ({
  lastActiveAt: now(),
  ...(userAgent && { device: toDeviceName(userAgent) }),
  ...(sourceIp && { ipAddress: sourceIp.slice(0, 128) }),
  ...(location && { location }),
});

export const createSessionSlots = ({ families, sessionRepository }: Deps): SessionSlots => {
  const choose = async ({ pool, userKey, family, origin }: SessionUse) => {
    const { sub, signOuts } = family;
    const { slot, replaced, ended } = chooseSlot({
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
        sessionRepository.put(pool.id, userKey, session, replaced),
        ...ended.map(({ familyId }) => families.revoke(pool.id, userKey, familyId)),
        ...leaving.map((one) => sessionRepository.remove(pool.id, userKey, one)),
      ],
    };
  };

  return {
    begin: async (use, write) => {
      if (!sessionTracking(use.pool).enabled) return write(undefined, []);
      const begin = async () => {
        const { slot, writes } = await choose(use);
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
