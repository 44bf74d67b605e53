/** Requests of devices that have no browser: RFC 8628. */
import { randomInt } from 'node:crypto';
import type { AuthContext } from '../tokens/token-family.ts';

/** The user whom a device gets tokens of. */
export interface DeviceApproval {
  readonly userKey: string;
  readonly sub: string;
  readonly authContext: AuthContext;
  /** The user's count of global sign-outs. */
  readonly signOuts: number;
}

/** What a device waits for. */
export interface DeviceRequest {
  readonly clientId: string;
  readonly poolId: string;
  readonly scopes: readonly string[];
  /** The resource that its access tokens are for. */
  readonly resource?: string;
  /** Tells it from another request that had the same code before. */
  readonly id: string;
  readonly status: 'pending' | 'approved' | 'denied' | 'spent';
  readonly approval?: DeviceApproval;
  /** When the device asked last, in epoch milliseconds; 0 before it did. */
  readonly polledAt: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** How long a request waits for its user, in milliseconds. */
export const deviceLifetimeMs = 600_000;

/** How long a device has to wait before it asks again, in seconds. */
export const pollInterval = 5;

// Consonants alone, so that no words come about: RFC 8628 section 6.1.
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const length = 8;

/** A new code for people to type. There are 25 thousand million. */
export const newUserCode = (): string =>
  Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');

/** The code as devices show it, in two parts. */
export const shownUserCode = (code: string): string => `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;

/** The code that somebody typed, with whatever beside its letters; undefined for what is none. */
export const readUserCode = (typed: string): string | undefined => {
  const code = typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[^A-Z]/g, '');
  return code.length === length && [...code].every((letter) => letters.includes(letter)) ? code : undefined;
};

const groupsOf = (address: string): readonly string[] | undefined => {
  const canonical = address.includes(':') ? URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) : undefined;
  if (canonical === undefined) return undefined;
  const [head = [], tail = []] = canonical.split('::').map((part) => part.split(':').filter(Boolean));
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
};

/** The network by which guesses from an address are counted: whoever has one address of IPv6 has 2^64. */
export const networkOf = (address: string): string => {
  const groups = groupsOf(address);
  if (!groups) return address;
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return groups.slice(0, isMapped ? 8 : 4).join(':');
};
