import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';

describe('a certificate of our own', () => {
  it('carries the key under its name, for as long as it says', () => {
    const from = Date.UTC(2026, 10, 30, 12);
    const until = Date.UTC(2056, 10, 30, 12);
    const { privateKey, certificate } = newSamlKey({ commonName: 'us-east-1_abcdefghi', from, until });
    const read = new X509Certificate(Buffer.from(certificate, 'base64'));
    expect([read.subject, read.issuer]).toEqual(['CN=us-east-1_abcdefghi', 'CN=us-east-1_abcdefghi']);
    expect([Date.parse(read.validFrom), Date.parse(read.validTo)]).toEqual([from, until]);
    expect(read.checkPrivateKey(privateKey)).toBe(true);
    expect(read.verify(createPublicKey(privateKey))).toBe(true);
    expect(read.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  });
});
