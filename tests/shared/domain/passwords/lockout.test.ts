import { describe, expect, it } from 'vitest';
import { isLockedOut, lockoutMs } from '#shared/domain/passwords/lockout.ts';
import { lockoutOf } from '#shared/domain/user-pools/settings.ts';

const usual = lockoutOf({});

describe('lockout', () => {
  it('leaves four wrong passwords free, then doubles from one second to fifteen minutes', () => {
    expect([0, 1, 4].map((count) => lockoutMs(count, usual))).toEqual([0, 0, 0]);
    expect([5, 6, 7, 14].map((count) => lockoutMs(count, usual))).toEqual([1000, 2000, 4000, 512_000]);
    expect([15, 16, 1000, Number.MAX_SAFE_INTEGER].map((count) => lockoutMs(count, usual))).toEqual([
      900_000, 900_000, 900_000, 900_000,
    ]);
  });

  it('counts from the last wrong password', () => {
    const failures = { count: 6, lastAt: 10_000 };
    expect(isLockedOut(failures, 11_999, usual)).toBe(true);
    expect(isLockedOut(failures, 12_000, usual)).toBe(false);
  });

  it('does not lock out whoever got none wrong', () => {
    expect(isLockedOut(undefined, 0, usual)).toBe(false);
    expect(isLockedOut({ count: 4, lastAt: 10_000 }, 10_000, usual)).toBe(false);
  });
});
