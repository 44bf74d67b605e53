import { randomUUID } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import { spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { Sealed } from '#shared/domain/user-pools/user-pool.ts';
import { keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

/** A custom sign-in that waits for an answer. */
interface WaitingSignIn {
  readonly round: number;
  /** Name of the challenge that waits. */
  readonly waitsFor: string;
  /** The sign-in itself, sealed: nobody is to read what functions keep in it. */
  readonly sealed: Sealed;
}

/** Custom sign-ins between their steps, in the partition of the name that was given. */
export const customSignInRepository = once(() => ({
  /** Replaces the round before. Throws NotAuthorizedException where that is over. */
  put: (poolId: string, userKey: string, signInId: string, signIn: WaitingSignIn, expiresAt: number): Write => ({
    put: toItem('CustomSignIn', keys.customSignIn(poolId, userKey, signInId), signIn, { ttl: ttl(expiresAt) }),
    when:
      signIn.round > 1
        ? {
            expression: '#data.#round = :before',
            names: { '#data': 'data', '#round': 'round' },
            values: { ':before': signIn.round - 1 },
            refused: spentSession,
          }
        : { expression: 'attribute_not_exists(pk)', refused: spentSession },
  }),

  /** The sign-in while it waits for the answer to that challenge. Throws NotAuthorizedException where it does not. */
  read: async (poolId: string, userKey: string, signInId: string, waitsFor: string): Promise<Sealed> => {
    const item = await table().get(keys.customSignIn(poolId, userKey, signInId));
    const signIn = item && fromItem<WaitingSignIn>('CustomSignIn', item);
    if (signIn?.waitsFor !== waitsFor) throw spentSession();
    return signIn.sealed;
  },

  /**
   * The sign-in while it waits for the answer of that round. Of many answers at once, one gets it. Throws
   * NotAuthorizedException where it was answered already.
   */
  claim: async (poolId: string, userKey: string, signInId: string, round: number): Promise<Sealed> => {
    const item = await table().claim(keys.customSignIn(poolId, userKey, signInId), ['round', round], randomUUID());
    if (!item) throw spentSession();
    return fromItem<WaitingSignIn>('CustomSignIn', item).sealed;
  },
}));
