import { AdminForgetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool, signInOn } from '#tests/support/devices.ts';
import { makeUser } from '#tests/support/pools.ts';

const noDevice = { name: 'ResourceNotFoundException', message: 'Device does not exist.' };

describe('AdminForgetDevice', () => {
  it("forgets a user's device", async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const { device } = await confirmedDevice(pool, user);
    const request = { UserPoolId: pool.poolId, Username: user.username, DeviceKey: device.key };

    await adminClient().send(new AdminForgetDeviceCommand(request));

    await expect(signInOn(pool, user, device)).rejects.toMatchObject(noDevice);
    await expect(adminClient().send(new AdminForgetDeviceCommand(request))).rejects.toMatchObject(noDevice);
  });

  it('says so when there is no such user', async () => {
    const { poolId: UserPoolId } = await makeDevicePool();
    const DeviceKey = 'us-east-1_00000000-0000-4000-8000-000000000000';

    await expect(
      adminClient().send(new AdminForgetDeviceCommand({ UserPoolId, Username: 'nobody', DeviceKey })),
    ).rejects.toMatchObject({ name: 'UserNotFoundException', message: 'User does not exist.' });
  });
});
