import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrapEC2Signature } from '#shared/domain/passkeys/ecdsa-signature.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = createPublicKey(privateKey);

const signed = (data: Uint8Array): Buffer => sign('sha256', data, privateKey);

const unwrapped = (der: Uint8Array): Uint8Array | undefined => {
  try {
    return unwrapEC2Signature(der);
  } catch {
    return undefined;
  }
};

describe('a P-256 signature', () => {
  it('is the same one in its two forms', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (data) => {
        const raw = unwrapEC2Signature(signed(data));
        expect(raw).toHaveLength(64);
        expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps numbers that begin with zeros in their places', () => {
    const der = Uint8Array.from([0x30, 0x07, 0x02, 0x01, 0x05, 0x02, 0x02, 0x00, 0xff]);
    const raw = Buffer.from(unwrapEC2Signature(der));
    expect(raw.toString('hex')).toBe(`${'00'.repeat(31)}05${'00'.repeat(31)}ff`);
  });

  it.each([
    ['nothing', ''],
    ['no sequence', '3106020105020105'],
    ['a sequence that is cut off', '300602010502'],
    ['bytes after the sequence', '300602010502010500'],
    ['bytes inside it after the numbers', '30080201050201050500'],
    ['one number alone', '3003020105'],
    ['no integer', '3006030105020105'],
    ['an empty integer', '3005020002010502'],
    ['a negative integer', '3006020185020105'],
    ['an integer with zeros that it needs not', '300702020005020105'],
    ['an integer longer than the curve’s', `3026022101${'00'.repeat(32)}020105`],
    ['a length in more bytes than one', '308106020105020105'],
  ])('is not %s', (_what, hex) => {
    expect(() => unwrapEC2Signature(Buffer.from(hex, 'hex'))).toThrow(
      'The signature is no ECDSA signature with P-256.',
    );
  });

  it('has one form only: no other bytes stand for the same signature', () => {
    fc.assert(
      fc.property(fc.nat(71), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const der = signed(Buffer.from('data'));
        const raw = unwrapEC2Signature(der);
        der[index % der.length] = (der[index % der.length] ?? 0) ^ change;
        expect(Buffer.from(unwrapped(der) ?? []).equals(raw)).toBe(false);
      }),
    );
  });
});
