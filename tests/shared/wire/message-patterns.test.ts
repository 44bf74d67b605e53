import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { addressPattern, codePattern, linkPattern } from '#shared/wire/message-patterns.ts';
import { text } from '#shared/wire/shapes.ts';
import { processorTimeOf } from '#tests/support/durations.ts';

const patterns = { codePattern, linkPattern, addressPattern };
const names = ['codePattern', 'linkPattern', 'addressPattern'] as const;

const pieces = [
  '{####}',
  '{##',
  '##}',
  '{',
  '#',
  '}',
  '@',
  'a',
  '*',
  ' ',
  '\n',
  '\u0001',
  'é',
  '😀',
  '\u0301',
  '\u200b',
];

describe.each(names)('%s', (name) => {
  const { pattern } = patterns[name];

  it('takes what the pattern takes, and nothing else', () => {
    const whole = new RegExp(`^(?:${pattern})$`, 'u');
    const parts = fc.array(fc.constantFrom(...pieces), { maxLength: 8 });
    fc.assert(
      fc.property(parts, (given) => {
        const value = given.join('');
        expect(v.is(text(patterns[name]), value)).toBe(whole.test(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no time to speak of for a long text that does not fit', () => {
    const took = processorTimeOf(() => {
      for (const piece of pieces) {
        for (const end of ['\u0001', '', '{##']) v.is(text(patterns[name]), piece.repeat(20_000) + end);
      }
    });
    expect(took).toBeLessThan(2000);
  });

  it('is told as the model has it', () => {
    const { issues } = v.safeParse(text(patterns[name]), '\u0001');
    expect(String(issues?.[0].requirement)).toBe(String(new RegExp(`^(?:${pattern})$`, 'u')));
  });
});
