import type { Sealed } from '../user-pools/user-pool.ts';

/** A certificate of a pool's key for SAML messages. */
export interface SamlCertificate {
  /** DER in base64. */
  readonly certificate: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** The key by which a pool signs what it sends to SAML providers. It stays; its certificates are renewed. */
export interface SamlSigningKey {
  /** PKCS #8 DER, sealed under the pool's general data key. */
  readonly privateKey: Sealed;
  /** The newest one is the last. */
  readonly certificates: readonly SamlCertificate[];
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

const dayMs = 86_400_000;
const yearMs = 365 * dayMs;
const renewedBeforeMs = 30 * dayMs;
/** How many certificates a key keeps. */
export const mostCertificates = 3;

/** Until when a certificate is valid that is made now: a year. */
export const certificateUntil = (now: number): number => now + yearMs;

/** True where the newest certificate is valid for less than another month. */
export const isDue = ({ certificates }: SamlSigningKey, now: number): boolean =>
  (certificates.at(-1)?.until ?? 0) - renewedBeforeMs <= now;

/** The key with another certificate. Of the former ones, the last two stay. */
export const withCertificate = (key: SamlSigningKey, certificate: SamlCertificate): SamlSigningKey => ({
  ...key,
  certificates: [...key.certificates, certificate].slice(-mostCertificates),
  version: key.version + 1,
});
