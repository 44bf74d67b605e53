import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDpopProof } from '#shared/domain/oauth/dpop-proof.ts';
import { keyThumbprint } from '#shared/domain/oauth/key-thumbprint.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';

const expected = {
  method: 'POST',
  uri: 'https://server.example.com/token',
  accessToken: undefined,
  madeAt: () => undefined,
  now: 1_562_262_616_000,
};

// RFC 9449 section 4.2.
const published =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg';

describe('a proof of a key', () => {
  it('is read as published, with the thumbprint of its key', () => {
    expect(readDpopProof(published, expected)).toEqual({
      jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
      jti: '-BwC3ESc6acc2lTc',
      expiresAt: 1_562_262_616_000 + 300_000,
    });
  });

  it('is refused in the words of OAuth alone, whatever the text', () => {
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom('ES256', 'dpop+jwt', 'none', 'HS256'));
    const header = fc.record(
      { alg: member, typ: member, jwk: member, crit: member, kid: member },
      { requiredKeys: [] },
    );
    const toPart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [head = '', body = '', signature = ''] = published.split('.');
    const part = fc.oneof(
      fc.string(),
      fc.jsonValue().map(toPart),
      header.map(toPart),
      fc.constantFrom(head, body, signature),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const text = parts.join('.');
        fc.pre(text !== published);
        expect(() => readDpopProof(text, expected)).toThrow(OAuthError);
      }),
    );
  });
});

describe('the thumbprint of a key', () => {
  it('is that of RFC 7638, section 3.1, and of RFC 8037, appendix A.3', () => {
    const rsa = {
      kty: 'RSA',
      n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
      e: 'AQAB',
    };
    const ed25519 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    const thumbprintOf = (key: object) => keyThumbprint(createPublicKey({ key: { ...key }, format: 'jwk' }));
    expect(thumbprintOf(rsa)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    expect(thumbprintOf(ed25519)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });
});
