import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';

const find = async ({ poolId }: TestPool, Username: string): Promise<Record<string, string | undefined>> => {
  const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

const give = ({ poolId }: TestPool, Username: string, email: string) =>
  adminClient().send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: poolId,
      Username,
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );

/** Does something and, all the while, notes who is found by the name. */
const watching = async (pool: TestPool, name: string, act: () => Promise<unknown>) => {
  let isOver = false;
  const watch = async () => {
    const found = [];
    while (!isOver) found.push(await find(pool, name));
    return found;
  };
  const acting = act().finally(() => {
    isOver = true;
  });
  const [found] = await Promise.all([Promise.all([watch(), watch()]), acting]);
  return found.flat();
};

describe('administrators who give one email at once', () => {
  it.each([1, 2, 3])(
    'to several users leave it with one of them, and it finds somebody all the while: round %s',
    async () => {
      const pool = await makePool({ AliasAttributes: ['email'] });
      const [owner, ...others] = await Promise.all([makeUser(pool), makeUser(pool), makeUser(pool), makeUser(pool)]);
      const everybody = [owner, ...others];
      let made: PromiseSettledResult<unknown>[] = [];

      const found = await watching(pool, owner.email, async () => {
        made = await Promise.allSettled(others.map(({ username }) => give(pool, username, owner.email)));
      });

      expect(made.some(({ status }) => status === 'fulfilled')).toBe(true);
      expect(made.flatMap((one) => (one.status === 'rejected' ? [one.reason.name] : []))).not.toContain(
        'AliasExistsException',
      );
      expect(found.length).toBeGreaterThan(0);
      for (const one of found) expect(one).toMatchObject({ email: owner.email, email_verified: 'true' });
      const after = await Promise.all(everybody.map(({ username }) => find(pool, username)));
      const holders = after.filter((one) => one.email === owner.email && one.email_verified === 'true');
      expect(holders).toHaveLength(1);
      expect((await find(pool, owner.email)).sub).toBe(holders[0]?.sub);
      expect(holders[0]?.sub).not.toBe(owner.sub);
    },
  );

  it.each([1, 2, 3, 4, 5, 6])(
    'whose owner is deleted meanwhile are not told that somebody else has it: round %s',
    async () => {
      const pool = await makePool({ AliasAttributes: ['email'] });
      const [owner, ...others] = await Promise.all([makeUser(pool), makeUser(pool), makeUser(pool), makeUser(pool)]);
      const named = { UserPoolId: pool.poolId, Username: owner.username };

      const [deleted, ...made] = await Promise.allSettled([
        adminClient().send(new AdminDeleteUserCommand(named)),
        ...others.map(({ username }) => give(pool, username, owner.email)),
      ]);

      expect(deleted.status).toBe('fulfilled');
      expect(made.flatMap((one) => (one.status === 'rejected' ? [one.reason.name] : []))).not.toContain(
        'AliasExistsException',
      );
      const after = await Promise.all(others.map(({ username }) => find(pool, username)));
      const holders = after.filter((one) => one.email === owner.email && one.email_verified === 'true');
      expect(holders).toHaveLength(1);
      expect((await find(pool, owner.email)).sub).toBe(holders[0]?.sub);
    },
  );

  it('crosswise let two users exchange theirs', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] });
    const [ada, eve] = await Promise.all([makeUser(pool), makeUser(pool)]);

    const made = await Promise.allSettled([give(pool, ada.username, eve.email), give(pool, eve.username, ada.email)]);

    const [first, second] = await Promise.all([find(pool, ada.username), find(pool, eve.username)]);
    const done = made.map(({ status }) => status === 'fulfilled');
    expect(done).toContain(true);
    if (done[0]) expect(await find(pool, eve.email)).toEqual(first);
    if (done[1]) expect(await find(pool, ada.email)).toEqual(second);
  });
});
