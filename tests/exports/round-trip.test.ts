import {
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { decrypt, exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { refusals } from '#tests/support/imports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { applyChange, attributesOf, usernameOf } from '#tests/support/pool-changes.ts';
import { anEmail, makeClient, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { untilGone } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { kinds, makeVersatilePool } from './kinds.ts';

// This deletion is two minutes old when it begins, so that the worker need not wait a minute for late writes.
const longAgo = { ahead: -120_000 };

const settingsOf = async ({ poolId, clientId }: Pick<TestPool, 'poolId' | 'clientId'>) => {
  const admin = adminClient();
  const { UserPool } = await admin.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
  const { UserPoolClient } = await admin.send(
    new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }),
  );
  const times = { CreationDate: 0, LastModifiedDate: 0, EstimatedNumberOfUsers: 0 };
  return { pool: { ...UserPool, ...times }, client: { ...UserPoolClient, ...times } };
};

const removePool = async ({ poolId }: TestPool): Promise<void> => {
  await adminClient(longAgo).send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
  await untilGone(poolId);
};

describe('a pool that was exported, deleted and restored under its id', () => {
  let pool: TestPool;
  const proofs = new Map<string, (pool: TestPool) => Promise<unknown>>();
  let before: Awaited<ReturnType<typeof settingsOf>>;

  beforeAll(async () => {
    pool = await makeVersatilePool();
    for (const { name, make } of kinds) proofs.set(name, await make(pool));
    before = await settingsOf(pool);
    const keys = await makeExportKeys();
    const records = await decrypt(await exportPool(pool.poolId, keys.publicKey), keys);
    await removePool(pool);

    await callOwn('RestoreUserPool', { Manifest: records[0], KeepId: true });
    const lines = records.map((record) => JSON.stringify(record));
    const job = await importLines(pool.poolId, lines, await makeRecordJob(pool.poolId));

    expect((await refusals(pool, job.JobId)).rows).toEqual([]);
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: kinds.length });
  });

  it('is the pool that it was', async () => {
    expect(await settingsOf(pool)).toEqual({ ...before, pool: { ...before.pool } });
  });

  it.each(kinds.map(({ name }) => name))('has %s as before', async (name) => {
    await proofs.get(name)?.(pool);
  });
});

describe('a pool whose users sign up with their address, in any case', () => {
  it('is restored with its users under the names that they have', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    const email = `Ada.${Date.now()}@Example.com`;
    const user = await makeUser(pool, { username: email, email });
    const keys = await makeExportKeys();
    const records = await decrypt(await exportPool(pool.poolId, keys.publicKey), keys);
    await removePool(pool);

    await callOwn('RestoreUserPool', { Manifest: records[0], KeepId: true });
    const lines = records.map((record) => JSON.stringify(record));
    expect(await importLines(pool.poolId, lines, await makeRecordJob(pool.poolId))).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 1,
    });

    for (const username of [email, email.toLowerCase(), user.username, user.sub]) {
      await expect(signIn(pool, { username })).resolves.toBeDefined();
      await expect(signInBySrp(pool, { username })).resolves.toHaveProperty('AuthenticationResult');
    }
    await expect(makeUser(pool, { username: email.toUpperCase(), email })).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
  });
});

describe('a pool whose users are older than its rules', () => {
  it('is restored with all of them, called as they were, and with app clients that read what they read', async () => {
    const pool = await makePool({
      Schema: [
        { Name: 'tier', AttributeDataType: 'String', Mutable: true },
        { Name: 'level', AttributeDataType: 'Number', Mutable: true },
      ],
    });
    const { clientId } = await makeClient(pool.poolId, { ReadAttributes: ['custom:tier', 'email'] });
    const [email, other] = [anEmail(), anEmail()];
    const users = [
      await makeUser(pool, { username: email, email }),
      await makeUser(pool, { username: other }),
      await makeUser(pool, {
        attributes: [
          { Name: 'custom:tier', Value: 'gold' },
          { Name: 'custom:level', Value: '10' },
        ],
      }),
    ];
    await applyChange(
      pool.poolId,
      {
        UsernameAttributes: ['email'],
        RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:rank' }],
        AttributeConstraints: [{ Name: 'custom:level', NumberAttributeConstraints: { MaxValue: '5' } }],
      },
      { ExistingUsers: 'MAY_DIFFER' },
    );
    const keys = await makeExportKeys();
    const records = await decrypt(await exportPool(pool.poolId, keys.publicKey), keys);
    await removePool(pool);

    await callOwn('RestoreUserPool', { Manifest: records[0], KeepId: true });
    const lines = records.map((record) => JSON.stringify(record));
    const job = await importLines(pool.poolId, lines, await makeRecordJob(pool.poolId));

    expect((await refusals(pool, job.JobId)).rows).toEqual([]);
    for (const { username } of users) {
      expect(await usernameOf(pool, username)).toBe(username);
      await expect(signInBySrp(pool, { username })).resolves.toHaveProperty('AuthenticationResult');
    }
    expect(await attributesOf(pool, users.at(-1)?.username ?? '')).toMatchObject({
      'custom:rank': 'gold',
      'custom:level': '10',
    });
    const { client } = await settingsOf({ poolId: pool.poolId, clientId });
    expect(client.ReadAttributes).toEqual(['custom:rank', 'email']);
  });
});
