import { once } from '#shared/config/once.ts';
import type { AskedChange } from '#shared/domain/user-pools/asked-change.ts';
import type { ChangeStage } from '#shared/domain/user-pools/user-pool.ts';
import type { OwnName } from '#shared/domain/users/names.ts';
import type { Obstacle } from '#shared/domain/users/obstacles.ts';
import { removePartition } from '../bulk-removal.ts';
import { type Key, keys, lists, obstaclesOf } from '../keys.ts';
import { readList } from '../list-index.ts';
import type { ShardCursor } from '../shard-cursor.ts';
import { fromItem, type Item, table, toItem, ttl } from '../table.ts';
import { Conflict, type StoredItem, type Write } from '../write.ts';

/** A walk through the pool's users. A stage of a change takes one, or more where it has to be repeated. */
export interface ChangeWalk {
  readonly id: string;
  readonly stage: ChangeStage;
  /** Where the next portion begins; undefined before the first and after the last. */
  readonly position?: ShardCursor | undefined;
  readonly examined: number;
  readonly changed: number;
  /** How many users have obstacles. */
  readonly obstructed: number;
  readonly isDone: boolean;
}

/** The last change that was asked of a pool, and its progress. The pool itself has the stage. */
export interface PoolChangeRecord {
  readonly id: string;
  readonly poolId: string;
  readonly asked: AskedChange;
  /** Undefined until it is over. */
  readonly outcome?: 'FINISHED' | 'ROLLED_BACK';
  readonly walk?: ChangeWalk;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly updatedAt: number;
  /** Counts writes. A write states the version that it was made from. */
  readonly version: number;
}

/** A user, and what in it stands in the way of a change. */
export interface ObstructedUser {
  readonly username: string;
  readonly obstacles: readonly Obstacle[];
}

/** A search for what a change would mean. */
interface Plan {
  readonly poolId: string;
  readonly id: string;
}

interface PlannedName extends OwnName {
  /** Kinds of name under which it must not be anybody else's either. */
  readonly rivals: readonly OwnName['kind'][];
}

const monthMs = 30 * 86_400_000;
const dayMs = 86_400_000;

/** Somebody else continued the change: read it again. */
export class ChangeMoved extends Conflict {
  constructor() {
    super('ConcurrentModificationException', 'The change of the user pool was changed by another request.');
  }
}

/** Another user is to have the name. */
export class NamePlanned extends Error {
  override readonly name = 'NamePlanned';
}

const toPut = (record: PoolChangeRecord): StoredItem =>
  toItem('PoolChange', keys.poolChange(record.poolId), record, {
    ...(record.outcome === undefined && { listPk: lists.poolChanges, listSk: record.poolId }),
  });

/** Changes of pools, one for each pool, with what stands in their way. */
export const poolChangeRepository = once(() => ({
  find: async (poolId: string): Promise<PoolChangeRecord | undefined> => {
    const item = await table().get(keys.poolChange(poolId));
    return item && fromItem<PoolChangeRecord>('PoolChange', item);
  },

  /** Ids of the pools with an unfinished change: a first page, which has them all in any ordinary deployment. */
  poolIds: (): Promise<readonly string[]> => readList(table(), lists.poolChanges),

  /** Replaces the pool's previous change, which is over. */
  start: (record: PoolChangeRecord): Write => ({ put: toPut(record) }),

  /** Replaces the version before it. Throws ChangeMoved. */
  update: (record: PoolChangeRecord): Write => ({
    put: toPut({ ...record, version: record.version + 1 }),
    when: {
      expression: '#data.id = :id AND #data.#version = :before',
      names: { '#data': 'data', '#version': 'version' },
      values: { ':id': record.id, ':before': record.version },
      refused: () => new ChangeMoved(),
    },
  }),

  putObstacles: (poolId: string, walkId: string, userKey: string, user: ObstructedUser, now: number): Write => ({
    put: toItem('ChangeObstacles', keys.changeObstacle(poolId, walkId, userKey), user, { ttl: ttl(now + monthMs) }),
  }),

  /** A page of what a walk found, at most `limit`. */
  obstacles: async (
    poolId: string,
    walkId: string,
    limit: number,
    start: Item | undefined,
  ): Promise<{ readonly users: readonly ObstructedUser[]; readonly next: Item | undefined }> => {
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.poolChangePartition(poolId), ':prefix': obstaclesOf(walkId) },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { users: items.map((item) => fromItem<ObstructedUser>('ChangeObstacles', item)), next };
  },

  /**
   * A name that a user would have after the change. Throws NamePlanned where another user would have it too, or would
   * have it as one of the conflicting kinds.
   */
  planName: (plan: Plan, { kind, key, rivals }: PlannedName, userKey: string, now: number): Write[] => {
    const when = {
      expression: 'attribute_not_exists(pk) OR #data.userKey = :owner',
      names: { '#data': 'data' },
      values: { ':owner': userKey },
      refused: () => new NamePlanned(),
    };
    const toKey = (as: OwnName['kind']): Key => keys.plannedName(plan.poolId, plan.id, as, key);
    return [
      { put: toItem('PlannedName', toKey(kind), { userKey }, { ttl: ttl(now + dayMs) }), when },
      ...rivals.map((rival) => ({ check: toKey(rival), when })),
    ];
  },

  /** The key of another user who would have the name, or would have it as one of the conflicting kinds. */
  findPlanned: async (plan: Plan, { kind, key, rivals }: PlannedName, userKey: string): Promise<string | undefined> => {
    const items = await table().getAll([kind, ...rivals].map((as) => keys.plannedName(plan.poolId, plan.id, as, key)));
    return items
      .flatMap((item) => (item ? [fromItem<{ readonly userKey: string }>('PlannedName', item).userKey] : []))
      .find((planned) => planned !== userKey);
  },

  /** Deletes everything that is kept of a pool's change. False where `isLate` stopped it before that. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), keys.poolChangePartition(poolId), isLate),
}));
