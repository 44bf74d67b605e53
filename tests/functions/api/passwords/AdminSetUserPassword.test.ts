import { AdminSetUserPasswordCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { signUp, userOf } from '#tests/support/sign-up.ts';

const day = 86_400_000;
const other = 'Better-horse-2';

const setPassword = ({ poolId }: Pick<TestPool, 'poolId'>, username: string, Password: string, Permanent?: boolean) =>
  adminClient().send(new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: username, Password, Permanent }));

describe('AdminSetUserPassword', () => {
  it('sets a password for good, confirms the user and verifies nothing', async () => {
    const pool = await makePool();
    const user = await signUp(pool);

    await setPassword(pool, user.username, other, true);

    const { status, attributes } = await userOf(pool, user.username);
    expect({ status, verified: attributes.email_verified }).toEqual({ status: 'CONFIRMED', verified: 'false' });
    await expect(signIn(pool, user, { secret: other })).resolves.toBeDefined();
    await expect(signIn(pool, user, { secret: password })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('sets a temporary password that is to be changed within the days that the policy gives', async () => {
    const pool = await makePool({ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 2 } } });
    const user = await makeUser(pool);

    await setPassword(pool, user.username, other);

    expect((await userOf(pool, user.username)).status).toBe('FORCE_CHANGE_PASSWORD');
    const start = (ahead: number) =>
      publicClient({ ahead }).send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: user.username, PASSWORD: other },
        }),
      );
    expect((await start(2 * day - 60_000)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    await expect(start(2 * day + 1000)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });

  it('refuses a password that breaks the policy', async () => {
    const pool = await makePool({ Policies: { PasswordPolicy: { MinimumLength: 12 } } });
    const { username } = await makeUser(pool);
    await expect(setPassword(pool, username, 'Too-short-1')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
  });

  it('refuses to bring back one of the last passwords for good', async () => {
    const pool = await makePool({ Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } });
    const { username } = await makeUser(pool);
    const used = { name: 'PasswordHistoryPolicyViolationException' };

    await setPassword(pool, username, other, true);
    await expect(setPassword(pool, username, password, true)).rejects.toMatchObject(used);
    await expect(setPassword(pool, username, other, true)).rejects.toMatchObject(used);
    await expect(setPassword(pool, username, password, false)).resolves.toBeDefined();
    await setPassword(pool, username, 'Third-horse-3', true);
    await setPassword(pool, username, 'Fourth-horse-4', true);
    await expect(setPassword(pool, username, other, true)).resolves.toBeDefined();
  });

  it('does not know a user who is not there', async () => {
    const pool = await makePool();
    await expect(setPassword(pool, 'nobody', other, true)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });
});
