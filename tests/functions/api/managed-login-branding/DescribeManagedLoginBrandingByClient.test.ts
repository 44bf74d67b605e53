import { DescribeManagedLoginBrandingByClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { brandingIn, createBranding, describeBranding, logo, redButton } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';

const describeByClient = async (UserPoolId: string, ClientId: string, ReturnMergedResources?: boolean) =>
  brandingIn(
    await adminClient().send(
      new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId, ReturnMergedResources }),
    ),
  );

describe('DescribeManagedLoginBrandingByClient', () => {
  it('gives the style of the client, also as a whole', async () => {
    const { poolId, clientId } = await makePool();
    const other = await makeClient(poolId);
    const branding = await createBranding({ poolId, clientId }, { Settings: redButton, Assets: [logo()] });
    const another = await createBranding({ poolId, ...other }, {});

    expect(await describeByClient(poolId, clientId)).toEqual(branding);
    expect(await describeByClient(poolId, clientId, true)).toEqual(await describeBranding(branding, true));
    expect(await describeByClient(poolId, other.clientId)).toEqual(another);
  });

  it('knows no style of a client that has none, and no client of another pool', async () => {
    const [{ poolId, clientId }, other] = [await makePool(), await makePool()];
    await createBranding(other);
    await expect(describeByClient(poolId, clientId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Managed login branding of the app client ${clientId} does not exist.`,
    });
    await expect(describeByClient(poolId, other.clientId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
