import { UpdateDeviceStatusCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool, rememberedStatus } from '#tests/support/devices.ts';
import { makeUser } from '#tests/support/pools.ts';

const update = (input: ConstructorParameters<typeof UpdateDeviceStatusCommand>[0]) =>
  publicClient().send(new UpdateDeviceStatusCommand(input));

describe('UpdateDeviceStatus', () => {
  it('says whether a device is remembered', async () => {
    const pool = await makeDevicePool({ DeviceOnlyRememberedOnUserPrompt: true });
    const user = await makeUser(pool);
    const { device, AccessToken } = await confirmedDevice(pool, user);
    expect(await rememberedStatus(pool, user, device)).toBe('not_remembered');

    await update({ AccessToken, DeviceKey: device.key, DeviceRememberedStatus: 'remembered' });
    expect(await rememberedStatus(pool, user, device)).toBe('remembered');
    await update({ AccessToken, DeviceKey: device.key });
    expect(await rememberedStatus(pool, user, device)).toBe('remembered');
    await update({ AccessToken, DeviceKey: device.key, DeviceRememberedStatus: 'not_remembered' });
    expect(await rememberedStatus(pool, user, device)).toBe('not_remembered');
  });

  it.each(['remembered', undefined] as const)('does not know the device of somebody else: %s', async (status) => {
    const pool = await makeDevicePool();
    const { device } = await confirmedDevice(pool, await makeUser(pool));
    const { AccessToken } = await confirmedDevice(pool, await makeUser(pool));

    await expect(update({ AccessToken, DeviceKey: device.key, DeviceRememberedStatus: status })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
  });
});
