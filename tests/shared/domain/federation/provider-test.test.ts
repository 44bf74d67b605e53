import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toldClaims } from '#shared/domain/federation/provider-test.ts';

describe('the claims that a test of a provider tells', () => {
  it('are texts, and no tokens', () => {
    const attributes = {
      sub: 'ada',
      n: 1,
      groups: ['a'],
      id_token: 'x',
      Access_Token: 'y',
      client_secret: 'z',
      token: 't',
      refreshToken: 'r',
      idtoken: 'i',
    };
    expect(toldClaims(attributes)).toEqual({
      claims: [
        { name: 'sub', value: 'ada' },
        { name: 'n', value: '1' },
        { name: 'groups', value: '["a"]' },
      ],
      claimsLeftOut: 0,
    });
  });

  it('stay small, whatever a provider sends, and those left out are counted', () => {
    const few = fc.dictionary(fc.string({ unit: 'binary' }), fc.oneof(fc.string({ unit: 'binary' }), fc.integer()));
    fc.assert(
      fc.property(few, fc.nat(300), fc.nat(1500), (some, count, length) => {
        const many = Array.from({ length: count }, (_, at) => [`claim${at}`, `x${'😀'.repeat(length)}`]);
        const attributes = { ...some, ...Object.fromEntries(many) };
        const { claims, claimsLeftOut } = toldClaims(attributes);
        const sent = Object.keys(attributes).filter((one) => !/(?:^|_)(?:token|secret)$/i.test(one)).length;
        expect(claims.length + claimsLeftOut).toBe(sent);
        expect(claims.reduce((sum, one) => sum + one.name.length + one.value.length, 0)).toBeLessThanOrEqual(100_000);
        expect(claims.every((one) => one.value.isWellFormed() && one.value.length <= 2049)).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});
