import { AdminGetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool } from '#tests/support/devices.ts';
import { makeUser, type TestPool } from '#tests/support/pools.ts';

const get = ({ poolId }: TestPool, Username: string, DeviceKey: string) =>
  adminClient().send(new AdminGetDeviceCommand({ UserPoolId: poolId, Username, DeviceKey }));

describe('AdminGetDevice', () => {
  it('gives all that is known of a device', async () => {
    const pool = await makeDevicePool();
    const { username, sub } = await makeUser(pool);
    const { device } = await confirmedDevice(pool, { username });

    const { Device } = await get(pool, sub, device.key);

    const attributes = Object.fromEntries((Device?.DeviceAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
    const owner = `${username}.${pool.poolId}`;
    expect(attributes).toEqual({
      device_status: 'valid',
      device_name: 'laptop',
      last_ip_used: expect.any(String),
      'dev:device_arn': expect.stringMatching(
        new RegExp(`^arn:aws:cognito-idp:.+:owner/${owner}/device/${device.key}$`),
      ),
      'dev:device_owner': owner,
      'dev:device_remembered_status': 'remembered',
    });
  });

  it('says so when there is no such device or user', async () => {
    const pool = await makeDevicePool();
    const { username } = await makeUser(pool);
    const { device } = await confirmedDevice(pool, { username });
    const other = await makeUser(pool);

    await expect(get(pool, other.username, device.key)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
    await expect(get(pool, 'nobody', device.key)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User does not exist.',
    });
  });
});
