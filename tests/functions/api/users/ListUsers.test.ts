import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { makePool, password, type TestPool } from '#tests/support/pools.ts';

const list = ({ poolId }: Pick<TestPool, 'poolId'>, rest: Partial<ListUsersCommandInput> = {}) =>
  adminClient().send(new ListUsersCommand({ UserPoolId: poolId, ...rest }));

const allPages = async (pool: TestPool, rest: Partial<ListUsersCommandInput>): Promise<UserType[][]> => {
  const pages: UserType[][] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await list(pool, { ...rest, ...(PaginationToken && { PaginationToken }) });
    pages.push(page.Users ?? []);
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return pages;
};

const create = async ({ poolId }: TestPool, Username: string, attributes: Record<string, string> = {}) => {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const { User } = await adminClient().send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username, MessageAction: 'SUPPRESS', UserAttributes }),
  );
  return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
};

const namesOf = (users: readonly UserType[] | undefined) => (users ?? []).map(({ Username }) => Username).sort();

describe('ListUsers', () => {
  it('lists every user once, page by page', async () => {
    const pool = await makePool();
    const names = Array.from({ length: 11 }, (_none, index) => `user-${index}`);
    for (const name of names) await create(pool, name);

    const pages = await allPages(pool, { Limit: 4 });

    expect(namesOf(pages.flat())).toEqual([...names].sort());
    expect(pages.every(({ length }) => length <= 4)).toBe(true);
    expect(pages[0]).toHaveLength(4);
    expect(namesOf((await list(pool, { Limit: 0 })).Users)).toEqual([...names].sort());
  });

  it('goes on where it was although users are deleted, the one it ended with too', async () => {
    const pool = await makePool();
    const names = Array.from({ length: 12 }, (_none, index) => `user-${index}`);
    for (const name of names) await create(pool, name);
    const first = await list(pool, { Limit: 5 });
    const gone = [namesOf(first.Users?.slice(-1)), namesOf(first.Users?.slice(0, 1))].flat();
    for (const Username of gone) {
      await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username }));
    }
    const rest = await list(pool, { Limit: 60, PaginationToken: first.PaginationToken });
    expect(namesOf([...(first.Users ?? []), ...(rest.Users ?? [])])).toEqual([...names].sort());
  });

  it('says who gets codes by SMS at sign-in', async () => {
    const pool = await makeMfaPool();
    await create(pool, 'ada', { phone_number: '+15555550100' });
    await create(pool, 'bob', { phone_number: '+15555550101' });
    const SMSMfaSettings = { Enabled: true };
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username: 'ada', SMSMfaSettings }),
    );
    const { Users = [] } = await list(pool);
    expect(Object.fromEntries(Users.map(({ Username, MFAOptions }) => [Username, MFAOptions]))).toEqual({
      ada: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
      bob: undefined,
    });
  });

  it('shows users as administrators see them', async () => {
    const pool = await makePool();
    const sub = await create(pool, 'ada', { email: 'ada@example.com' });

    const { Users } = await list(pool);

    expect(Users).toEqual([
      {
        Username: 'ada',
        Attributes: [
          { Name: 'sub', Value: sub },
          { Name: 'email', Value: 'ada@example.com' },
        ],
        UserCreateDate: expect.any(Date),
        UserLastModifiedDate: expect.any(Date),
        Enabled: true,
        UserStatus: 'FORCE_CHANGE_PASSWORD',
      },
    ]);
  });

  it('finds by every attribute that can be searched, exactly and by prefix', async () => {
    const pool = await makePool();
    const values = {
      email: 'Ada@Example.com',
      phone_number: '+15555550100',
      name: 'Ada "the first" Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      preferred_username: 'Countess',
    };
    const sub = await create(pool, 'Ada', values);
    await create(pool, 'Grace', { email: 'grace@example.com', phone_number: '+15555550199', given_name: 'Grace' });
    await adminClient().send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.poolId,
        Username: 'Ada',
        Password: password,
        Permanent: true,
      }),
    );
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: 'Ada' }));
    const filters = [
      'username = "Ada"',
      'username ^= "A"',
      'email = "ada@example.com"',
      'email ^= "ada@"',
      'phone_number = "+15555550100"',
      'phone_number ^= "+1555555010"',
      'name = "Ada \\"the first\\" Lovelace"',
      'name ^= "ada \\"the"',
      'given_name = "ada"',
      'given_name ^= "A"',
      'family_name = "Lovelace"',
      'family_name ^= ""',
      'preferred_username = "countess"',
      'preferred_username ^= "Count"',
      'cognito:user_status = "confirmed"',
      'cognito:user_status ^= "CONF"',
      'status = "Disabled"',
      'status ^= "Dis"',
      `sub = "${sub}"`,
      `sub ^= "${sub.slice(0, 13)}"`,
    ];
    for (const Filter of filters)
      expect([Filter, namesOf((await list(pool, { Filter })).Users)]).toEqual([Filter, ['Ada']]);
    for (const Filter of ['username = "ada"', 'status = "disabled"', 'email = "ada"', 'name = ""', 'sub = "none"']) {
      expect([Filter, namesOf((await list(pool, { Filter })).Users)]).toEqual([Filter, []]);
    }
  });

  it('tells values apart that begin alike for longer than an index goes', async () => {
    const pool = await makePool();
    const long = 'x'.repeat(220);
    await create(pool, 'ada', { name: `${long}a` });
    await create(pool, 'grace', { name: `${long}b` });

    expect(namesOf((await list(pool, { Filter: `name = "${long}a"` })).Users)).toEqual(['ada']);
    expect(namesOf((await list(pool, { Filter: `name ^= "${long}"` })).Users)).toEqual(['ada', 'grace']);
    expect(namesOf((await list(pool, { Filter: `name ^= "${long}b"`, Limit: 1 })).Users)).toEqual(['grace']);
  });

  it('pages through what a filter finds', async () => {
    const pool = await makePool();
    for (let index = 0; index < 7; index++) await create(pool, `a-${index}`, { family_name: 'Same' });
    await create(pool, 'other', { family_name: 'Other' });

    const pages = await allPages(pool, { Filter: 'family_name = "same"', Limit: 3 });

    expect(pages[0]).toHaveLength(3);
    expect(namesOf(pages.flat())).toEqual(Array.from({ length: 7 }, (_none, index) => `a-${index}`));
  });

  it('gives the attributes that are asked for, and refuses where a user lacks one', async () => {
    const pool = await makePool();
    await create(pool, 'ada', { email: 'ada@example.com', nickname: 'A' });

    const { Users } = await list(pool, { AttributesToGet: ['email'] });
    expect(Users?.[0]?.Attributes).toEqual([{ Name: 'email', Value: 'ada@example.com' }]);

    await create(pool, 'grace', { email: 'grace@example.com' });
    await expect(list(pool, { AttributesToGet: ['nickname'] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'One or more requested attributes do not exist.',
    });
    await expect(list(pool, { AttributesToGet: ['nickname'], Filter: 'username = "ada"' })).resolves.toBeDefined();
  });

  it('holds a page token to its pool and query', async () => {
    const pool = await makePool();
    const other = await makePool();
    for (let index = 0; index < 3; index++) await create(pool, `a-${index}`);
    const { PaginationToken } = await list(pool, { Limit: 1 });

    for (const [where, rest] of [
      [other, {}],
      [pool, { Filter: 'username ^= "a"' }],
      [pool, { PaginationToken: `x${PaginationToken}` }],
      [pool, { PaginationToken: 'none' }],
    ] as const) {
      await expect(list(where, { PaginationToken: PaginationToken ?? '', ...rest })).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });

  it('follows changes: no user is found by what the user was before', async () => {
    const pool = await makePool();
    await create(pool, 'ada');
    expect((await list(pool, { Filter: 'status = "Enabled"' })).Users).toHaveLength(1);

    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }));

    expect((await list(pool, { Filter: 'status = "Enabled"' })).Users).toEqual([]);
  });

  it('sees no other pool', async () => {
    const pool = await makePool();
    await create(await makePool(), 'ada');

    expect((await list(pool)).Users).toEqual([]);
  });

  it.each([
    ['email', 'Error while parsing filter.'],
    ['email = ada', 'Error while parsing filter.'],
    ['email = "a" OR name = "b"', 'Error while parsing filter.'],
    ['custom:team = "core"', 'Invalid search attribute: custom:team'],
    ['nickname = "A"', 'Invalid search attribute: nickname'],
  ])('refuses the filter %s', async (Filter, message) => {
    const pool = await makePool();

    await expect(list(pool, { Filter })).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });
});
