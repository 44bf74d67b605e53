import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey } from '#shared/domain/users/comparison.ts';

describe('nameKey', () => {
  it.each([
    ['ADA', 'ada'],
    ['straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['ΑΣ', 'ας'],
    ['ＡＤＡ', 'ada'],
    ['ﬁn', 'FIN'],
    ['Å', 'A\u030a'],
  ])('makes one name of %s and %s where case does not matter', (a, b) => {
    expect(nameKey(a, false)).toBe(nameKey(b, false));
  });

  it('keeps dotted İ apart from i', () => {
    expect(nameKey('İ', false)).not.toBe(nameKey('i', false));
  });

  it('keeps case apart where it matters, but not encodings of one character', () => {
    expect(nameKey('Ada', true)).not.toBe(nameKey('ada', true));
    expect(nameKey('Å', true)).toBe(nameKey('A\u030a', true));
  });

  it('leaves what is too long to be a name as it is, since it would take long to normalize', () => {
    const name = 'A\u030a';
    expect(nameKey(name.repeat(1024), false)).toBe('å'.repeat(1024));
    expect(nameKey(name.repeat(1025), false)).toBe(name.repeat(1025));
    expect(nameKey(name.repeat(1025), true)).toBe(name.repeat(1025));
  });

  it('leaves what NFKC would make too long', () => {
    const name = 'ﷺ'.repeat(2048);
    expect(nameKey(name, false)).toBe(name);
    expect(nameKey(name, true)).toBe(name);
    expect(nameKey('ﷺ', true)).toHaveLength(18);
  });

  it('is its own key: folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (name, caseSensitive) => {
        const key = nameKey(name, caseSensitive);
        expect(nameKey(key, caseSensitive)).toBe(key);
      }),
    );
  });

  it('does not tell the case of a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (name) => {
        expect(nameKey(name.toUpperCase(), false)).toBe(nameKey(name.toLowerCase(), false));
      }),
    );
  });
});
