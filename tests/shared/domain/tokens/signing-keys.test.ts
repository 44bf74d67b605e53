import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { algorithmOf, publishedKeys, signingAlgorithmsOf, toJwk } from '#shared/domain/tokens/signing-keys.ts';
import type { SigningKey } from '#shared/domain/user-pools/user-pool.ts';

const keyOf = (kid: string, publicKey: SigningKey['publicKey'], publishedUntil?: number): SigningKey => ({
  poolId: 'us-east-1_EXAMPLE01',
  kid,
  use: 'access',
  publicKey,
  dataKey: new Uint8Array(),
  privateKey: new Uint8Array(),
  createdAt: 0,
  activeFrom: 0,
  ...(publishedUntil !== undefined && { publishedUntil }),
});

// The key of RFC 7517 appendix A.1.
const x = 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4';
const y = '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM';
const rsa = { n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXbw', e: 'AQAB' };

describe('published keys', () => {
  const keys = [keyOf('c1', { x, y }), keyOf('r1', rsa, 20), keyOf('c2', { x, y }), keyOf('r2', rsa)];
  const kids = (now: number) => publishedKeys(keys, now).map(({ kid }) => kid);

  it('begin with RSA keys, and have no key whose time is over', () => {
    expect(kids(19)).toEqual(['r1', 'r2', 'c1', 'c2']);
    expect(kids(20)).toEqual(['r2', 'c1', 'c2']);
  });

  it('say which algorithms there are, once each', () => {
    expect(signingAlgorithmsOf(keys)).toEqual(['RS256', 'ES256']);
    expect(signingAlgorithmsOf(keys.filter((key) => algorithmOf(key) === 'ES256'))).toEqual(['ES256']);
    expect(signingAlgorithmsOf([])).toEqual([]);
  });

  it('are JWKs by their kind', () => {
    expect(toJwk(keyOf('r', rsa))).toEqual({ alg: 'RS256', ...rsa, kid: 'r', kty: 'RSA', use: 'sig' });
    const jwk = toJwk(keyOf('c', { x, y }));
    expect(jwk).toEqual({ alg: 'ES256', crv: 'P-256', kid: 'c', kty: 'EC', use: 'sig', x, y });
    expect(createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyType).toBe('ec');
  });
});

// One coordinate in 256 begins with a zero byte, which a JWK must not leave out: RFC 7518 section 6.2.1.2.
it('have coordinates of 32 bytes, as node writes them', () => {
  const newPoint = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const startsWithZero = (part = ''): boolean => Buffer.from(part, 'base64url')[0] === 0;
  let point = newPoint();
  while (!startsWithZero(point.x)) point = newPoint();
  expect([point.x?.length, point.y?.length]).toEqual([43, 43]);
});
