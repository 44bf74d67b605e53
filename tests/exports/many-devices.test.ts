import { randomBytes, randomUUID } from 'node:crypto';
import { AdminListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeDevicePool } from '#tests/support/devices.ts';
import { decrypt, exportPool, importLines, makeExportKeys, makeRecordJob } from '#tests/support/exports.ts';
import { loadUser } from '#tests/support/user-loader.ts';

const verifier = randomBytes(384).fill(1, 0, 1).toString('base64');

const device = (_none: unknown, age: number) => {
  const at = new Date(Date.now() - age * 60_000).toISOString();
  return {
    key: `us-east-1_${randomUUID()}`,
    groupKey: '-abcdefgh',
    // The longest possible name, whose characters take six each in JSON.
    name: '\u0001'.repeat(1024),
    remembered: true,
    salt: '00'.repeat(16),
    verifier,
    createdAt: at,
    updatedAt: at,
    authenticatedAt: at,
  };
};

it('exports so many devices of somebody who has thousands as can be imported again: the last used', async () => {
  const [from, to] = [await makeDevicePool(), await makeDevicePool()];
  const devices = Array.from({ length: 2100 }, device);
  const username = `user-${randomUUID()}`;
  await loadUser(from.poolId, { username, devices });
  const keys = await makeExportKeys();
  const job = await makeRecordJob(to.poolId);

  const records = await decrypt(await exportPool(from.poolId, keys.publicKey), keys);
  const user = records.find(({ type }) => type === 'user');
  const exported: readonly { readonly key: string }[] = Array.isArray(user?.devices) ? user.devices : [];
  expect(exported.map(({ key }) => key)).toEqual(devices.slice(0, 1000).map(({ key }) => key));

  const ended = await importLines(to.poolId, await exportPool(from.poolId, job.PublicKey), job);
  expect(ended).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
  const { Devices } = await adminClient().send(
    new AdminListDevicesCommand({ UserPoolId: to.poolId, Username: username, Limit: 60 }),
  );
  expect(Devices).toHaveLength(60);
});
