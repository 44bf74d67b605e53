import { once } from '#shared/config/once.ts';
import type { RecoveryCodes } from '#shared/domain/recovery-codes/recovery-codes.ts';
import { keys } from '../keys.ts';
import { toItem } from '../table.ts';
import type { Write } from '../write.ts';

/** Recovery codes: one set for each user, in the user's partition. */
export const recoveryCodeRepository = once(() => ({
  /** Replaces earlier codes; `refused` gives the error where there are later ones. */
  put: (poolId: string, userKey: string, codes: RecoveryCodes, refused: () => Error): Write => ({
    put: toItem('RecoveryCodes', keys.recoveryCodes(poolId, userKey), codes),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.#sub <> :sub OR #data.createdAt <= :createdAt',
      names: { '#data': 'data', '#sub': 'sub' },
      values: { ':sub': codes.sub, ':createdAt': codes.createdAt },
      refused,
    },
  }),

  /**
   * Uses up one of the codes for a sign-in. Of two requests at once, one succeeds, and `refused` gives the other's
   * error.
   */
  spend: (
    poolId: string,
    userKey: string,
    { sub }: RecoveryCodes,
    { digest, signInId }: { readonly digest: string; readonly signInId: string },
    refused: () => Error,
  ): Write => ({
    update: keys.recoveryCodes(poolId, userKey),
    expression: 'SET #data.#codes.#digest = :signIn',
    names: { '#data': 'data', '#codes': 'codes', '#digest': digest },
    values: { ':signIn': signInId },
    when: {
      expression: '#data.#sub = :sub AND (#data.#codes.#digest = :unused OR #data.#codes.#digest = :signIn)',
      names: { '#sub': 'sub' },
      values: { ':sub': sub, ':unused': true },
      refused,
    },
  }),
}));
