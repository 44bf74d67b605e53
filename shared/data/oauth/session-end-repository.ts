import { once } from '#shared/config/once.ts';
import type { SessionEnd } from '#shared/domain/oauth/session-end.ts';
import { logoutKeys, workAt } from '../logout-keys.ts';
import { fromItem, type Item, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'SessionEnd';

// Whoever notes it starts a worker at once. If that is lost, the schedule finds it a minute later.
const startedMs = 60_000;
const lifetimeMs = 30 * 86_400_000;

/** Ends of sessions of which it is not known yet who is told. */
export const sessionEndRepository = once(() => ({
  find: async (poolId: string, id: string): Promise<SessionEnd | undefined> => {
    const item = await table().get(logoutKeys.sessionEnd(poolId, id));
    return item && fromItem<SessionEnd>(type, item);
  },

  /** That item of the table, if it is one. */
  from: (item: Item): SessionEnd | undefined => (item.type === type ? fromItem<SessionEnd>(type, item) : undefined),

  /** Notes it; `follow` is what begins once that is done. */
  create: (end: SessionEnd, follow: () => Promise<void>): Write => {
    const key = logoutKeys.sessionEnd(end.poolId, end.id);
    return {
      put: toItem(type, key, end, { ...workAt(key, end.at + startedMs), ttl: ttl(end.at + lifetimeMs) }),
      follow,
    };
  },

  remove: ({ poolId, id }: SessionEnd): Write => ({ remove: logoutKeys.sessionEnd(poolId, id) }),
}));
