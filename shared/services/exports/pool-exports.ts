import { createHash, randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { once } from '#shared/config/once.ts';
import type { PoolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import { poolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { type PoolRecord, poolRepository } from '#shared/data/pools/pool-repository.ts';
import type { ShardCursor } from '#shared/data/shard-cursor.ts';
import { type Item, table } from '#shared/data/table.ts';
import type { PoolExport } from '#shared/domain/exports/pool-export.ts';
import type { EndRecordLine } from '#shared/domain/exports/pool-record.ts';
import type { Group } from '#shared/domain/groups/group.ts';
import type { GroupRecordLine, UserRecordLine } from '#shared/domain/imports/user-record.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { type Objects, objects } from '#shared/gateways/objects.ts';
import { walkUsers } from '../users/user-walk.ts';
import { createPartWriter } from './part-writer.ts';
import { toPoolRecord } from './pool-records.ts';
import { findUserRecords, Unexportable } from './user-records.ts';

/** How much work one call does. */
interface ExportLimits {
  /** The size in bytes from which on a part is stored. */
  readonly partBytes: number;
  /** How many parts are stored; all by default. */
  readonly parts?: number | undefined;
  readonly isLate: () => boolean;
}

/** Writes exports. After an interruption, the next call continues where the last one stopped. */
export interface PoolExports {
  /** The unfinished exports of all pools. */
  readonly unfinished: PoolExportRepository['unfinished'];
  /** False where `isLate` stopped it before the end. */
  readonly write: (poolId: string, exportId: string, limits: ExportLimits) => Promise<boolean>;
}

interface Deps {
  readonly objects: Objects;
}

/** The export was stopped, or another run of the worker is ahead. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const overtaken = (): Error => new Overtaken();

const atOnce = 50;

const namesIn = ({ schema }: UserPool): readonly string[] => schema.map(({ name }) => name);

// Attributes that were renamed or deleted since the first part: users no longer have them under the name that it
// states.
const assertStillIn = (pool: UserPool, attributes: readonly string[]): void => {
  const gone = attributes.find((name) => !namesIn(pool).includes(name));
  if (gone !== undefined) throw new Unexportable(`The pool lost the attribute ${gone} while it was exported.`);
};

const toGroupLine = ({ name, description, precedence, roleArn }: Group): GroupRecordLine => ({
  type: 'group',
  name,
  ...(description !== undefined && { description }),
  ...(precedence !== undefined && { precedence }),
  ...(roleArn !== undefined && { roleArn }),
});

export const createPoolExports = ({ objects }: Deps): PoolExports => {
  // The groups of the first part. A group that was made later is not in the file, and neither are its members.
  const groupsOf = async ({ poolId, createdAt }: PoolExport): Promise<ReadonlyMap<string, Group>> => {
    const found = new Map<string, Group>();
    let start: Item | undefined;
    do {
      const page = await groupRepository().page(poolId, 1000, start);
      for (const group of page.groups) if (group.createdAt <= createdAt) found.set(group.name, group);
      start = page.next;
    } while (start);
    return found;
  };

  const recordsOf = async (
    pool: UserPool,
    inGroups: ReadonlyMap<string, Group>,
    userKeys: readonly string[],
  ): Promise<UserRecordLine[]> => {
    const records: UserRecordLine[] = [];
    for (let at = 0; at < userKeys.length; at += atOnce) {
      const some = userKeys.slice(at, at + atOnce);
      const found = await Promise.all(some.map((userKey) => findUserRecords({ pool, userKey, groups: inGroups })));
      records.push(...found.flatMap((record) => (record ? [record] : [])));
    }
    return records;
  };

  const putAway = async (body: Buffer, before: PoolExport, reached: Partial<PoolExport>): Promise<PoolExport> => {
    const number = before.parts + 1;
    // A unique name: of two runs at once, neither overwrites what the other has stored.
    const key = `exports/${before.poolId}/${before.id}/${number}-${randomUUID()}`;
    await objects.put(key, body);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const job = { ...before, ...reached, parts: number };
    await table().write(poolExportRepository().advance(job, { number, key, bytes: body.length, sha256 }, overtaken));
    return job;
  };

  const write = async (
    { pool: current, signingKeys }: PoolRecord,
    begun: PoolExport,
    limits: ExportLimits,
  ): Promise<boolean> => {
    const { recipient, id: exportId, position, attributes = namesIn(current) } = begun;
    assertStillIn(current, attributes);
    const pool = { ...current, schema: current.schema.filter(({ name }) => attributes.includes(name)) };
    const writer = createPartWriter({ recipient, exportId, portions: begun.portions });
    const inGroups = await groupsOf(begun);
    let job = begun;
    let { users } = job;
    const counted = () => ({
      portions: writer.portions(),
      groups: begun.parts === 0 ? inGroups.size : job.groups,
      users,
      attributes,
    });

    if (begun.parts === 0) {
      await writer.add(await toPoolRecord({ pool, signingKeys }, begun));
      for (const group of inGroups.values()) await writer.add(toGroupLine(group));
    }
    let reached: ShardCursor | undefined;
    const putAwayToHere = async (): Promise<void> => {
      if (!reached || writer.bytes() === 0) return;
      const { shard, key } = reached;
      job = await putAway(writer.take(), job, { ...counted(), position: { shard, ...(key && { key }) } });
    };
    const isDone = await walkUsers({
      pool,
      start: position && { shard: position.shard, key: position.key },
      isLate: () => {
        const parts = job.parts - begun.parts;
        if (limits.parts !== undefined && parts >= limits.parts) return true;
        // For a portion without users, no part records that it is done. A call that ended there would do it again.
        return limits.isLate() && (parts > 0 || writer.bytes() > 0);
      },
      work: async (walked) => {
        const keys = walked.map(({ userKey }) => userKey);
        const records = await recordsOf(pool, inGroups, keys);
        for (const record of records) await writer.add(record);
        await writer.seal();
        users += records.length;
      },
      save: async (next) => {
        reached = next;
        if (writer.bytes() >= limits.partBytes) await putAwayToHere();
      },
    });
    if (!isDone) {
      await putAwayToHere();
      return false;
    }
    assertStillIn((await poolRepository().find(pool.id))?.pool ?? pool, attributes);
    const { groups: groupCount } = counted();
    const end: EndRecordLine = { type: 'end', export: exportId, groups: groupCount, users };
    await writer.add(end);
    await writer.seal();
    await putAway(writer.take(), job, { ...counted(), status: 'Succeeded', completedAt: now() });
    return true;
  };

  const fail = (job: PoolExport, { message }: Unexportable): Promise<void> =>
    table().write([poolExportRepository().end({ ...job, status: 'Failed', completedAt: now(), message }, overtaken)]);

  return {
    unfinished: poolExportRepository().unfinished,

    write: async (poolId, exportId, limits) => {
      const [record, job] = await Promise.all([
        poolRepository().find(poolId),
        poolExportRepository().find(poolId, exportId),
      ]);
      if (!record || job?.status !== 'InProgress') return true;
      try {
        return await write(record, job, limits);
      } catch (error) {
        if (error instanceof Unexportable) {
          await fail((await poolExportRepository().find(poolId, exportId)) ?? job, error);
          return true;
        }
        if (error instanceof Overtaken) return true;
        throw error;
      }
    },
  };
};

export const poolExports = once(() => createPoolExports({ objects: objects() }));
