import { now } from '#shared/config/clock.ts';
import type { Table } from '#shared/data/table.ts';
import type { DeviceRepository } from '#shared/data/users/device-repository.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { fromPageToken, pageLimit, toPageToken } from '../page-tokens/page-tokens.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';

/**
 * The owner that a name found. Throws ResourceNotFoundException where it found nobody: what reads devices has no
 * UserNotFoundException to answer.
 */
export const toOwner = (pool: UserPool, found: UserRecord | NobodyRecord): UserOfPool => {
  if (!found.user) throw new CognitoException('ResourceNotFoundException', 'User does not exist.');
  return { pool, userKey: found.userKey, user: found.user };
};

interface PageQuery {
  readonly limit: number | undefined;
  /** What the page before this one gave. */
  readonly token: string | undefined;
}

/** The devices that a user confirmed. Throws ResourceNotFoundException for one that is not there. */
export interface Devices {
  readonly get: (owner: UserOfPool, deviceKey: string) => Promise<Device>;
  /** By key. Throws InvalidParameterException for a token of another query. */
  readonly page: (
    owner: UserOfPool,
    query: PageQuery,
  ) => Promise<{ readonly devices: readonly Device[]; readonly token: string | undefined }>;
  /** Whether the device is remembered from now on; without a status nothing changes. */
  readonly setStatus: (
    owner: UserOfPool,
    deviceKey: string,
    status: 'remembered' | 'not_remembered' | undefined,
  ) => Promise<void>;
  /** Refresh tokens of sign-ins on it are good for nothing from then on. */
  readonly forget: (owner: UserOfPool, deviceKey: string) => Promise<void>;
}

interface Deps {
  readonly deviceRepository: DeviceRepository;
  readonly sealing: Sealing;
  readonly table: Table;
}

/** Clients look for this very text, and then begin anew as a new device. */
export const noDevice = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'Device does not exist.');

export const createDevices = ({ deviceRepository, sealing, table }: Deps): Devices => {
  const nameOf = ({ pool, userKey, user }: UserOfPool, deviceKey: string) => ({
    poolId: pool.id,
    userKey,
    sub: user.sub,
    deviceKey,
  });

  const get: Devices['get'] = async ({ pool, userKey, user }, deviceKey) => {
    const device = await deviceRepository.find(pool.id, userKey, deviceKey);
    if (device?.sub !== user.sub) throw noDevice();
    return device;
  };

  return {
    get,

    page: async ({ pool, userKey, user }, { limit, token }) => {
      const seal = await sealing.general(pool);
      const query = ['ListDevices', user.sub];
      const start = token === undefined ? undefined : fromPageToken(seal, query, token);
      const page = await deviceRepository.page(pool.id, userKey, { limit: pageLimit(limit), start });
      return {
        devices: page.devices.filter(({ sub }) => sub === user.sub),
        token: page.next && toPageToken(seal, query, page.next),
      };
    },

    setStatus: async (owner, deviceKey, status) => {
      if (status === undefined) {
        await get(owner, deviceKey);
        return;
      }
      await table.write([
        deviceRepository.remember(nameOf(owner, deviceKey), status === 'remembered', now(), noDevice),
      ]);
    },

    forget: (owner, deviceKey) => table.write([deviceRepository.remove(nameOf(owner, deviceKey), noDevice)]),
  };
};
