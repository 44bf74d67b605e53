import { randomUUID } from 'node:crypto';
import type { Key } from '../keys.ts';
import { toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

/** What counts once, until `expiresAt`, in epoch milliseconds. */
interface Used {
  readonly type: string;
  readonly key: Key;
  readonly expiresAt: number;
}

/** Uses it up. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
export const useOnce = ({ type, key, expiresAt }: Used, now: number, refused: () => Error): Write => ({
  // The id tells a request that is sent twice from two requests.
  put: toItem(type, key, { expiresAt, usedBy: randomUUID() }, { ttl: ttl(expiresAt) }),
  when: {
    expression: 'attribute_not_exists(pk) OR #data.expiresAt <= :now',
    names: { '#data': 'data' },
    values: { ':now': now },
    refused,
  },
});
