import { GetTokensFromRefreshTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { activeUsersOf, untilMonth } from '#tests/support/usage.ts';

const many = <Result>(work: () => Promise<Result>): Promise<Result[]> => Promise.all(Array.from({ length: 8 }, work));

describe('the first sign-ins of a month at once', () => {
  it('count their user once, and each gives tokens', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const ahead = untilMonth(1);
    const tokens = await many(() => signIn(pool, user, { ahead }));
    expect(new Set(tokens.map(({ AccessToken }) => AccessToken)).size).toBe(8);
    expect(await activeUsersOf(pool, ahead)).toBe(1);
  });

  it('count their user once where they are refreshes', async () => {
    const pool = await makePool({}, { RefreshTokenValidity: 90 });
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const ahead = untilMonth(1);
    const command = new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken });
    await many(() => publicClient({ ahead }).send(command));
    expect(await activeUsersOf(pool, ahead)).toBe(1);
  });

  it('count each of many users', async () => {
    const pool = await makePool();
    const users = await many(() => makeUser(pool));
    const ahead = untilMonth(1);
    await Promise.all(users.map((user) => signIn(pool, user, { ahead })));
    expect(await activeUsersOf(pool, ahead)).toBe(8);
  });
});
