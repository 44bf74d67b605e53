import { describe, expect, it } from 'vitest';
import { describeExport, makeExportKeys, waitingExport } from '#tests/support/exports.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { callWorker } from '#tests/support/workers.ts';

describe('an export that is interrupted', () => {
  it('is found by a worker that is told of none', async () => {
    const pool = await makePool();
    await makeUser(pool);
    const { publicKey } = await makeExportKeys();
    const id = await waitingExport(pool.poolId, publicKey);

    await callWorker('ExportUserPool', {});

    expect((await describeExport(pool.poolId, id)).UserPoolExport).toMatchObject({ Status: 'Succeeded' });
  });
});
