import { DeleteUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { decrypt, describeExport, download, goOn, makeExportKeys, waitingExport } from '#tests/support/exports.ts';
import { bury, groupsOf, join, makeGroup, storedGroup } from '#tests/support/groups.ts';
import { makeImportPool, pendingJob } from '#tests/support/imports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { finishChange, ownersIn, restingChange, rollBackChange } from '#tests/support/pool-changes.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout, untilGone } from '#tests/support/raw-table.ts';
import { putUsers, reachTable } from '#tests/support/raw-users.ts';
import { beginIndexing, searchSettings } from '#tests/support/user-search.ts';
import { callWorker } from '#tests/support/workers.ts';

type Payload = Readonly<Record<string, unknown>>;

const twice = (worker: string, payload: Payload) =>
  Promise.all([callWorker(worker, payload), callWorker(worker, payload)]);

const usersOf = async (count: number): Promise<TestPool> => {
  reachTable();
  const pool = await makeImportPool();
  await putUsers(pool.poolId, count, (index) => ({
    attributes: { email: `user-${index}@example.com`, email_verified: 'true', nickname: `of user-${index}` },
  }));
  return pool;
};

const aBuriedGroup = async (pool: TestPool, users: readonly string[]) => {
  const name = await makeGroup(pool, 'editors');
  await Promise.all(users.map((username) => join(pool, { username }, name)));
  const { id } = await storedGroup(pool, name);
  await bury(pool, { name, id });
  return { userPoolId: pool.poolId, groupName: name, groupId: id };
};

const applyAlias = ({ poolId: UserPoolId }: TestPool) =>
  callOwn('ApplyUserPoolChange', { UserPoolId, Change: { AliasAttributes: ['email'] } });

const aliasOwners = async ({ poolId }: TestPool): Promise<number> =>
  (await ownersIn(poolId)).filter((owner) => owner.endsWith('#email')).length;

describe.concurrent('a worker that runs twice at once', () => {
  it('writes every user of an export once', async () => {
    const pool = await usersOf(20);
    const keys = await makeExportKeys();
    const id = await waitingExport(pool.poolId, keys.publicKey);
    await Promise.all([goOn(pool.poolId, id, { partBytes: 1 }), goOn(pool.poolId, id, { partBytes: 1 })]);
    const { UserPoolExport } = await describeExport(pool.poolId, id);
    expect(UserPoolExport).toMatchObject({ Status: 'Succeeded', Users: 20 });
    const records = await decrypt(await download(pool.poolId, id), keys);
    const names = records.flatMap(({ username }) => (username === undefined ? [] : [username]));
    expect(names).toHaveLength(20);
    expect(new Set(names).size).toBe(20);
  });

  it('puts every user into an index', async () => {
    const { poolId } = await usersOf(20);
    await beginIndexing(poolId, 'nickname');
    await twice('IndexUserPool', { userPoolId: poolId });
    expect((await searchSettings(poolId)).SearchableAttributes).toEqual([{ Attribute: 'nickname', Status: 'Ready' }]);
    const profiles = (await itemsAbout(poolId)).filter(({ type }) => type === 'User');
    expect(new Set(profiles.map(({ bySearch1 }) => bySearch1)).size).toBe(20);
    expect(await itemsAbout(`SEARCH#${poolId}`)).toEqual([]);
  });

  it.each([
    ['finished', finishChange, 'FINISHED', 20],
    ['rolled back', rollBackChange, 'ROLLED_BACK', 0],
  ] as const)('changes a pool, which then is %s', async (_how, end, status, left) => {
    const pool = await usersOf(20);
    await applyAlias(pool);
    await twice('ChangeUserPool', { userPoolId: pool.poolId });
    expect((await restingChange(pool.poolId)).Change).toMatchObject({ Status: 'SWITCHED', UsersObstructed: 0 });
    expect(await aliasOwners(pool)).toBe(20);
    const ended = end(pool.poolId);
    await twice('ChangeUserPool', { userPoolId: pool.poolId });
    expect((await ended).Change?.Status).toBe(status);
    expect(await aliasOwners(pool)).toBe(left);
  });

  it('takes every member out of a group', async () => {
    const pool = await makePool();
    const users = await Promise.all(Array.from({ length: 8 }, () => makeUser(pool)));
    const names = users.map(({ username }) => username);
    const group = await aBuriedGroup(pool, names);
    await twice('PurgeGroup', group);
    for (const user of users) expect(await groupsOf(pool, user)).toEqual([]);
    expect(await itemsAbout(`MEMBERS#${pool.poolId}`)).toEqual([]);
    expect(await itemsAbout(`DELETED_GROUP#${pool.poolId}`)).toEqual([]);
  });

  it('deletes a pool with all that is in it', async () => {
    const { poolId } = await usersOf(40);
    await adminClient({ ahead: -120_000 }).send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
    await twice('PurgeUserPool', { userPoolId: poolId });
    expect(await itemsAbout(poolId)).toEqual([]);
  });
});

// Each begins what a worker has to do, for a pool of sixty users, and gives the payload for the worker.
const works: Readonly<Record<string, (pool: TestPool) => Promise<Payload>>> = {
  RunUserImportJob: async (pool) => {
    const rows = Array.from({ length: 400 }, (_none, index) => `new-${index},new-${index}@example.com,true`);
    const { id } = await pendingJob(pool, ['cognito:username,email,email_verified', ...rows].join('\n'));
    return { userPoolId: pool.poolId, jobId: id, portionRows: 20 };
  },
  ExportUserPool: async ({ poolId }) => {
    const { publicKey } = await makeExportKeys();
    return { userPoolId: poolId, exportId: await waitingExport(poolId, publicKey), partBytes: 1 };
  },
  IndexUserPool: async ({ poolId }) => {
    await beginIndexing(poolId, 'nickname');
    return { userPoolId: poolId };
  },
  ChangeUserPool: async (pool) => {
    await applyAlias(pool);
    return { userPoolId: pool.poolId };
  },
  PurgeGroup: (pool) =>
    aBuriedGroup(
      pool,
      Array.from({ length: 30 }, (_none, index) => `user-${index}`),
    ),
};

describe.concurrent('a pool that is deleted while a worker is at it twice', () => {
  it.each(Object.entries(works))('leaves nothing behind: %s', async (worker, begin) => {
    const pool = await usersOf(60);
    const payload = await begin(pool);
    const runs = twice(worker, payload);
    // The worker waits a minute for late writes, of which enough is left for a portion on a slow machine.
    const deletion = new DeleteUserPoolCommand({ UserPoolId: pool.poolId });
    await adminClient({ ahead: -40_000 }).send(deletion);
    await runs;
    await untilGone(pool.poolId);
    expect(await itemsAbout(pool.clientId)).toEqual([]);
  });
});
