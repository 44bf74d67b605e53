import { GetUserPoolMfaConfigCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolMfaConfig', () => {
  it('tells what a new pool asks for: nothing', async () => {
    const { poolId } = await makePool();
    const config = await adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId: poolId }));
    expect(config).toMatchObject({ MfaConfiguration: 'OFF', SoftwareTokenMfaConfiguration: { Enabled: false } });
    expect(config.SmsMfaConfiguration).toBeUndefined();
    expect(config.EmailMfaConfiguration).toBeUndefined();
    expect(config.WebAuthnConfiguration).toBeUndefined();
  });

  it('knows no pool that is not there', async () => {
    const { poolId } = await makePool();
    const UserPoolId = `${poolId.slice(0, -9)}000000000`;
    await expect(adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool ${UserPoolId} does not exist.`,
    });
  });
});
