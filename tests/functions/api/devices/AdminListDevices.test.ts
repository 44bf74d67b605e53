import { AdminListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool } from '#tests/support/devices.ts';
import { makeUser } from '#tests/support/pools.ts';

describe('AdminListDevices', () => {
  it("lists a user's devices in pages, with whether they are remembered", async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const [first, second] = [await confirmedDevice(pool, user), await confirmedDevice(pool, user)];
    const request = { UserPoolId: pool.poolId, Username: user.username, Limit: 1 };

    const one = await adminClient().send(new AdminListDevicesCommand(request));
    const two = await adminClient().send(
      new AdminListDevicesCommand({ ...request, PaginationToken: one.PaginationToken }),
    );

    const listed = [...(one.Devices ?? []), ...(two.Devices ?? [])];
    expect(listed.map(({ DeviceKey }) => DeviceKey)).toEqual([first.device.key, second.device.key].sort());
    for (const { DeviceAttributes } of listed) {
      expect(DeviceAttributes).toContainEqual({ Name: 'dev:device_remembered_status', Value: 'remembered' });
    }
  });

  it('is empty for a user without devices, and refused for nobody', async () => {
    const { poolId: UserPoolId } = await makeDevicePool();
    const { username } = await makeUser({ poolId: UserPoolId });
    const list = (Username: string) => adminClient().send(new AdminListDevicesCommand({ UserPoolId, Username }));

    expect((await list(username)).Devices).toEqual([]);
    await expect(list('nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User does not exist.',
    });
  });
});
