import { createHash, type KeyObject } from 'node:crypto';

/**
 * The SHA-256 thumbprint of a public key, in base64url: RFC 7638 section 3, with the members of RFC 8037 for Ed25519. It is
 * made from the key, not from the text that somebody wrote it as: coordinates with fewer octets give the same one.
 */
export const keyThumbprint = (key: KeyObject): string => {
  const { crv, e, kty, n, x, y } = key.export({ format: 'jwk' });
  // The members that a key must have, by name, without those of other types.
  return createHash('sha256').update(JSON.stringify({ crv, e, kty, n, x, y })).digest('base64url');
};
