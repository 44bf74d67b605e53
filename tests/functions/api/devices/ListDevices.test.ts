import { ListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, makeDevicePool } from '#tests/support/devices.ts';
import { makeUser } from '#tests/support/pools.ts';

const list = (AccessToken: string, page = {}) => publicClient().send(new ListDevicesCommand({ AccessToken, ...page }));

describe('ListDevices', () => {
  it('lists the confirmed devices of the bearer alone, in pages', async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const confirmed = [];
    for (let index = 0; index < 3; index++) confirmed.push(await confirmedDevice(pool, user));
    await confirmedDevice(pool, await makeUser(pool));
    const AccessToken = confirmed[0]?.AccessToken ?? '';

    const first = await list(AccessToken, { Limit: 2 });
    const second = await list(AccessToken, { Limit: 2, PaginationToken: first.PaginationToken });

    expect(first.Devices).toHaveLength(2);
    const keys = [...(first.Devices ?? []), ...(second.Devices ?? [])].map(({ DeviceKey }) => DeviceKey);
    expect(keys.sort()).toEqual(confirmed.map(({ device }) => device.key).sort());
    expect((await list(AccessToken)).Devices).toHaveLength(3);
  });

  it('refuses the page token of another user', async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const { AccessToken } = await confirmedDevice(pool, user);
    await confirmedDevice(pool, user);
    const { PaginationToken } = await list(AccessToken, { Limit: 1 });
    const other = await confirmedDevice(pool, await makeUser(pool));

    await expect(list(other.AccessToken, { PaginationToken })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid pagination token.',
    });
  });
});
