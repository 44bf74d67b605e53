import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

// RFC 4226 section 4, R6: 160 bits are recommended.
const seedBytes = 20;

// What every authenticator app assumes where the URI of a seed does not say otherwise.
const code = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

// RFC 6238 section 5.2: one step either way, for clocks that are a little off and for time to type.
const window = 1;

const secretOf = (seed: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(seed).buffer });

/** The seed of a new authenticator app. */
export const newSeed = (): Buffer => randomBytes(seedBytes);

/** A seed in the form that people and QR codes bring to an authenticator app: base32. */
export const toSecretCode = (seed: Uint8Array): string => secretOf(seed).base32;

/**
 * The time step, in thirty seconds since the epoch, for which the seed gives this code; undefined where none around
 * `now` does. `now` is in epoch milliseconds. RFC 6238 section 4.
 */
export const findStep = (seed: Uint8Array, given: string, now: number): number | undefined => {
  // Digits that are not ASCII are as many characters but more bytes, which the library does not expect.
  if (!/^[0-9]{6}$/.test(given)) return undefined;
  const delta = TOTP.validate({ ...code, token: given, secret: secretOf(seed), timestamp: now, window });
  return delta === null ? undefined : TOTP.counter({ period: code.period, timestamp: now }) + delta;
};

// As long as a client asks again that heard no answer.
const againMs = 180_000;

/**
 * True where the code is the one of `lastStep`, the step of the code that was accepted last, and that was not long ago.
 * `now` is in epoch milliseconds.
 */
export const gaveLast = (seed: Uint8Array, given: string, lastStep: number, now: number): boolean => {
  const at = lastStep * code.period * 1000;
  return Math.abs(now - at) <= againMs && findStep(seed, given, at) === lastStep;
};
