import { algorithmOf } from '../domain/tokens/signing-keys.ts';
import type { SigningKey } from '../domain/user-pools/user-pool.ts';
import { toEpochSeconds } from './wire.ts';

/** A signing key in answers. Times are epoch seconds. */
export interface SigningKeyType {
  readonly Kid: string;
  readonly Use: string;
  readonly SigningAlgorithm: string;
  readonly ActiveFrom: number;
  readonly PublishedUntil: number | undefined;
}

/** What answers tell of a signing key: nothing that could sign. */
export const toSigningKeyType = (key: SigningKey): SigningKeyType => ({
  Kid: key.kid,
  Use: key.use,
  SigningAlgorithm: algorithmOf(key),
  ActiveFrom: toEpochSeconds(key.activeFrom),
  PublishedUntil: key.publishedUntil === undefined ? undefined : toEpochSeconds(key.publishedUntil),
});
