import { GetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool } from '#tests/support/devices.ts';
import { makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('GetDevice', () => {
  it('gives what its user may know of a device', async () => {
    const pool = await makeDevicePool();
    const { device, AccessToken } = await confirmedDevice(pool, await makeUser(pool));

    const { Device } = await publicClient().send(new GetDeviceCommand({ AccessToken, DeviceKey: device.key }));

    expect(Device?.DeviceKey).toBe(device.key);
    expect(Device?.DeviceAttributes?.map(({ Name }) => Name)).toEqual(['device_status', 'device_name', 'last_ip_used']);
    for (const date of [
      Device?.DeviceCreateDate,
      Device?.DeviceLastModifiedDate,
      Device?.DeviceLastAuthenticatedDate,
    ]) {
      expect(date).toBeInstanceOf(Date);
    }
  });

  it('gives nobody the device of somebody else', async () => {
    const pool = await makeDevicePool();
    const { device } = await confirmedDevice(pool, await makeUser(pool));
    const { AccessToken } = await signIn(pool, await makeUser(pool));

    await expect(
      publicClient().send(new GetDeviceCommand({ AccessToken, DeviceKey: device.key })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Device does not exist.' });
  });

  it('asks for the access token that its members leave open', async () => {
    const DeviceKey = 'us-east-1_00000000-0000-4000-8000-000000000000';

    await expect(publicClient().send(new GetDeviceCommand({ DeviceKey }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
    });
  });
});
