import { describe, expect, it } from 'vitest';
import { strongPassword } from '../../console/src/screens/users/strong-password.ts';

describe('a generated password', () => {
  it('has a character of each kind, is long enough, and is another one each time', () => {
    const made = Array.from({ length: 200 }, () => strongPassword({ MinimumLength: 8 }));
    for (const one of made) {
      expect(one).toHaveLength(20);
      for (const kind of [/[A-Z]/, /[a-z]/, /\d/, /[^\w]|_/]) expect(one).toMatch(kind);
    }
    expect(new Set(made).size).toBe(made.length);
    expect(strongPassword({ MinimumLength: 40 })).toHaveLength(40);
    expect(strongPassword({})).toHaveLength(20);
  });

  it('begins with each kind at times', () => {
    const begins = Array.from({ length: 400 }, () => strongPassword({}).charAt(0)).join('');
    for (const kind of [/[A-Z]/, /[a-z]/, /\d/]) expect(begins).toMatch(kind);
  });
});
