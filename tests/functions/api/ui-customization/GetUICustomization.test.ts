import { describe, expect, it } from 'vitest';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { getUICustomization, makePoolWithPages, setUICustomization } from '#tests/support/ui-customization.ts';

describe('GetUICustomization', () => {
  it("gives a client's own, else that of all, else nothing", async () => {
    const { poolId, clientId } = await makePoolWithPages();
    const other = await makeClient(poolId);
    expect(await getUICustomization(poolId)).toEqual({});
    expect(await getUICustomization(poolId, clientId)).toEqual({});

    const own = await setUICustomization(poolId, { ClientId: clientId, CSS: '.label-customizable { color: red }' });
    expect(await getUICustomization(poolId, clientId)).toEqual(own);
    expect(await getUICustomization(poolId, other.clientId)).toEqual({});

    const common = await setUICustomization(poolId, { ClientId: 'ALL', CSS: '.label-customizable { color: blue }' });
    expect(await getUICustomization(poolId, clientId)).toEqual(own);
    expect(await getUICustomization(poolId, other.clientId)).toEqual(common);
    expect(await getUICustomization(poolId, 'ALL')).toEqual(common);
  });

  it('knows no client of another pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await expect(getUICustomization(pool.poolId, other.clientId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool client ${other.clientId} does not exist.`,
    });
  });
});
