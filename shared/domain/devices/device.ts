import { randomUUID } from 'node:crypto';
import { digits, lowerCase, randomText, upperCase } from '../identifiers/random-text.ts';
import type { Sealed } from '../user-pools/user-pool.ts';

/** A device that a user confirmed after signing in on it. It proves itself at later sign-ins. */
export interface Device {
  readonly key: string;
  /** The device's proof covers it together with the device key. */
  readonly groupKey: string;
  /** The user that confirmed it. */
  readonly sub: string;
  readonly name?: string;
  /** True where the user, or the pool for every user, wants it remembered. */
  readonly remembered: boolean;
  /** Hex. */
  readonly salt: string;
  /** SRP verifier of the device's secret, sealed under the pool's general data key. */
  readonly verifier: Sealed;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly authenticatedAt: number;
  readonly lastIpAddress?: string;
}

/** True for a text that can be the key of a device. */
export const isDeviceKey = (text: string): boolean => text.length <= 55 && /^[\w-]+_[0-9a-f-]+$/.test(text);

/** The keys that a sign-in offers to a new device: its own, `<region>_<uuid>`, and that of its group. */
export const newDeviceKeys = (poolId: string): Pick<Device, 'key' | 'groupKey'> => ({
  key: `${poolId.slice(0, poolId.indexOf('_'))}_${randomUUID()}`,
  groupKey: `-${randomText(digits + upperCase + lowerCase, 8)}`,
});
