import { describe, expect, it } from 'vitest';
import { isLockedOut, lockoutMs } from '#shared/domain/passwords/lockout.ts';

describe('lockout', () => {
  it('leaves four wrong passwords free, then doubles from one second to fifteen minutes', () => {
    expect([0, 1, 4].map(lockoutMs)).toEqual([0, 0, 0]);
    expect([5, 6, 7, 14].map(lockoutMs)).toEqual([1000, 2000, 4000, 512_000]);
    expect([15, 16, 1000, Number.MAX_SAFE_INTEGER].map(lockoutMs)).toEqual([900_000, 900_000, 900_000, 900_000]);
  });

  it('counts from the last wrong password', () => {
    const failures = { count: 6, lastAt: 10_000 };
    expect(isLockedOut(failures, 11_999)).toBe(true);
    expect(isLockedOut(failures, 12_000)).toBe(false);
  });

  it('does not lock out whoever got none wrong', () => {
    expect(isLockedOut(undefined, 0)).toBe(false);
    expect(isLockedOut({ count: 4, lastAt: 10_000 }, 10_000)).toBe(false);
  });
});
