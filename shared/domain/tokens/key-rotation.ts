import { CognitoException } from '#shared/errors/exception.ts';
import type { SigningKey } from '../user-pools/user-pool.ts';

const longestTokenMs = 86_400_000;
// Functions remember keys for some seconds, and may still sign with the old one when another has begun.
const lateMs = 60_000;

export interface Rotation {
  /** Keys that stay published until their last tokens have expired. */
  readonly kept: readonly SigningKey[];
  /** Keys that no token is verified with any more, or that will never sign. */
  readonly retired: readonly SigningKey[];
}

/**
 * What becomes of the present keys when new ones begin to sign at `activeFrom`, in epoch milliseconds. Keys that do not
 * sign yet are replaced by new ones that sign at once: after a leak, nobody can wait for them. Otherwise, throws
 * LimitExceededException while there are any.
 */
export const rotationOf = (keys: readonly SigningKey[], activeFrom: number, now: number): Rotation => {
  const pending = keys.find((key) => key.activeFrom > now);
  if (pending && activeFrom > now) {
    const from = new Date(pending.activeFrom).toISOString();
    throw new CognitoException(
      'LimitExceededException',
      `Keys of the last rotation begin to sign at ${from}. An overlap of 0 replaces them at once.`,
    );
  }
  const isRetired = (key: SigningKey): boolean =>
    key.activeFrom > now || (key.publishedUntil !== undefined && key.publishedUntil <= now);
  const publishedUntil = activeFrom + longestTokenMs + lateMs;
  return {
    kept: keys.filter((key) => !isRetired(key)).map((key) => ({ publishedUntil, ...key })),
    retired: keys.filter(isRetired),
  };
};
