import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';
import { withoutQuotes } from '#shared/domain/oauth/quoted-values.ts';

const formOf = (fields: Readonly<Record<string, string>>) =>
  withoutQuotes(parseParameters(String(new URLSearchParams(fields))));

describe('values of a form', () => {
  it('are what JSON strings say, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(formOf({ password: JSON.stringify(text) }).get('password')).toBe(text);
      }),
    );
  });

  it('stay where they are bare, and where the form says so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(!text.startsWith('"'));
        expect(formOf({ password: text }).get('password')).toBe(text);
        expect(formOf({ plain: '1', password: `"${text}"` }).get('password')).toBe(`"${text}"`);
      }),
    );
  });

  it.each(['"', '"a', 'a"', '"a"b"', '{"a":"b"}', '["a"]'])('stay where they are no JSON strings: %s', (text) => {
    expect(formOf({ password: text }).get('password')).toBe(text);
  });

  it('count as left out where they say nothing', () => {
    expect(formOf({ username: '""' }).get('username')).toBeUndefined();
    expect(() => formOf({}).require('username')).toThrow('missing');
  });
});
