import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actingFor, actingParty, mayAct } from '#shared/domain/tokens/acting-party.ts';
import { claimAt, holds, isTaken, usageOf } from '#shared/domain/tokens/token-trust.ts';

const trust = {
  issuer: 'https://idp.example.com',
  audiences: ['a'],
  clientIds: ['c'],
  conditions: [{ claim: 'sub', values: ['*'] }],
};
const claims = { iss: trust.issuer, aud: 'a', sub: 's', exp: 2000 };

describe('a condition on a claim', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'main2', false],
    ['refs/heads/*', 'refs/heads/main', true],
    ['refs/heads/*', 'refs/tags/main', false],
    ['*', '', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'a-c-b', false],
    ['*b*', 'abc', true],
    ['repo:*:ref:refs/heads/main', 'repo:o/r:ref:refs/heads/main', true],
    ['[a-z]+', 'abc', false],
  ])('%s for %s is %s', (pattern, value, expected) => {
    expect(holds({ claim: 'sub', values: [pattern] }, { sub: value })).toBe(expected);
  });

  it('is like a regular expression in which the star stands for anything', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const form = pattern
          .split('*')
          .map((part) => part.replaceAll('.', '\\.'))
          .join('[\\s\\S]*');
        expect(holds({ claim: 'x', values: [pattern] }, { x: value })).toBe(new RegExp(`^${form}$`).test(value));
      }),
    );
  });

  it('looks into lists, and takes numbers and truth values as text', () => {
    for (const [value, pattern] of [
      [['a', 'b'], 'b'],
      [7, '7'],
      [true, 'true'],
    ] as const) {
      expect(holds({ claim: 'x', values: [pattern] }, { x: value })).toBe(true);
    }
    for (const value of [undefined, null, {}, [], ['c'], [['b']]]) {
      expect(holds({ claim: 'x', values: ['b'] }, { x: value })).toBe(false);
    }
  });

  it('finds members by a pointer, and nothing that every object has', () => {
    expect(claimAt({ 'kubernetes.io': { pod: { name: 'n' } } }, '/kubernetes.io/pod/name')).toBe('n');
    expect(claimAt({ 'a/b': { '~': 1 } }, '/a~1b/~0')).toBe(1);
    for (const claim of ['constructor', '__proto__', '/a/constructor', '/a/toString']) {
      expect(claimAt({ a: {} }, claim)).toBeUndefined();
    }
  });
});

describe('a token of another issuer', () => {
  it('is taken for its audience or, without one, for its client', () => {
    expect(isTaken(trust, 'c', claims, 1_000_000)).toBe(true);
    const { aud: _aud, ...others } = claims;
    expect(isTaken(trust, 'c', others, 1_000_000)).toBe(false);
    expect(isTaken(trust, 'c', { ...others, client_id: 'a' }, 1_000_000)).toBe(true);
  });

  it('is not taken any more at the moment when it would count again', () => {
    for (const exp of [2000, 2000.25, 2000.999]) {
      const token = { ...claims, exp, jti: 'j' };
      const { expiresAt } = usageOf(token);
      expect(isTaken({ ...trust, useOnce: true }, 'c', token, expiresAt - 1)).toBe(true);
      expect(isTaken({ ...trust, useOnce: true }, 'c', token, expiresAt)).toBe(false);
    }
  });

  it('is not taken without a condition, whatever it says', () => {
    expect(isTaken({ ...trust, conditions: [] }, 'c', claims, 1_000_000)).toBe(false);
  });
});

describe('who acts for whom', () => {
  it('is read whatever a token says, ten parties at most', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (act) => {
        const party = actingParty({ act });
        expect(party === undefined || typeof party.sub === 'string').toBe(true);
      }),
    );
    let party = actingFor({ sub: '0' }, undefined);
    for (let number = 1; number < 10; number++) party = actingFor({ sub: String(number) }, party);
    expect(party?.sub).toBe('9');
    expect(actingFor({ sub: '10' }, party)).toBeUndefined();
  });

  it('is whom the token names, if it names somebody', () => {
    const party = { sub: 's', clientId: 'c' };
    expect(mayAct({}, party)).toBe(true);
    expect(mayAct({ may_act: { sub: 's' } }, party)).toBe(true);
    expect(mayAct({ may_act: { client_id: 'c' } }, party)).toBe(true);
    for (const allowed of [{ sub: 'x' }, { sub: 's', client_id: 'x' }, {}, 's', null, []]) {
      expect(mayAct({ may_act: allowed }, party)).toBe(false);
    }
  });
});
