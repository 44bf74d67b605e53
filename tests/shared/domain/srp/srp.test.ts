import { createHmac, createSecretKey, DiffieHellman, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decoyVerifier } from '#shared/domain/srp/decoy.ts';
import { claimKey, isClaimSignature, startExchange } from '#shared/domain/srp/server.ts';
import { parseTimestamp } from '#shared/domain/srp/timestamp.ts';
import { createVerifier, g, modexp, N, pad, toNumber } from '#shared/domain/srp/verifier.ts';
import { startClient } from '#tests/support/srp-client.ts';
import vectors from './vectors.json' with { type: 'json' };

describe('SRP', () => {
  it.each(vectors)('agrees with the clients of the world on $userId', (vector) => {
    const salt = Buffer.from(vector.salt, 'hex');
    const { verifier } = createVerifier({ ...vector, salt });
    expect(toNumber(verifier)).toBe(BigInt(`0x${vector.verifier}`));

    const { A, b, u, srpB } = startExchange({ verifier, a: vector.srpA, b: Buffer.from(vector.b, 'hex') });
    expect(srpB).toBe(vector.srpB);

    const key = claimKey({ verifier, A, b, u });
    expect(key.toString('hex')).toBe(vector.key);
    expect(claimKey({ verifier, A, b, u: undefined }).equals(key)).toBe(true);
    const secretBlock = Buffer.from(vector.secretBlock, 'base64');
    expect(isClaimSignature({ ...vector, key, secretBlock })).toBe(true);
    expect(isClaimSignature({ ...vector, key, secretBlock, userId: 'another' })).toBe(false);
  });

  it('gives client and server one key for the right password, and two for another', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'grapheme' }), (userId, password) => {
        const identity = { poolName: 'Pool00001', userId };
        const { salt, verifier } = createVerifier({ ...identity, password });
        const agree = (typed: string): boolean => {
          const client = startClient();
          const { A, b, u, srpB } = startExchange({ verifier, a: client.srpA });
          return client.keyFor({ ...identity, password: typed, salt }, srpB).equals(claimKey({ verifier, A, b, u }));
        };
        expect(agree(password)).toBe(true);
        expect(agree(`${password}x`)).toBe(false);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['zero', 0n],
    ['one', 1n],
    ['N', N],
    ['twice N', 2n * N],
    ['N - 1', N - 1n],
  ])('refuses an A of %s', (_name, a) => {
    const verifier = pad(modexp(g, 12345n));
    expect(() => startExchange({ verifier, a: a.toString(16) })).toThrow('SRP_A is not valid.');
  });

  it.each(['', 'xyz', '0x12', '-1', 'f'.repeat(10_000)])('refuses an A of %j', (a) => {
    expect(() => startExchange({ verifier: pad(modexp(g, 12345n)), a })).toThrow('SRP_A is not valid.');
  });

  it('raises to a power as plain arithmetic does', () => {
    const plain = (base: bigint, exponent: bigint): bigint => {
      let result = 1n;
      for (const bit of exponent.toString(2)) result = (result * result * (bit === '1' ? base : 1n)) % N;
      return result;
    };
    fc.assert(
      fc.property(fc.bigInt({ min: 2n, max: N - 2n }), fc.bigInt({ min: 1n, max: 2n ** 256n }), (base, exponent) => {
        expect(modexp(base, exponent)).toBe(plain(base, exponent));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['base', 0n, 5n],
    ['base', 1n, 5n],
    ['base', N - 1n, 5n],
    ['base', N + 2n, 5n],
    ['exponent', g, 0n],
    ['exponent', g, -1n],
  ])('raises to no power with a wrong %s, and to the next one as ever', (_name, base, exponent) => {
    expect(() => modexp(base, exponent)).toThrow();
    expect(modexp(g, 5n)).toBe(32n);
  });

  it.each([
    ['a power', () => modexp(g, 12345n)],
    ['a failure', () => expect(() => modexp(0n, 12345n)).toThrow()],
  ])('keeps no exponent after %s', (_name, use) => {
    const setter = vi.spyOn(DiffieHellman.prototype, 'setPrivateKey');
    use();
    const [group] = setter.mock.contexts;
    setter.mockRestore();
    expect(DiffieHellman.prototype.getPrivateKey.call(group, 'hex')).toBe('01');
  });

  it('pads a number with a zero byte only where its top bit is set', () => {
    expect(pad(0n).toString('hex')).toBe('00');
    expect(pad(0x7fn).toString('hex')).toBe('7f');
    expect(pad(0x80n).toString('hex')).toBe('0080');
    expect(pad(0x123n).toString('hex')).toBe('0123');
  });

  it('gives an unknown user the same decoy each time, and another in another pool', () => {
    const secret = createSecretKey(randomBytes(32));
    const decoy = decoyVerifier({ secret, poolName: 'Pool00001', username: 'nobody' });
    expect(decoyVerifier({ secret, poolName: 'Pool00001', username: 'nobody' })).toEqual(decoy);
    expect(decoyVerifier({ secret, poolName: 'Pool00002', username: 'nobody' }).salt).not.toEqual(decoy.salt);
    expect(decoy.salt).toHaveLength(16);
    expect(decoy.userId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives decoys that are in the group of verifiers, which half of all numbers are not', () => {
    const power = (base: bigint, exponent: bigint): bigint => {
      let result = 1n;
      for (const bit of exponent.toString(2)) result = (result * result * (bit === '1' ? base : 1n)) % N;
      return result;
    };
    const isInGroup = (value: bigint): boolean => power(value, (N - 1n) / 2n) === 1n;
    const secret = createSecretKey(randomBytes(32));
    const decoys = ['a', 'b', 'c', 'd', 'e', 'f'].map((username) => decoyVerifier({ secret, poolName: 'p', username }));
    expect(isInGroup(g)).toBe(true);
    expect(isInGroup(N - g)).toBe(false);
    expect(decoys.map(({ verifier }) => isInGroup(toNumber(verifier)))).toEqual(decoys.map(() => true));
    expect(new Set(decoys.map(({ verifier }) => verifier.toString('hex'))).size).toBe(decoys.length);
  });

  it('compares a signature of any length without throwing', () => {
    const claim = { poolName: 'p', userId: 'u', secretBlock: Buffer.alloc(4), timestamp: 't', key: Buffer.alloc(16) };
    const right = createHmac('sha256', claim.key).update('pu').update(claim.secretBlock).update('t').digest();
    expect(isClaimSignature({ ...claim, signature: right.toString('base64') })).toBe(true);
    fc.assert(fc.property(fc.string(), (signature) => isClaimSignature({ ...claim, signature }) === false));
  });
});

describe('parseTimestamp', () => {
  it('reads the time as clients stamp it, the day with or without a leading zero', () => {
    expect(parseTimestamp('Tue May 6 00:09:40 UTC 2025')).toBe(Date.UTC(2025, 4, 6, 0, 9, 40));
    expect(parseTimestamp('Tue May 06 00:09:40 UTC 2025')).toBe(Date.UTC(2025, 4, 6, 0, 9, 40));
  });

  it('reads nothing else', () => {
    for (const text of ['', '2025-05-06T00:09:40Z', 'Tue Mai 6 00:09:40 UTC 2025', 'Tue May 6 00:09:40 CET 2025']) {
      expect(parseTimestamp(text)).toBeUndefined();
    }
  });
});
