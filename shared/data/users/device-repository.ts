import { once } from '#shared/config/once.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import { deviceFacts, keys } from '../keys.ts';
import { fromItem, type Item, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

/** The key of a user's device, for writes. */
export interface DeviceName {
  readonly poolId: string;
  readonly userKey: string;
  /** The user that it must belong to: the device may be of an earlier user of the same name. */
  readonly sub: string;
  readonly deviceKey: string;
}

const keyOf = ({ poolId, userKey, deviceKey }: DeviceName) => keys.device(poolId, userKey, deviceKey);

const owned = ({ sub }: DeviceName, refused: () => Error) => ({
  expression: '#data.#sub = :sub',
  names: { '#data': 'data', '#sub': 'sub' },
  values: { ':sub': sub },
  refused,
});

/** Devices that users confirmed, in the users' partitions. */
export const deviceRepository = once(() => ({
  find: async (poolId: string, userKey: string, deviceKey: string): Promise<Device | undefined> => {
    const item = await table().get(keys.device(poolId, userKey, deviceKey));
    return item && fromItem<Device>('Device', item);
  },

  /** A page of a user's devices, by key. */
  page: async (
    poolId: string,
    userKey: string,
    { limit, start }: { readonly limit: number; readonly start: Item | undefined },
  ): Promise<{ readonly devices: readonly Device[]; readonly next: Item | undefined }> => {
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.userPartition(poolId, userKey), ':prefix': deviceFacts },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { devices: items.map((item) => fromItem<Device>('Device', item)), next };
  },

  /** Makes a device whose key is not taken; `refused` gives the error where it is. */
  create: (poolId: string, userKey: string, device: Device, refused: () => Error): Write => ({
    put: toItem('Device', keys.device(poolId, userKey, device.key), device),
    when: { expression: 'attribute_not_exists(pk)', refused },
  }),

  /** A device that comes from elsewhere, together with its user. */
  put: (poolId: string, userKey: string, device: Device): Write => ({
    put: toItem('Device', keys.device(poolId, userKey, device.key), device),
  }),

  /** Whether it is remembered from now on; `refused` gives the error where the user has no such device. */
  remember: (name: DeviceName, remembered: boolean, now: number, refused: () => Error): Write => {
    const { names, ...when } = owned(name, refused);
    return {
      update: keyOf(name),
      expression: 'SET #data.remembered = :remembered, #data.updatedAt = :now',
      names,
      values: { ':remembered': remembered, ':now': now },
      when,
    };
  },

  /** It proved itself at `now`; `refused` gives the error where the user no longer has such a device. */
  authenticated: (
    name: DeviceName,
    { now, sourceIp }: { readonly now: number; readonly sourceIp: string | undefined },
    refused: () => Error,
  ): Write => {
    const { names, ...when } = owned(name, refused);
    return {
      update: keyOf(name),
      expression: `SET #data.authenticatedAt = :now${sourceIp === undefined ? '' : ', #data.lastIpAddress = :ip'}`,
      names,
      values: { ':now': now, ...(sourceIp !== undefined && { ':ip': sourceIp }) },
      when,
    };
  },

  /** `refused` gives the error where the user has no such device. */
  remove: (name: DeviceName, refused: () => Error): Write => ({ remove: keyOf(name), when: owned(name, refused) }),
}));

export type DeviceRepository = ReturnType<typeof deviceRepository>;
