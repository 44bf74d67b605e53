import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { PasswordType } from '#shared/wire/shapes.ts';
import { processorTimeOf } from '#tests/support/durations.ts';

describe('a password', () => {
  it('is what its pattern takes, of 6 to 256 characters', () => {
    const pattern = /^(?:^[\S]+.*[\S]+$)$/u;
    const pieces = fc.constantFrom('a', ' ', '\n', '\u2028', '\t', '😀', '\ufeff', 'aaaaaa');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (given) => {
        const password = given.join('');
        const { length } = password;
        expect(v.is(PasswordType, password)).toBe(length >= 6 && length <= 256 && pattern.test(password));
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no time to speak of where it does not match', () => {
    const took = processorTimeOf(() => {
      for (let round = 0; round < 100; round += 1) v.is(PasswordType, `${'a'.repeat(255)} `);
    });
    expect(took).toBeLessThan(2000);
  });

  it('is told as the API tells it', () => {
    const { issues } = v.safeParse(PasswordType, 'abcdef ');
    expect(String(issues?.[0].requirement)).toBe('/^(?:^[\\S]+.*[\\S]+$)$/u');
  });
});
