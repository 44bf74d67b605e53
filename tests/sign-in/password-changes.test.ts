import {
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { beginDeviceProof, confirmedDevice, makeDevicePool, signInOn } from '#tests/support/devices.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { makeTrackedPool, sessionIdOf, sessionsOf } from '#tests/support/sessions.ts';
import { answerChallenge, beginSignIn, signIn, type Tokens } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp } from '#tests/support/sign-up.ts';

const endSessions = async <Pool extends TestPool>(pool: Pool): Promise<Pool> => {
  await callOwn('SetUserPoolSignInSettings', { UserPoolId: pool.poolId, PasswordChange: { EndsSessions: true } });
  return pool;
};

const rotating = {
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
} satisfies Parameters<typeof makePool>[1];

const getUser = ({ AccessToken }: Pick<Tokens, 'AccessToken'>, ahead = 0) =>
  publicClient({ ahead }).send(new GetUserCommand({ AccessToken }));

const refresh = ({ clientId }: TestPool, { RefreshToken }: Pick<Tokens, 'RefreshToken'>) =>
  publicClient().send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }));

const changeOwn = ({ AccessToken }: Pick<Tokens, 'AccessToken'>, ahead = 0) =>
  publicClient({ ahead }).send(
    new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword: newPassword }),
  );

const setForUser = ({ poolId }: TestPool, { username }: TestUser) =>
  adminClient().send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: username,
      Password: newPassword,
      Permanent: true,
    }),
  );

const requireReset = ({ poolId }: TestPool, { username }: TestUser) =>
  adminClient().send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: username }));

const resetByCode = async (pool: TestPool, { username, email }: TestUser) => {
  await forgot(pool, username);
  await confirmForgot(pool, username, await codeFor(email));
};

const changes = [
  ['AdminSetUserPassword', setForUser],
  ['AdminResetUserPassword', requireReset],
  ['ConfirmForgotPassword', resetByCode],
] as const;

const over = { name: 'NotAuthorizedException', message: 'Access Token has been revoked' };
const overToo = { name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' };

const expectOver = async (pool: TestPool, tokens: Tokens) => {
  await expect(getUser(tokens)).rejects.toMatchObject(over);
  await expect(refresh(pool, tokens)).rejects.toMatchObject(overToo);
};

describe('a pool that was not told otherwise', () => {
  it.each(changes)('lets sessions outlive %s, as Cognito does', async (_operation, change) => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const tokens = await signIn(pool, user);

    await change(pool, user);

    await expect(getUser(tokens)).resolves.toBeDefined();
    await expect(refresh(pool, tokens)).resolves.toBeDefined();
  });

  it('lets sessions outlive ChangePassword', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const [own, other] = [await signIn(pool, user), await signIn(pool, user)];

    await changeOwn(own);

    await expect(getUser(other)).resolves.toBeDefined();
    await expect(refresh(pool, other)).resolves.toBeDefined();
  });
});

describe.each([
  ['that tracks sessions', () => makeTrackedPool(20, {}, rotating)],
  ['that does not track sessions', () => makePool({}, rotating)],
])('a pool in which a change of the password ends sessions, and %s', (how, make) => {
  const isTracked = how === 'that tracks sessions';

  it.each(changes)('ends all of them by %s', async (_operation, change) => {
    const pool = await endSessions(await make());
    const user = await makeUser(pool);
    const bystander = await makeUser(pool);
    const before = [await signIn(pool, user), await signIn(pool, user)];
    const others = await signIn(pool, bystander);

    await change(pool, user);

    for (const tokens of before) await expectOver(pool, tokens);
    await expect(getUser(others)).resolves.toBeDefined();
    if (change === requireReset) await confirmForgot(pool, user.username, await codeFor(user.email));
    const after = await signIn(pool, user, { secret: newPassword });
    await expect(getUser(after)).resolves.toBeDefined();
    if (isTracked) expect((await sessionsOf(after)).map(({ SessionId }) => SessionId)).toEqual([sessionIdOf(after)]);
  });

  it('ends all by ChangePassword but the one that asks for it', async () => {
    const pool = await endSessions(await make());
    const user = await makeUser(pool);
    const [own, other] = [await signIn(pool, user), await signIn(pool, user)];

    await changeOwn(own);

    await expectOver(pool, other);
    await expect(getUser(own)).resolves.toBeDefined();
    const { AuthenticationResult } = await refresh(pool, own);
    await expect(getUser({ AccessToken: AuthenticationResult?.AccessToken ?? '' })).resolves.toBeDefined();
    if (isTracked) expect((await sessionsOf(own)).map(({ SessionId }) => SessionId)).toEqual([sessionIdOf(own)]);

    await publicClient().send(new GlobalSignOutCommand({ AccessToken: own.AccessToken }));
    await expectOver(pool, own);
  });

  it('leaves nothing alive that was refreshed at the same moment, but of the session that asks', async () => {
    const pool = await endSessions(await make());
    const user = await makeUser(pool);
    const own = await signIn(pool, user);
    const others = [await signIn(pool, user), await signIn(pool, user), await signIn(pool, user)];

    const [ownRefreshed, , ...answers] = await Promise.all([
      refresh(pool, own),
      changeOwn(own),
      ...others.map((tokens) => refresh(pool, tokens).catch(() => undefined)),
    ]);

    for (const tokens of others) await expect(getUser(tokens)).rejects.toMatchObject(over);
    for (const answer of answers) {
      const { AccessToken, RefreshToken } = answer?.AuthenticationResult ?? {};
      if (AccessToken === undefined || RefreshToken === undefined) continue;
      await expect(getUser({ AccessToken })).rejects.toMatchObject(over);
      await expect(refresh(pool, { RefreshToken })).rejects.toMatchObject(overToo);
    }
    const { AccessToken = '', RefreshToken = '' } = ownRefreshed.AuthenticationResult ?? {};
    await expect(getUser({ AccessToken })).resolves.toBeDefined();
    await expect(refresh(pool, { RefreshToken })).resolves.toBeDefined();
  });

  it('lets no session go on that is signed out at the same moment', async () => {
    const pool = await endSessions(await make());
    const user = await makeUser(pool);
    const own = await signIn(pool, user);

    await Promise.allSettled([
      changeOwn(own),
      publicClient().send(new GlobalSignOutCommand({ AccessToken: own.AccessToken })),
    ]);

    await expectOver(pool, own);
  });
});

describe('a change of the password that ends sessions', () => {
  it('goes through by a token whose session has run out and given its place to another', async () => {
    const client = {
      ...rotating,
      RefreshTokenValidity: 60,
      AccessTokenValidity: 59,
      IdTokenValidity: 59,
      TokenValidityUnits: { RefreshToken: 'minutes', AccessToken: 'minutes', IdToken: 'minutes' },
    } satisfies Parameters<typeof makePool>[1];
    const hour = 3_600_000;
    const pool = await endSessions(await makeTrackedPool(1, {}, client));
    const user = await makeUser(pool);
    const first = await signIn(pool, user);
    const { AuthenticationResult } = await publicClient({ ahead: hour - 60_000 }).send(
      new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken: first.RefreshToken }),
    );
    const late = { AccessToken: AuthenticationResult?.AccessToken ?? '' };
    const second = await signIn(pool, user, { ahead: hour + 60_000 });

    await changeOwn(late, hour + 120_000);

    await expect(getUser(late, hour + 120_000)).resolves.toBeDefined();
    await expect(getUser(second, hour + 120_000)).rejects.toMatchObject(over);
  });

  it('ends sign-ins that wait for a second factor', async () => {
    const pool = await endSessions(await makeMfaPool());
    const user = await makeUser(pool);
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        EmailMfaSettings: { Enabled: true },
      }),
    );
    const waiting = await beginSignIn(pool, user.username);
    const EMAIL_OTP_CODE = await codeFor(user.email);

    await setForUser(pool, user);

    const answer = { USERNAME: user.username, EMAIL_OTP_CODE };
    await expect(answerChallenge(pool, waiting, answer)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
    const begun = await beginSignIn(pool, user.username, newPassword);
    const again = { USERNAME: user.username, EMAIL_OTP_CODE: await codeFor(user.email) };
    await expect(answerChallenge(pool, begun, again)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('ends sign-ins that wait for the proof of a device', async () => {
    const pool = await endSessions(await makeDevicePool());
    const user = await makeUser(pool);
    const { device } = await confirmedDevice(pool, user);
    const asked = await signInOn(pool, user, device);
    const { answer } = await beginDeviceProof(pool, user, asked, device);
    const again = await signInOn(pool, user, device);

    await setForUser(pool, user);

    const invalid = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };
    await expect(publicClient().send(new RespondToAuthChallengeCommand(answer))).rejects.toMatchObject(invalid);
    await expect(beginDeviceProof(pool, user, again, device)).rejects.toMatchObject(invalid);
  });

  it('ends the Session that goes on from a sign-up', async () => {
    const pool = await endSessions(
      await makePool({ AutoVerifiedAttributes: ['email'] }, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] }),
    );
    const user = await signUp(pool);
    const { Session } = await confirmSignUp(pool, user, { Session: user.answer.Session });
    const goOn = () =>
      publicClient().send(new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', Session }));
    await adminClient().send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        Password: newPassword,
        Permanent: true,
      }),
    );
    await expect(goOn()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user.',
    });
  });
});
