import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parts, toPlan } from './plan.ts';

const against = '/elsewhere';

describe('a plan', () => {
  it('is of every part, three rounds and nine starts, unless it is said otherwise', () => {
    const plan = toPlan({ against });
    expect([...plan.only]).toEqual(parts);
    expect(plan).toMatchObject({ against, packaged: false, rounds: 3, starts: 9, users: 10_000, idleSeconds: 30 });
  });

  it('is of less where it is to be quick', () => {
    const [whole, quick] = [toPlan({ against }), toPlan({ against, quick: true })];
    expect(quick).toMatchObject({ rounds: 1, starts: 3 });
    expect(quick.users).toBeLessThan(whole.users);
    expect(quick.milliseconds).toBeLessThan(whole.milliseconds);
    expect(quick.idleSeconds).toBeLessThan(whole.idleSeconds);
  });

  it('takes the rounds asked for, and a folder from where it is asked for', () => {
    const plan = toPlan({ against: '../other', rounds: '5', quick: true });
    expect(plan).toMatchObject({ against: path.resolve('../other'), rounds: 5, starts: 15 });
  });

  it('takes the parts asked for', () => {
    expect([...toPlan({ against, only: 'served,packages' }).only]).toEqual(['served', 'packages']);
  });

  it.each(['http', 'packages,serve', ''])('refuses parts that do not exist: %s', (only) => {
    expect(() => toPlan({ against, only })).toThrow(
      /^No part is called .*: packages, starts, stack, served, store, requests\.$/,
    );
  });

  it.each(['0', '-1', '1.5', '100', 'many', ''])('refuses %s rounds', (rounds) => {
    expect(() => toPlan({ against, rounds })).toThrow(`--rounds is a number from 1 to 99, not ${rounds}.`);
  });
});
