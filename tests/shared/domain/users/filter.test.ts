import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchableAttributes } from '#shared/domain/users/comparison.ts';
import { isFound, parseFilter } from '#shared/domain/users/filter.ts';
import type { User } from '#shared/domain/users/user.ts';
import { isException } from '#shared/errors/exception.ts';
import { newUser } from '#tests/support/new-user.ts';

const user: User = newUser('local_Pool1', 'Ada', {
  sub: '0a7c5f0e-7a52-4f2c-8d38-2f1f7a4c9d11',
  attributes: { email: 'Ada@Example.com', name: 'Ada "the first" Lovelace', family_name: 'ΟΔΟΣΑ' },
});

const finds = (text: string): boolean => isFound(user, parseFilter(text));

const quoted = (value: string): string => `"${value.replace(/[\\"]/g, '\\$&')}"`;

describe('parseFilter', () => {
  it('reads name, operator and value, with or without spaces', () => {
    expect(parseFilter('email = "a@b.c"')).toEqual({ attribute: 'email', match: 'exact', value: 'a@b.c' });
    expect(parseFilter(' cognito:user_status^="CONF"  ')).toEqual({
      attribute: 'cognito:user_status',
      match: 'prefix',
      value: 'CONF',
    });
  });

  it('reads back whatever value is quoted, for every attribute', () => {
    fc.assert(
      fc.property(fc.constantFrom(...searchableAttributes), fc.boolean(), fc.string(), (attribute, exact, value) => {
        const text = `${attribute} ${exact ? '=' : '^='} ${quoted(value)}`;
        expect(parseFilter(text)).toEqual({ attribute, match: exact ? 'exact' : 'prefix', value });
      }),
    );
  });

  it.each([
    'email',
    'email = a@b.c',
    'email "a"',
    'email != "a"',
    'email = "a" b',
    'email = "a"b"',
    'email = "a\\"',
    'email = "a" AND name = "b"',
    '= "a"',
    '"email" = "a"',
  ])('does not parse %s', (text) => {
    expect(() => parseFilter(text)).toThrow('Error while parsing filter.');
  });

  it.each(['custom:team', 'nickname', 'Email', '__proto__'])('does not search by %s', (name) => {
    expect(() => parseFilter(`${name} = "a"`)).toThrow(`Invalid search attribute: ${name}`);
  });

  it('answers any text with a filter or an InvalidParameterException', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((value) => `email = ${value}`),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (error) {
            expect(isException(error, 'InvalidParameterException')).toBe(true);
          }
        },
      ),
    );
  });
});

describe('isFound', () => {
  it('finds by the whole value or by how it begins', () => {
    expect(finds('email = "ada@example.com"')).toBe(true);
    expect(finds('email = "ada@example.co"')).toBe(false);
    expect(finds('email ^= "ADA@"')).toBe(true);
    expect(finds('name ^= "ada \\"the first\\""')).toBe(true);
    expect(finds('family_name ^= "ΟΔΟΣ"')).toBe(true);
  });

  it('keeps the case of usernames and of the enabled status only', () => {
    expect(finds('username = "Ada"')).toBe(true);
    expect(finds('username = "ada"')).toBe(false);
    expect(finds('status = "Enabled"')).toBe(true);
    expect(finds('status = "enabled"')).toBe(false);
    expect(finds('cognito:user_status = "confirmed"')).toBe(true);
    expect(finds('sub ^= "0A7C"')).toBe(true);
  });

  it('finds nobody by an attribute without a value', () => {
    expect(finds('phone_number ^= ""')).toBe(false);
    expect(finds('name ^= ""')).toBe(true);
    expect(finds('name = ""')).toBe(false);
  });
});
