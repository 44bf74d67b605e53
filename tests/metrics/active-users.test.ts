import { describe, expect, it } from 'vitest';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { untilMonth } from '#tests/support/usage.ts';
import { samplesOf, valuesOf } from './emf.ts';

describe('MonthlyActiveUsers', () => {
  it('is 1 for what makes a user active for the first time in a month, and nothing for what follows', async () => {
    const pool = await makePool();
    const place = { UserPool: pool.poolId };
    let user = { username: '' };
    const made = await samplesOf(async () => {
      user = await makeUser(pool);
    });
    expect(valuesOf(made, 'MonthlyActiveUsers', place)).toEqual([1]);
    expect(valuesOf(await samplesOf(() => signIn(pool, user)), 'MonthlyActiveUsers', place)).toEqual([]);
    const ahead = untilMonth(1);
    const first = await samplesOf(() => signIn(pool, user, { ahead }));
    expect(valuesOf(first, 'MonthlyActiveUsers', place)).toEqual([1]);
    const second = await samplesOf(() => signIn(pool, user, { ahead }));
    expect(valuesOf(second, 'MonthlyActiveUsers', place)).toEqual([]);
  });
});
