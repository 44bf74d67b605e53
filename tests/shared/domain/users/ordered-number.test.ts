import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toOrderedNumber } from '#shared/domain/users/ordered-number.ts';
import { compareKeys } from '#shared/domain/users/search-field.ts';

const key = (value: string): string => {
  const ordered = toOrderedNumber(value);
  if (ordered === undefined) throw new Error(`${value} is no number.`);
  return ordered;
};

// Up to forty digits, some of them behind the point, and leading and trailing zeros that mean nothing.
const digits = (most: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most });
const number = fc.record({ isNegative: fc.boolean(), whole: digits(40), fraction: digits(12) });

// As whole numbers of the same unit, which compare without rounding.
const scaled = ({ isNegative, whole, fraction }: { isNegative: boolean; whole: string; fraction: string }): bigint =>
  BigInt(`${isNegative ? '-' : ''}${whole}${fraction.padEnd(12, '0')}`);

const written = ({ isNegative, whole, fraction }: { isNegative: boolean; whole: string; fraction: string }): string =>
  `${isNegative ? '-' : ''}${whole}.${fraction}`;

describe('toOrderedNumber', () => {
  it('stands among others as the number among numbers', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [one, other] = [scaled(a), scaled(b)];
        const expected = one === other ? 0 : one < other ? -1 : 1;
        expect(Math.sign(compareKeys(key(written(a)), key(written(b))))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['0', '-0'],
    ['0', '000.000'],
    ['7', '007'],
    ['1.5', '01.500'],
    ['-12', '-12.0'],
  ])('is one text for the number %s, also written %s', (one, other) => {
    expect(key(one)).toBe(key(other));
  });

  it('keeps the order of what people write', () => {
    const sorted = [
      '-1000',
      '-999.5',
      '-12.5',
      '-12',
      '-0.5',
      '-0.05',
      '0',
      '0.05',
      '0.5',
      '1',
      '9',
      '10',
      '10.01',
      '121',
    ];
    expect([...sorted].sort((a, b) => compareKeys(key(a), key(b)))).toEqual(sorted);
  });

  it.each(['', '-', '.5', '5.', '1e3', '+1', '0x1', ' 1', 'NaN', 'Infinity'])('knows no number in "%s"', (text) => {
    expect(toOrderedNumber(text)).toBeUndefined();
  });
});
