import { randomUUID } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import type { AskedDevice } from '#shared/domain/devices/asked-device.ts';
import { keys } from '../keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';

/** Where the mark of a sign-in that asked for a device is kept. */
interface Place {
  readonly poolId: string;
  readonly userKey: string;
  readonly clientId: string;
  readonly deviceKey: string;
}

const keyOf = ({ poolId, userKey, clientId, deviceKey }: Place) =>
  keys.askedDevice(poolId, userKey, clientId, deviceKey);

/** Sign-ins that asked for a device, one for each user, app client and device. */
export const askedDeviceRepository = once(() => ({
  /** Replaces the sign-in before, spent or not. */
  put: (place: Place, asked: AskedDevice): Write => ({
    put: toItem('AskedDevice', keyOf(place), asked, { ttl: ttl(asked.expiresAt) }),
  }),

  /**
   * Spends the mark of the user with that `sub`, expired or not, and gives it. Of many requests at once, one gets it.
   * Undefined where there is none.
   */
  claim: async (place: Place, sub: string): Promise<AskedDevice | undefined> => {
    const item = await table().claim(keyOf(place), ['sub', sub], randomUUID());
    return item && fromItem<AskedDevice>('AskedDevice', item);
  },
}));
