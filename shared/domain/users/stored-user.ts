import { hiddenNames, keepsBoth } from '../user-pools/pool-change.ts';
import type { PoolChange, UserPool } from '../user-pools/user-pool.ts';
import type { Attributes, User } from './user.ts';

/**
 * The user in the pool's present form. Attributes without a name in it are hidden, but not lost when the user is
 * written.
 */
export const asSeen = (pool: UserPool, user: User): User => {
  if (!pool.change) return user;
  const hidden = hiddenNames(pool);
  const part = (isHidden: boolean): Attributes =>
    Object.fromEntries(Object.entries(user.attributes).filter(([name]) => hidden.has(name) === isHidden));
  return { ...user, attributes: part(false), hidden: { ...user.hidden, ...part(true) } };
};

const mirrored = (change: PoolChange, hidden: ReadonlySet<string>, attributes: Attributes): Attributes => {
  const values: Record<string, string | undefined> = { ...attributes };
  for (const [one, other] of change.renamed) {
    const [now, then] = hidden.has(one) ? [other, one] : [one, other];
    values[then] = values[now];
  }
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));
};

/** The user in the form to store: with both forms of a change, or without what is only in the form that is given up. */
export const toStored = (pool: UserPool, { hidden: kept, copiedFor, ...user }: User): User => {
  const { change } = pool;
  if (!change) return user;
  const hidden = hiddenNames(pool);
  const own = Object.entries(user.attributes).filter(([name]) => !hidden.has(name));
  const attributes = keepsBoth(change)
    ? mirrored(change, hidden, { ...kept, ...user.attributes })
    : Object.fromEntries(own);
  return { ...user, attributes, ...(copiedFor === change.id && { copiedFor }) };
};
