import {
  ConfirmDeviceCommand,
  type ConfirmDeviceCommandInput,
  ForgetDeviceCommand,
  GetDeviceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool, offeredDevice, signInOn, verifierOf } from '#tests/support/devices.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const confirm = (input: ConfirmDeviceCommandInput) => publicClient().send(new ConfirmDeviceCommand(input));

/** Tokens of a new sign-in, and what confirms the device that it was offered. */
const offered = async (pool: Awaited<ReturnType<typeof makeDevicePool>>) => {
  const user = await makeUser(pool);
  const { AuthenticationResult } = await signInOn(pool, user);
  const device = offeredDevice(AuthenticationResult);
  const AccessToken = AuthenticationResult?.AccessToken ?? '';
  const request = { AccessToken, DeviceKey: device.key, DeviceSecretVerifierConfig: verifierOf(device) };
  return { user, device, AccessToken, request };
};

const invalidKey = { name: 'InvalidParameterException', message: 'Invalid device key given.' };

describe('ConfirmDevice', () => {
  it('confirms the device that the sign-in offered keys to, and remembers it at once', async () => {
    const pool = await makeDevicePool();
    const { device, AccessToken, request } = await offered(pool);

    expect(device.key).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    expect(device.groupKey).toMatch(/^-\w{8}$/);
    expect(decodeJwt(AccessToken).device_key).toBe(device.key);
    expect(await confirm({ ...request, DeviceName: 'laptop' })).toMatchObject({ UserConfirmationNecessary: false });

    const { Device } = await publicClient().send(new GetDeviceCommand({ AccessToken, DeviceKey: device.key }));
    expect(Device?.DeviceAttributes).toContainEqual({ Name: 'device_name', Value: 'laptop' });
  });

  it('leaves it to the user whether to remember it, in pools that ask', async () => {
    const pool = await makeDevicePool({ ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true });
    const { request } = await offered(pool);

    expect(await confirm(request)).toMatchObject({ UserConfirmationNecessary: true });
  });

  it('does the same again for the same verifier, and refuses another', async () => {
    const pool = await makeDevicePool();
    const { device, request } = await offered(pool);
    await confirm(request);

    expect(await confirm(request)).toMatchObject({ UserConfirmationNecessary: false });
    const other = { ...request, DeviceSecretVerifierConfig: verifierOf({ ...device, secret: 'another' }) };
    await expect(confirm(other)).rejects.toMatchObject({ name: 'DeviceKeyExistsException' });
  });

  it('confirms with one verifier where two come at once', async () => {
    const pool = await makeDevicePool();
    const { device, request } = await offered(pool);
    const tries = Array.from({ length: 8 }, (_none, index) =>
      confirm({ ...request, DeviceSecretVerifierConfig: verifierOf({ ...device, secret: `secret ${index}` }) }),
    );

    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of settled) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'DeviceKeyExistsException' });
    }
  });

  it('does not bring a device back that was forgotten', async () => {
    const pool = await makeDevicePool();
    const { request } = await offered(pool);
    await confirm(request);
    const { AccessToken, DeviceKey } = request;
    await publicClient().send(new ForgetDeviceCommand({ AccessToken, DeviceKey }));

    await expect(confirm(request)).rejects.toMatchObject(invalidKey);
  });

  it('refuses the key of another sign-in, and any where the pool does not track devices', async () => {
    const pool = await makeDevicePool();
    const [first, second] = [await offered(pool), await offered(pool)];
    const untracked = await makePool();
    const { AuthenticationResult } = await signInOn(untracked, await makeUser(untracked));
    const AccessToken = AuthenticationResult?.AccessToken;

    await expect(confirm({ ...first.request, DeviceKey: second.device.key })).rejects.toMatchObject(invalidKey);
    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    expect(decodeJwt(AccessToken ?? '').device_key).toBeUndefined();
    await expect(confirm({ ...first.request, AccessToken })).rejects.toMatchObject(invalidKey);
  });

  it.each([
    ['nothing', undefined],
    ['no salt', { PasswordVerifier: 'BQ==' }],
    ['no base64', { PasswordVerifier: '?', Salt: 'AQ==' }],
    ['the verifier 1', { PasswordVerifier: 'AQ==', Salt: 'AQ==' }],
    ['a verifier beyond the group', { PasswordVerifier: Buffer.alloc(385, 0xff).toString('base64'), Salt: 'AQ==' }],
    ['a verifier of any length', { PasswordVerifier: Buffer.alloc(9000, 1).toString('base64'), Salt: 'AQ==' }],
  ])('refuses %s in place of a verifier', async (_what, DeviceSecretVerifierConfig) => {
    const pool = await makeDevicePool();
    const { request } = await offered(pool);

    await expect(confirm({ ...request, DeviceSecretVerifierConfig })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid device secret verifier config given.',
    });
    expect(await confirm(request)).toMatchObject({ UserConfirmationNecessary: false });
  });

  it('confirms a device once, whatever sign-in on it asks', async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const { device } = await confirmedDevice(pool, user);
    const second = await signInOn(pool, user);
    const AccessToken = second.AuthenticationResult?.AccessToken;

    const request = { AccessToken, DeviceKey: device.key, DeviceSecretVerifierConfig: verifierOf(device) };
    await expect(confirm(request)).rejects.toMatchObject(invalidKey);
  });
});
