import { once } from '#shared/config/once.ts';
import type { RecoveryCodes } from '#shared/domain/recovery-codes/recovery-codes.ts';
import { keys } from '../keys.ts';
import { toItem } from '../table.ts';
import type { Write } from '../write.ts';

/** Recovery codes, one set a user, in the user's partition. */
export const recoveryCodeRepository = once(() => ({
  /** In place of those that there were; `refused` says what it means that there are later ones. */
  put: (poolId: string, userKey: string, codes: RecoveryCodes, refused: () => Error): Write => ({
    put: toItem('RecoveryCodes', keys.recoveryCodes(poolId, userKey), codes),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.#sub <> :sub OR #data.createdAt <= :createdAt',
      names: { '#data': 'data', '#sub': 'sub' },
      values: { ':sub': codes.sub, ':createdAt': codes.createdAt },
      refused,
    },
  }),

  /** Spends one of the codes on a sign-in: of two that spend it at once, one does; `refused` is what the other hears. */
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
