import { ForgetDeviceCommand, GetDeviceCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool, signInOn } from '#tests/support/devices.ts';
import { makeUser } from '#tests/support/pools.ts';

const anyone = publicClient;
const noDevice = { name: 'ResourceNotFoundException', message: 'Device does not exist.' };

describe('ForgetDevice', () => {
  it('forgets a device: its sign-ins are not renewed, and it is as good as new', async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const { device, AccessToken, RefreshToken } = await confirmedDevice(pool, user);
    const DeviceKey = device.key;

    await anyone().send(new ForgetDeviceCommand({ AccessToken, DeviceKey }));

    await expect(anyone().send(new GetDeviceCommand({ AccessToken, DeviceKey }))).rejects.toMatchObject(noDevice);
    await expect(signInOn(pool, user, device)).rejects.toMatchObject(noDevice);
    const AuthParameters = { REFRESH_TOKEN: RefreshToken, DEVICE_KEY: DeviceKey };
    const refresh = { ClientId: pool.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters } as const;
    await expect(anyone().send(new InitiateAuthCommand(refresh))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Refresh Token',
    });
    expect((await signInOn(pool, user)).AuthenticationResult?.NewDeviceMetadata).toBeDefined();
  });

  it('does not know the device of somebody else', async () => {
    const pool = await makeDevicePool();
    const { device } = await confirmedDevice(pool, await makeUser(pool));
    const { AccessToken } = await confirmedDevice(pool, await makeUser(pool));

    await expect(anyone().send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.key }))).rejects.toMatchObject(
      noDevice,
    );
  });
});
