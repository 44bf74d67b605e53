import { createHash } from 'node:crypto';

/**
 * The `at_hash` of the ID token that comes with an access token: the left half of its SHA-256 hash. It is the same for
 * RS256 and ES256. OpenID Connect Core section 3.1.3.6.
 */
export const atHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url');
