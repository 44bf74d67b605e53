import { describe, expect, it } from 'vitest';
import { type ExportAnswer, makeExportKeys, waitingExport } from '#tests/support/exports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

interface Page {
  readonly UserPoolExports: readonly ExportAnswer[];
  readonly NextToken?: string;
}

const list = (UserPoolId: string, more: object = {}): Promise<Page> =>
  callOwn('ListUserPoolExports', { UserPoolId, ...more });

describe('ListUserPoolExports', () => {
  it('gives the exports of the pool page by page, the latest first', async () => {
    const [{ poolId }, other] = [await makePool(), await makePool()];
    const { publicKey } = await makeExportKeys();
    const ids: string[] = [];
    for (const second of [1, 2, 3]) ids.unshift(await waitingExport(poolId, publicKey, second * 1000));
    await waitingExport(other.poolId, publicKey);

    const first = await list(poolId, { MaxResults: 2 });
    const second = await list(poolId, { MaxResults: 2, NextToken: first.NextToken });

    const found = [...first.UserPoolExports, ...second.UserPoolExports];
    expect(found.map(({ ExportId }) => ExportId)).toEqual(ids);
    expect(found[0]).toMatchObject({ Status: 'InProgress', Parts: 0, Users: 0, PublicKey: publicKey });
    expect(second.NextToken).toBeUndefined();
    await expect(list(other.poolId, { NextToken: first.NextToken })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('knows no pool that is not there', async () => {
    await expect(list('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
