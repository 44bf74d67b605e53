import { createHash } from 'node:crypto';
import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import {
  decrypt,
  describeExport,
  download,
  endedExport,
  goOn,
  makeExportKeys,
  partsOf,
  startExport,
  type TestRecord,
  waitingExport,
} from '#tests/support/exports.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const small = { partBytes: 1, parts: 1 };

const usernames = (records: readonly TestRecord[]): readonly unknown[] =>
  records.flatMap(({ username }) => (username === undefined ? [] : [username])).sort();

describe('DescribeUserPoolExport', () => {
  it('gives the parts that are there, page by page, while the export is at work', async () => {
    const pool = await makePool();
    const users = await Promise.all(Array.from({ length: 12 }, () => makeUser(pool)));
    const keys = await makeExportKeys();
    const id = await waitingExport(pool.poolId, keys.publicKey);
    expect((await describeExport(pool.poolId, id)).Parts).toEqual([]);

    // One call after the other writes it, part by part.
    await goOn(pool.poolId, id, small);
    await endedExport(pool.poolId, id);

    const parts = await partsOf(pool.poolId, id, 1);
    expect(parts.map(({ Number: number }) => number)).toEqual(parts.map((_part, index) => index + 1));
    expect(parts.length).toBeGreaterThan(2);
    for (const { Url, Bytes, Sha256 } of parts) {
      const body = Buffer.from(await (await fetch(Url)).arrayBuffer());
      expect(body.length).toBe(Bytes);
      expect(createHash('sha256').update(body).digest('hex')).toBe(Sha256);
    }
    const records = await decrypt(await download(pool.poolId, id), keys);
    expect(usernames(records)).toEqual(users.map(({ username }) => username).sort());
    expect((await describeExport(pool.poolId, id)).UserPoolExport).toMatchObject({
      Status: 'Succeeded',
      Parts: parts.length,
      Users: 12,
      CompletionDate: expect.any(Number),
    });
  });

  it('tells of an export that nobody finds a deleted user in', async () => {
    const pool = await makePool();
    const [gone, there] = [await makeUser(pool), await makeUser(pool)];
    const keys = await makeExportKeys();
    const id = await waitingExport(pool.poolId, keys.publicKey);
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: gone.username }));

    await goOn(pool.poolId, id);

    expect(usernames(await decrypt(await download(pool.poolId, id), keys))).toEqual([there.username]);
  });

  it('gives URLs that are good for their part alone, as they are', async () => {
    const pool = await makePool();
    const { publicKey } = await makeExportKeys();
    const id = await startExport(pool.poolId, publicKey);
    await endedExport(pool.poolId, id);
    const [part] = await partsOf(pool.poolId, id);
    const other = new URL(part?.Url ?? '');
    other.pathname = other.pathname.slice(0, -1) + (other.pathname.endsWith('0') ? '1' : '0');
    const unsigned = new URL(part?.Url ?? '');
    unsigned.search = '';

    expect((await fetch(other)).status).toBe(403);
    expect((await fetch(unsigned)).status).toBe(403);
    expect((await fetch(part?.Url ?? '')).status).toBe(200);
  });

  it('knows no export that is not there, nor that of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const { publicKey } = await makeExportKeys();
    const id = await startExport(other.poolId, publicKey);

    for (const unknown of ['export-0', id]) {
      await expect(describeExport(pool.poolId, unknown)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Export ${unknown} does not exist.`,
      });
    }
  });
});
