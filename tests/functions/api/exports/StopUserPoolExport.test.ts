import { describe, expect, it } from 'vitest';
import {
  describeExport,
  download,
  type ExportAnswer,
  endedExport,
  goOn,
  makeExportKeys,
  startExport,
  waitingExport,
} from '#tests/support/exports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const stop = async (UserPoolId: string, ExportId: string): Promise<ExportAnswer> => {
  const { UserPoolExport } = await callOwn<{ UserPoolExport: ExportAnswer }>('StopUserPoolExport', {
    UserPoolId,
    ExportId,
  });
  return UserPoolExport;
};

describe('StopUserPoolExport', () => {
  it('has nothing added from then on', async () => {
    const { poolId } = await makePool();
    const { publicKey } = await makeExportKeys();
    const id = await waitingExport(poolId, publicKey);

    expect(await stop(poolId, id)).toMatchObject({ Status: 'Stopped', CompletionDate: expect.any(Number) });
    await goOn(poolId, id);

    const { UserPoolExport, Parts } = await describeExport(poolId, id);
    expect(UserPoolExport).toMatchObject({ Status: 'Stopped', Parts: 0 });
    expect(Parts).toEqual([]);
  });

  it('leaves an export as it is that has ended', async () => {
    const { poolId } = await makePool();
    const { publicKey } = await makeExportKeys();
    const id = await startExport(poolId, publicKey);
    await endedExport(poolId, id);

    expect(await stop(poolId, id)).toMatchObject({ Status: 'Succeeded' });
    expect(await stop(poolId, id)).toMatchObject({ Status: 'Succeeded' });
  });

  it('ends an export that is being written, with the parts that there are by then', async () => {
    const pool = await makePool();
    await Promise.all(Array.from({ length: 8 }, () => makeUser(pool)));
    const { publicKey } = await makeExportKeys();
    const id = await waitingExport(pool.poolId, publicKey);

    const [stopped] = await Promise.all([stop(pool.poolId, id), goOn(pool.poolId, id, { partBytes: 1 })]);

    const { UserPoolExport, Parts } = await describeExport(pool.poolId, id);
    expect(UserPoolExport.Status).toBe(stopped.Status);
    expect(Parts).toHaveLength(UserPoolExport.Parts);
    if (Parts.length > 0) expect(await download(pool.poolId, id)).not.toEqual([]);
  });

  it('knows no export that is not there', async () => {
    const { poolId } = await makePool();

    await expect(stop(poolId, 'export-0')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
