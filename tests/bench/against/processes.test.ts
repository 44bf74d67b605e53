import { describe, expect, it } from 'vitest';
import { cpuMsOf, familyOf } from './processes.ts';

const listing = `
    1     0  9000
   10     1  1000
   11    10  2000
   12    11  4000 a name
  100     1  8000
  110   100   500
`;

describe('the processes that belong to one', () => {
  it('are itself, its children and theirs', () => {
    expect(familyOf(listing, 10).map(({ pid }) => pid)).toEqual([10, 11, 12]);
    expect(familyOf(listing, 12)).toEqual([{ pid: 12, parent: 11, kilobytes: 4000, name: 'a name' }]);
  });

  it('are none where it has ended', () => {
    expect(familyOf(listing, 13)).toEqual([]);
  });
});

describe('the CPU that Linux tells', () => {
  it('is that of user and system, after a name that may hold anything', () => {
    expect(cpuMsOf('10 (a (b) c) S 1 10 10 0 -1 4194560 100 200 0 0 150 25 3 4 20 0 8 0 500')).toBe(1750);
  });
});
