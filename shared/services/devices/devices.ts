/** The devices that a user confirmed. Throws ResourceNotFoundException for a device that does not exist. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { deviceRepository } from '#shared/data/users/device-repository.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { fromPageToken, pageLimit, toPageToken } from '../page-tokens/page-tokens.ts';
import { sealing } from '../sealing/sealing.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';

/**
 * The owner whom a name found. Throws ResourceNotFoundException where it found nobody, as the operations that read
 * devices have no UserNotFoundException.
 */
export const toOwner = (pool: UserPool, found: UserRecord | NobodyRecord): UserOfPool => {
  if (!found.user) throw new CognitoException('ResourceNotFoundException', 'User does not exist.');
  return { pool, userKey: found.userKey, user: found.user };
};

interface PageQuery {
  readonly limit: number | undefined;
  /** The token that the previous page gave. */
  readonly token: string | undefined;
}

/** Clients look for this exact text, and then start again as a new device. */
export const noDevice = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'Device does not exist.');

const nameOf = ({ pool, userKey, user }: UserOfPool, deviceKey: string) => ({
  poolId: pool.id,
  userKey,
  sub: user.sub,
  deviceKey,
});

export const getDevice = async ({ pool, userKey, user }: UserOfPool, deviceKey: string): Promise<Device> => {
  const device = await deviceRepository().find(pool.id, userKey, deviceKey);
  if (device?.sub !== user.sub) throw noDevice();
  return device;
};

/** The devices by key. Throws InvalidParameterException for a token of another query. */
export const listDevices = async (
  { pool, userKey, user }: UserOfPool,
  { limit, token }: PageQuery,
): Promise<{ readonly devices: readonly Device[]; readonly token: string | undefined }> => {
  const seal = await sealing().general(pool);
  const query = ['ListDevices', user.sub];
  const start = token === undefined ? undefined : fromPageToken(seal, query, token);
  const page = await deviceRepository().page(pool.id, userKey, { limit: pageLimit(limit), start });
  return {
    devices: page.devices.filter(({ sub }) => sub === user.sub),
    token: page.next && toPageToken(seal, query, page.next),
  };
};

/** Sets whether the device is remembered. Without a status nothing changes. */
export const setDeviceStatus = async (
  owner: UserOfPool,
  deviceKey: string,
  status: 'remembered' | 'not_remembered' | undefined,
): Promise<void> => {
  if (status === undefined) {
    await getDevice(owner, deviceKey);
    return;
  }
  await table().write([
    deviceRepository().remember(nameOf(owner, deviceKey), status === 'remembered', now(), noDevice),
  ]);
};

/** From then on, refresh tokens of sign-ins on the device are invalid. */
export const forgetDevice = (owner: UserOfPool, deviceKey: string): Promise<void> =>
  table().write([deviceRepository().remove(nameOf(owner, deviceKey), noDevice)]);
