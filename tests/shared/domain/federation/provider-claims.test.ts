import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appleNames,
  mappedPeopleParts,
  mergedClaims,
  peopleAttributes,
  readClaims,
  toTexts,
} from '#shared/domain/federation/provider-claims.ts';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('the claims of a provider', () => {
  it('are taken as they are', () => {
    const claims = { sub: 'ada', n: 1, yes: true, none: null, list: ['a', 1], address: { formatted: 'x' } };
    expect(readClaims(claims)).toEqual(claims);
  });

  it.each([
    ['a list', []],
    ['text', 'a'],
    ['null', null],
    ['nothing', undefined],
  ])('are no claims: %s', (_what, value) => {
    expect(readClaims(value)).toBeUndefined();
  });

  it('are refused where they are nested deeply, however deeply, or many', () => {
    expect(readClaims({ a: nested(15) })).toBeDefined();
    expect(readClaims({ a: nested(16) })).toBeUndefined();
    expect(readClaims({ a: nested(50_000) })).toBeUndefined();
    expect(readClaims({ a: Array.from({ length: 201 }, () => 1) })).toBeUndefined();
    expect(readClaims(Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`c${at}`, 1])))).toBeUndefined();
  });

  it('are text to triggers, whatever they are', () => {
    expect(toTexts({ a: 'a', n: 1, yes: true, list: ['a', 'b'], none: null })).toEqual({
      a: 'a',
      n: '1',
      yes: 'true',
      list: '["a","b"]',
      none: 'null',
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const claims = readClaims(value);
        if (claims) for (const text of Object.values(toTexts(claims))) expect(text).toBeTypeOf('string');
      }),
    );
  });

  it('come from the token and from beside it, which wins', () => {
    expect(mergedClaims({ sub: 'a', name: 'Old' }, { name: 'New', email: 'a@example.com' })).toEqual({
      sub: 'a',
      name: 'New',
      email: 'a@example.com',
    });
  });

  it.each(['email', 'phone_number'])('never say of another %s that it is verified', (name) => {
    const token = { [name]: 'one', [`${name}_verified`]: true };
    expect(mergedClaims(token, { [name]: 'other' })).toEqual({ [name]: 'other' });
    expect(mergedClaims(token, { [name]: 'one' })).toEqual(token);
    expect(mergedClaims(token, { [name]: 'other', [`${name}_verified`]: false })).toEqual({
      [name]: 'other',
      [`${name}_verified`]: false,
    });
  });
});

describe('the names that Apple has the browser post', () => {
  it('are all that is taken of it', () => {
    const user = { name: { firstName: 'Ada', lastName: 'King' }, email: 'somebody@example.com', email_verified: true };
    expect(appleNames(JSON.stringify(user))).toEqual({ firstName: 'Ada', lastName: 'King', name: 'Ada King' });
    expect(appleNames('{"name":{"firstName":"Ada"}}')).toEqual({ firstName: 'Ada', name: 'Ada' });
  });

  it.each([
    undefined,
    '',
    'x',
    'null',
    '[]',
    '{"name":"Ada"}',
    '{"name":{"firstName":1}}',
    '{"name":{"firstName":""}}',
  ])('are none in %s', (user) => {
    expect(appleNames(user)).toEqual({});
  });

  it('are read from anything without an error', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (user) => void appleNames(user)));
  });
});

describe('the parts of a person at Google', () => {
  it('are asked for where the mapping takes values from them, once each', () => {
    const mapping = {
      email: 'email',
      phone_number: 'phoneNumbers',
      'custom:phone': 'phoneNumbers',
      birthdate: 'birthdays',
    };
    expect(mappedPeopleParts(mapping)).toEqual(['birthdays', 'phoneNumbers']);
    expect(mappedPeopleParts({ email: 'email', name: 'name' })).toEqual([]);
  });

  it('give one text each: of the primary entry, or of the first', () => {
    const person = {
      phoneNumbers: [{ value: '+1' }, { value: '+2', metadata: { primary: true } }],
      names: [{ displayName: 'Ada King' }],
      birthdays: [{ date: { year: 1815, month: 12, day: 1 } }],
      addresses: [{ formattedValue: 'Somewhere 1' }],
      genders: [],
      urls: 'none',
    };
    expect(peopleAttributes(person, ['phoneNumbers', 'names', 'birthdays', 'addresses', 'genders', 'urls'])).toEqual({
      phoneNumbers: '+2',
      names: 'Ada King',
      birthdays: '1815-12-01',
      addresses: 'Somewhere 1',
    });
  });
});
