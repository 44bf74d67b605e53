import { describe, expect, it } from 'vitest';
import { printable, printableJson, toTable } from '#local/cli/output.ts';

describe('what is printed', () => {
  it('cannot move the cursor or turn the line, whatever somebody called themselves', () => {
    expect(printable('\u001b[2Jada\r\u009b31m\u202eada 👩‍🔬 é')).toBe('\ufffd[2Jada\ufffd\ufffd31m\ufffdada 👩‍🔬 é');
    expect(printable('one\ntwo')).toBe('one\ntwo');
  });

  it('is the same to machines, and moves no cursor either', () => {
    const document = { Username: '\u009b2J\u007f\u202eada 👩‍🔬\u2028', Reason: '\u001b[2J' };
    const text = printableJson(document);
    expect(JSON.parse(text)).toEqual(document);
    expect(printable(text)).toBe(text);
  });

  it('has one line for each row of a table', () => {
    expect(
      toTable([
        ['NAME', 'PLAN'],
        ['ada\nroot', 'gold'],
      ]),
    ).toBe('NAME      PLAN\nada\ufffdroot  gold');
  });
});
