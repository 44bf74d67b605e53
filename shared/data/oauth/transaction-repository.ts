import { once } from '#shared/config/once.ts';
import type { StoredTransaction } from '#shared/domain/oauth/transaction.ts';
import { oauthKeys } from '../oauth-keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'Transaction';

// A client that makes itself anew names the same step, so the turn alone tells whether another request was faster.
const inTurn = (turn: number, refused: () => Error) => ({
  expression: '#data.turn = :turn',
  names: { '#data': 'data' },
  values: { ':turn': turn },
  refused,
});

/** Sign-ins on apps' own pages, by the digest of their ids. */
export const transactionRepository = once(() => ({
  create: (poolId: string, digest: string, transaction: StoredTransaction): Write => ({
    put: toItem(type, oauthKeys.transaction(poolId, digest), transaction, { ttl: ttl(transaction.expiresAt) }),
    when: { expression: 'attribute_not_exists(pk)', refused: () => new Error('The transaction is not new.') },
  }),

  find: async (poolId: string, digest: string): Promise<StoredTransaction | undefined> => {
    const item = await table().get(oauthKeys.transaction(poolId, digest));
    return item && fromItem<StoredTransaction>(type, item);
  },

  /** Takes it from that turn to the next one. Of two requests in the same turn one succeeds; `refused` is the other's error. */
  advance: (poolId: string, digest: string, turn: number, sealed: string, refused: () => Error): Write => ({
    update: oauthKeys.transaction(poolId, digest),
    expression: 'SET #data.turn = :next, #data.sealed = :sealed',
    names: { '#data': 'data' },
    values: { ':next': turn + 1, ':sealed': sealed },
    when: inTurn(turn, refused),
  }),

  /** Ends it at that turn. Once; `refused` gives the error afterwards. */
  end: (poolId: string, digest: string, turn: number, refused: () => Error): Write => ({
    remove: oauthKeys.transaction(poolId, digest),
    when: inTurn(turn, refused),
  }),
}));
