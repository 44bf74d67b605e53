import { describe, expect, it } from 'vitest';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import { findRelyingParty, isOriginOf, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import type { PoolWebAuthn, UserPool } from '#shared/domain/user-pools/user-pool.ts';

const poolWith = (webAuthn?: PoolWebAuthn): UserPool => ({
  id: 'us-east-1_abcdefghi',
  name: 'test',
  settings: {},
  ...(webAuthn && { webAuthn }),
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
});

const issuer = 'https://auth.example.com';

describe('the relying party of a pool', () => {
  it('is the host of the issuer, unless another domain is set', () => {
    expect(findRelyingParty(poolWith(), issuer)?.id).toBe('auth.example.com');
    expect(findRelyingParty(poolWith(), 'http://localhost:9229')?.id).toBe('localhost');
    expect(findRelyingParty(poolWith({ relyingPartyId: 'example.com' }), issuer)?.id).toBe('example.com');
  });

  it.each(['http://127.0.0.1:9229', 'http://[::1]:9229'])('is no address: %s', (origin) => {
    expect(findRelyingParty(poolWith(), origin)).toBeUndefined();
  });

  it('asks for verification of the user as it is told, and always where a passkey is two factors', () => {
    const verification = (webAuthn?: PoolWebAuthn) => findRelyingParty(poolWith(webAuthn), issuer)?.userVerification;
    expect(verification()).toBe('preferred');
    expect(verification({ userVerification: 'required' })).toBe('required');
    expect(verification({ userVerification: 'preferred', factor: 'MULTI_FACTOR_WITH_USER_VERIFICATION' })).toBe(
      'required',
    );
  });

  it('has the passkeys that were made for it', () => {
    const passkey: Passkey = {
      sub: 'sub',
      credentialId: 'id',
      publicKey: new Uint8Array(),
      counter: 0,
      transports: [],
      friendlyName: 'Passkey',
      relyingPartyId: 'example.com',
      createdAt: 0,
    };
    const other = { ...passkey, relyingPartyId: 'example.org' };
    const relyingParty = { id: 'example.com', userVerification: 'preferred' } as const;
    expect(usablePasskeys([other, passkey], relyingParty)).toEqual([passkey]);
    expect(usablePasskeys([other, passkey], undefined)).toEqual([]);
  });
});

describe('an origin', () => {
  it.each([
    ['example.com', 'https://example.com'],
    ['example.com', 'https://app.example.com'],
    ['example.com', 'https://example.com:8443'],
    ['localhost', 'http://localhost'],
    ['localhost', 'http://localhost:3000'],
    ['localhost', 'http://app.localhost:3000'],
    ['localhost', 'https://localhost'],
    ['example.com', `android:apk-key-hash:${'A_-9'.repeat(10)}abc`],
  ])('of %s is %s', (id, origin) => {
    expect(isOriginOf(id, origin)).toBe(true);
  });

  it.each([
    ['example.com', 'http://example.com'],
    ['example.com', 'https://example.org'],
    ['example.com', 'https://badexample.com'],
    ['example.com', 'https://example.com.evil.org'],
    ['app.example.com', 'https://example.com'],
    ['example.com', 'https://example.com/'],
    ['example.com', 'https://example.com/path'],
    ['example.com', 'https://user@example.com'],
    ['example.com', 'HTTPS://EXAMPLE.COM'],
    ['example.com', 'null'],
    ['example.com', ''],
    ['example.com', 'android:apk-key-hash:short'],
    ['localhost', 'http://127.0.0.1:3000'],
    ['localhost', 'http://localhost.example.com'],
    ['localhost', 'ftp://localhost'],
  ])('of %s is not %s', (id, origin) => {
    expect(isOriginOf(id, origin)).toBe(false);
  });
});
