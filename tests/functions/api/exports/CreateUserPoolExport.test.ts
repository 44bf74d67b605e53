import { describe, expect, it, vi } from 'vitest';
import { decrypt, describeExport, download, makeExportKeys, startExport } from '#tests/support/exports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';

const { publicKey: rsaKey } = await makeExportKeys('RSA-OAEP-256');

const finished = (poolId: string, exportId: string) =>
  vi.waitFor(
    async () => {
      const { UserPoolExport } = await describeExport(poolId, exportId);
      expect(UserPoolExport.Status).toBe('Succeeded');
      return UserPoolExport;
    },
    { timeout: 180_000 },
  );

describe('CreateUserPoolExport', () => {
  it('has the pool, its app clients and its users written, and the end told', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const user = await makeUser(pool);
    const keys = await makeExportKeys();

    const exportId = await startExport(pool.poolId, keys.publicKey);

    expect(await finished(pool.poolId, exportId)).toMatchObject({ Parts: 1, Groups: 0, Users: 1 });
    const records = await decrypt(await download(pool.poolId, exportId), keys);
    expect(records.map(({ type }) => type)).toEqual(['pool', 'user', 'end']);
    const [manifest, first, end] = records;
    expect(manifest).toMatchObject({
      version: 1,
      export: exportId,
      id: pool.poolId,
      name: 'test',
      clients: [{ id: pool.clientId, secrets: [pool.clientSecret] }],
    });
    expect(first).toMatchObject({
      username: user.username,
      sub: user.sub,
      status: 'CONFIRMED',
      attributes: { email: user.email, email_verified: 'true' },
      password: { hash: expect.stringMatching(/^\$argon2id\$/), srp: { verifier: expect.any(String) } },
    });
    expect(end).toEqual({ type: 'end', export: exportId, groups: 0, users: 1 });
  });

  it('seals for RSA keys, too', async () => {
    const pool = await makePool();
    const keys = await makeExportKeys('RSA-OAEP-256');
    const exportId = await startExport(pool.poolId, keys.publicKey);
    await finished(pool.poolId, exportId);

    const records = await decrypt(await download(pool.poolId, exportId), keys);

    expect(records.map(({ type }) => type)).toEqual(['pool', 'end']);
  });

  it.each([
    ['a private key', { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }, /is a private key/],
    ['a curve for signatures', { kty: 'OKP', crv: 'Ed25519', x: 'x' }, /must be a JWK of/],
    ['a short RSA key', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, /must be a JWK of/],
    ['a point that is not on the curve', { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }, /is not a valid JWK/],
    ['a point that agrees on nothing', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }, /is not a valid JWK/],
    ['what only a private key has', { kty: 'RSA', n: 'x', e: 'AQAB', p: 'x' }, /is a private key/],
    ['an exponent of one, which seals nothing', { ...rsaKey, e: 'AQ' }, /is not a valid JWK/],
    ['an exponent that is even', { ...rsaKey, e: 'AQAC' }, /is not a valid JWK/],
    ['a modulus of zeros', { kty: 'RSA', n: 'A'.repeat(342), e: 'AQAB' }, /is not a valid JWK/],
    ['nothing', {}, /must be a JWK of/],
  ])('refuses %s', async (_what, PublicKey, message) => {
    const { poolId } = await makePool();

    await expect(callOwn('CreateUserPoolExport', { UserPoolId: poolId, PublicKey })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('knows no pool that is not there', async () => {
    const { publicKey } = await makeExportKeys();

    await expect(startExport('us-east-1_nobody', publicKey)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
