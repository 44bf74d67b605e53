import { GetUserCommand, RevokeUserSessionCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makeUser } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionIdOf, sessionsOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';

const isRefused = (answer: PromiseSettledResult<unknown>): boolean => answer.status === 'rejected';

describe('sign-ins of one user at once', () => {
  it.each([1, 3])('leave no more than %i sessions, and no token of another that works', async (most) => {
    const pool = await makeTrackedPool(most);
    const user = await makeUser(pool);

    const tokens = await Promise.all(Array.from({ length: 8 }, () => signIn(pool, user)));

    const checks = await Promise.allSettled(
      tokens.map(({ AccessToken }) => publicClient().send(new GetUserCommand({ AccessToken }))),
    );
    const living = tokens.filter((_token, index) => checks[index]?.status === 'fulfilled');
    expect(living).toHaveLength(most);
    const [one] = living;
    if (!one) throw new Error('No session is left.');
    const listed = (await sessionsOf(one)).map(({ SessionId }) => SessionId);
    expect(listed.sort()).toEqual(living.map(sessionIdOf).sort());
  });
});

describe('two who end one session at once', () => {
  it('end it once', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const [own, other] = [await signIn(pool, user), await signIn(pool, user)];
    const command = { AccessToken: own.AccessToken, SessionId: sessionIdOf(other) };

    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => publicClient().send(new RevokeUserSessionCommand(command))),
    );

    expect(answers.filter(isRefused)).toHaveLength(3);
    await expect(sessionsOf(own)).resolves.toHaveLength(1);
  });
});
