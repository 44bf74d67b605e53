import { AdminUpdateDeviceStatusCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool, rememberedStatus } from '#tests/support/devices.ts';
import { makeUser } from '#tests/support/pools.ts';

describe('AdminUpdateDeviceStatus', () => {
  it('says whether a device of a user is remembered', async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const { device } = await confirmedDevice(pool, user);
    const request = { UserPoolId: pool.poolId, Username: user.username, DeviceKey: device.key };

    for (const status of ['not_remembered', 'remembered'] as const) {
      await adminClient().send(new AdminUpdateDeviceStatusCommand({ ...request, DeviceRememberedStatus: status }));
      expect(await rememberedStatus(pool, user, device)).toBe(status);
    }
  });

  it('says so when there is no such device or user', async () => {
    const pool = await makeDevicePool();
    const { username: Username } = await makeUser(pool);
    const DeviceKey = 'us-east-1_00000000-0000-4000-8000-000000000000';
    const request = { UserPoolId: pool.poolId, DeviceKey, DeviceRememberedStatus: 'remembered' } as const;
    const update = (name: string) =>
      adminClient().send(new AdminUpdateDeviceStatusCommand({ ...request, Username: name }));

    await expect(update(Username)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
    await expect(update('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
