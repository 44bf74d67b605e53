import { once } from '#shared/config/once.ts';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import { keys, passkeyFacts } from '../keys.ts';
import { fromItem, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

const data = { '#data': 'data', '#sub': 'sub' };

/** Passkeys of users, in the users' partitions. */
export const passkeyRepository = once(() => ({
  /** The passkeys under a user's key. An earlier user of the same name may have left some of them. */
  all: async (poolId: string, userKey: string): Promise<readonly Passkey[]> => {
    const items = await table().partition(keys.userPartition(poolId, userKey), passkeyFacts);
    return items.map((item) => fromItem<Passkey>('Passkey', item));
  },

  /** Makes a passkey that this user does not have; `refused` gives the error where the user has it. */
  create: (poolId: string, userKey: string, passkey: Passkey, refused: () => Error): Write => ({
    put: toItem('Passkey', keys.passkey(poolId, userKey, passkey.credentialId), passkey),
    when: {
      expression: 'attribute_not_exists(pk) OR #data.#sub <> :sub',
      names: data,
      values: { ':sub': passkey.sub },
      refused,
    },
  }),

  /** A passkey that comes from elsewhere, together with its user. */
  put: (poolId: string, userKey: string, passkey: Passkey): Write => ({
    put: toItem('Passkey', keys.passkey(poolId, userKey, passkey.credentialId), passkey),
  }),

  /**
   * It signed with `counter`. `refused` gives the error where the passkey is gone, or where one with the same or a
   * later counter signed before. Authenticators that count never give a number twice; others always give 0.
   */
  signed: (poolId: string, userKey: string, passkey: Passkey, counter: number, refused: () => Error): Write => {
    const when = {
      names: { ...data, '#counter': 'counter' },
      values: { ':sub': passkey.sub, ':counter': counter },
      refused,
    };
    const key = keys.passkey(poolId, userKey, passkey.credentialId);
    if (counter === 0) {
      return { check: key, when: { ...when, expression: '#data.#sub = :sub AND #data.#counter = :counter' } };
    }
    const { names, ...rest } = when;
    return {
      update: key,
      expression: 'SET #data.#counter = :counter',
      names,
      when: { ...rest, expression: '#data.#sub = :sub AND #data.#counter < :counter' },
    };
  },

  /** `refused` gives the error where the user has no such passkey. */
  remove: (
    poolId: string,
    userKey: string,
    { sub, credentialId }: Pick<Passkey, 'sub' | 'credentialId'>,
    refused: () => Error,
  ): Write => ({
    remove: keys.passkey(poolId, userKey, credentialId),
    when: { expression: '#data.#sub = :sub', names: data, values: { ':sub': sub }, refused },
  }),
}));
