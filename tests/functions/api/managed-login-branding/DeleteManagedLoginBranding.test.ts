import {
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createBranding, describeBranding, logo, png, type TestBranding } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';

const gone = { name: 'ResourceNotFoundException' };

const remove = ({ UserPoolId, ManagedLoginBrandingId }: TestBranding) =>
  adminClient().send(new DeleteManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId }));

const left = async (poolId: string) =>
  (await itemsAbout(`BRANDING#${poolId}`)).map(({ sk, count }) => (count === undefined ? sk : { sk, count }));

describe('DeleteManagedLoginBranding', () => {
  it('removes the style with its images, so that the client may have another one', async () => {
    const pool = await makePool();
    const branding = await createBranding(pool, { Assets: [logo({ Bytes: png(800_000) })] });

    await remove(branding);

    await expect(describeBranding(branding)).rejects.toMatchObject(gone);
    await expect(remove(branding)).rejects.toMatchObject(gone);
    expect(await left(pool.poolId)).toEqual([{ sk: 'COUNT', count: 0 }]);
    await adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }));
    await expect(createBranding(pool)).resolves.toBeDefined();
  });

  it('happens with the client, which takes its style along', async () => {
    const { poolId, clientId } = await makePool();
    const other = await makeClient(poolId);
    const branding = await createBranding({ poolId, clientId }, { Assets: [logo()] });
    const kept = await createBranding({ poolId, ...other }, {});

    await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }));

    await expect(describeBranding(branding)).rejects.toMatchObject(gone);
    expect(await left(poolId)).toEqual([{ sk: 'COUNT', count: 1 }, `S#${kept.ManagedLoginBrandingId}`]);
  });

  it('knows no style of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const branding = await createBranding(pool);
    await expect(remove({ ...branding, UserPoolId: other.poolId })).rejects.toMatchObject(gone);
    await expect(describeBranding(branding)).resolves.toBeDefined();
  });
});
