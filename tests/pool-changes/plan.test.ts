import fc from 'fast-check';
import { expect, it } from 'vitest';
import { table } from '#shared/data/table.ts';
import { planChange } from '#shared/services/user-pool-changes/change-plan.ts';
import { userCreation } from '#shared/services/users/user-changes.ts';
import { userKeyOf } from '#shared/services/users/users.ts';
import { makeChangingPool } from '#tests/support/change-work.ts';
import { newUser } from '#tests/support/new-user.ts';
import { poolInTable } from '#tests/support/raw-users.ts';

class Taken extends Error {}

const kinds = fc.constantFrom(
  { AliasAttributes: [], UsernameAttributes: [] },
  { AliasAttributes: ['email'] as const, UsernameAttributes: [] },
  { AliasAttributes: ['preferred_username'] as const, UsernameAttributes: [] },
  { AliasAttributes: ['email', 'preferred_username'] as const, UsernameAttributes: [] },
  { AliasAttributes: [], UsernameAttributes: ['email'] as const },
);

const forms = fc
  .tuple(kinds, fc.boolean())
  .map(([kind, CaseSensitive]) => ({ ...kind, UsernameConfiguration: { CaseSensitive } }));

const words = fc.constantFrom('ada', 'Ada', 'ADA', 'ada@example.com', 'Ada@example.com');

const people = fc.array(
  fc.record({
    username: words,
    attributes: fc.record(
      {
        email: fc.constantFrom('ada@example.com', 'Ada@example.com', 'bea@example.com'),
        email_verified: fc.constantFrom('true', 'false'),
        preferred_username: words,
      },
      { requiredKeys: [] },
    ),
  }),
  { minLength: 2, maxLength: 6 },
);

type Person = typeof people extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

// A user is not made whose name somebody has.
const make = async (poolId: string, { username, attributes }: Person): Promise<void> => {
  const pool = await poolInTable(poolId);
  const user = newUser(poolId, username, { attributes });
  const on = { taken: () => new Taken() };
  const writes = await userCreation(pool, user, userKeyOf(pool, username), on);
  await table()
    .write(writes)
    .catch((error: unknown) => expect(error).toBeInstanceOf(Taken));
};

it('tells of users in the way of exactly those changes that they block', async () => {
  const property = fc.asyncProperty(forms, forms, people, async (before, after, persons) => {
    fc.pre(JSON.stringify(before) !== JSON.stringify(after));
    const { poolId, start, goOn } = await makeChangingPool(before, after, 0);
    for (const person of persons) await make(poolId, person);
    const { users } = await planChange(await poolInTable(poolId), after, undefined, 1000);
    await start();
    await goOn();
    const { change } = await poolInTable(poolId);
    expect(change?.stage).toBe(users.length > 0 ? 'copying' : 'switched');
  });
  await fc.assert(property, { numRuns: 20 });
});
