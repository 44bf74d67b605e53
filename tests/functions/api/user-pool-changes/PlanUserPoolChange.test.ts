import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import type { ChangeAnswer } from '#tests/support/pool-changes.ts';
import { ownersIn } from '#tests/support/pool-changes.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';

interface Plan extends ChangeAnswer {
  readonly Before: object;
  readonly After: object;
  readonly UsersExamined: number;
  readonly UsersToChange: number;
  readonly UsersObstructed: number;
}

const plan = (UserPoolId: string, Change: object, more: object = {}) =>
  callOwn<Plan>('PlanUserPoolChange', { UserPoolId, Change, ...more });

describe('PlanUserPoolChange', () => {
  it('tells what would be another, and changes nothing', async () => {
    const { poolId } = await makePool();
    await makeUser({ poolId });
    const before = await ownersIn(poolId);
    const planned = await plan(poolId, { AliasAttributes: ['email'], RequiredAttributes: ['email'] });
    expect(planned).toMatchObject({
      Before: { AliasAttributes: [], SchemaAttributes: [{ Name: 'email', Required: false }] },
      After: { AliasAttributes: ['email'], SchemaAttributes: [{ Name: 'email', Required: true }] },
      UsersExamined: 1,
      UsersToChange: 1,
      UsersObstructed: 0,
      Obstacles: [],
    });
    expect(planned).not.toHaveProperty('NextToken');
    expect(await ownersIn(poolId)).toEqual(before);
    await expect(callOwn('DescribeUserPoolChange', { UserPoolId: poolId })).resolves.not.toHaveProperty('Change');
  });

  it('tells who would have a name in common, and who has it as username', async () => {
    const pool = await makePool();
    const [shared, named] = [anEmail(), anEmail()];
    const [one, other] = [await makeUser(pool, { email: shared }), await makeUser(pool, { email: shared })];
    const bearer = await makeUser(pool, { username: named });
    const holder = await makeUser(pool, { email: named });
    const { Obstacles = [] } = await plan(pool.poolId, { AliasAttributes: ['email'] });
    expect(Obstacles).toHaveLength(2);
    const takenBy = Object.fromEntries(Obstacles.map(({ Username, Reasons }) => [Username, Reasons[0]?.TakenBy]));
    expect(takenBy[holder.username]).toBe(bearer.username);
    expect([
      { [one.username]: other.username, [holder.username]: bearer.username },
      { [other.username]: one.username, [holder.username]: bearer.username },
    ]).toContainEqual(takenBy);
  });

  it('takes no two ways of writing a name for two names', async () => {
    const pool = await makePool();
    const name = `Ada-${randomUUID()}`;
    for (const username of [name, name.toUpperCase(), name.toLowerCase()]) await makeUser(pool, { username });
    const { UsersObstructed } = await plan(pool.poolId, { UsernameConfiguration: { CaseSensitive: false } });
    expect(UsersObstructed).toBe(2);
  });

  it('does not take a token of another plan', async () => {
    const { poolId } = await makePool();
    await expect(plan(poolId, { AliasAttributes: ['email'] }, { NextToken: 'AAAA' })).rejects.toThrow(
      'Invalid pagination token.',
    );
  });
});
