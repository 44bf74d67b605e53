import type { Key } from './keys.ts';
import type { Write } from './write.ts';

/** Adds one to a pool's count in an item of that type; `full` gives the error where there are `most` already. */
export const incrementCount = (key: Key, type: string, most: number, full: () => Error): Write => ({
  update: key,
  expression: 'SET #type = :type, #count = if_not_exists(#count, :none) + :one',
  names: { '#type': 'type', '#count': 'count' },
  values: { ':type': type, ':none': 0, ':one': 1 },
  when: {
    expression: 'attribute_not_exists(#count) OR #count < :most',
    values: { ':most': most },
    refused: full,
  },
});
