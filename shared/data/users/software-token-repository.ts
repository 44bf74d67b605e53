import { once } from '#shared/config/once.ts';
import type { PendingSoftwareToken, SoftwareToken } from '#shared/domain/totp/software-token.ts';
import { keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

/** Authenticator apps: one for each user, in the user's partition, and next to it a seed that waits for its proof. */
export const softwareTokenRepository = once(() => ({
  put: (poolId: string, userKey: string, token: SoftwareToken): Write => ({
    put: toItem('SoftwareToken', keys.softwareToken(poolId, userKey), token),
  }),

  /** Makes one for a user who has none; `refused` gives the error where there is one. */
  create: (poolId: string, userKey: string, token: SoftwareToken, refused: () => Error): Write => ({
    put: toItem('SoftwareToken', keys.softwareToken(poolId, userKey), token),
    when: {
      // One of an earlier user of the same name does not count.
      expression: 'attribute_not_exists(pk) OR #data.#sub <> :sub',
      names: { '#data': 'data', '#sub': 'sub' },
      values: { ':sub': token.sub },
      refused,
    },
  }),

  /** Uses up a code of `step` for a sign-in. Of two sign-ins with codes of that step or earlier ones, one succeeds. */
  takeStep: (
    poolId: string,
    userKey: string,
    token: SoftwareToken,
    { step, signInId }: { readonly step: number; readonly signInId: string },
    refused: () => Error,
  ): Write => ({
    update: keys.softwareToken(poolId, userKey),
    expression: 'SET #data.lastStep = :step, #data.lastSignInId = :signIn',
    names: { '#data': 'data' },
    values: { ':step': step, ':signIn': signInId },
    when: {
      expression:
        '#data.seed = :seed AND (#data.lastStep < :step OR (#data.lastStep = :step AND #data.lastSignInId = :signIn))',
      values: { ':seed': token.seed },
      refused,
    },
  }),

  remove: (poolId: string, userKey: string): Write => ({ remove: keys.softwareToken(poolId, userKey) }),

  findPending: async (poolId: string, userKey: string): Promise<PendingSoftwareToken | undefined> => {
    const item = await table().get(keys.pendingSoftwareToken(poolId, userKey));
    return item && fromItem<PendingSoftwareToken>('PendingSoftwareToken', item);
  },

  /** Replaces a seed that waited before; `refused` gives the error where a later one was given out. */
  putPending: (poolId: string, userKey: string, pending: PendingSoftwareToken, refused: () => Error): Write => ({
    put: toItem('PendingSoftwareToken', keys.pendingSoftwareToken(poolId, userKey), pending, {
      ttl: ttl(pending.expiresAt),
    }),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.#sub <> :sub OR #data.expiresAt <= :expiry',
      names: { '#data': 'data', '#sub': 'sub' },
      values: { ':sub': pending.sub, ':expiry': pending.expiresAt },
      refused,
    },
  }),

  /**
   * Takes the very seed that was read. Of two requests that prove it at once, one succeeds, and `refused` gives the
   * other's error.
   */
  takePending: (poolId: string, userKey: string, pending: PendingSoftwareToken, refused: () => Error): Write => ({
    remove: keys.pendingSoftwareToken(poolId, userKey),
    when: {
      expression: '#data.seed = :seed',
      names: { '#data': 'data' },
      values: { ':seed': pending.seed },
      refused,
    },
  }),

  removePending: (poolId: string, userKey: string): Write => ({
    remove: keys.pendingSoftwareToken(poolId, userKey),
  }),
}));
