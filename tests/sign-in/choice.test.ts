import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { answerChallenge } from '#tests/support/sign-in.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { srpProof } from '#tests/support/srp-sign-in.ts';

type Factors = ('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[];

const choosingPool = (
  AllowedFirstAuthFactors: Factors,
  settings: Partial<CreateUserPoolCommandInput> = {},
  client: { PreventUserExistenceErrors?: 'ENABLED' | 'LEGACY' } = {},
) =>
  makePool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors } }, AutoVerifiedAttributes: ['email'], ...settings },
    { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], ...client },
  );

const begin = (
  { clientId }: TestPool,
  USERNAME: string,
  parameters: Record<string, string> = {},
  clock: Parameters<typeof publicClient>[0] = {},
): Promise<InitiateAuthCommandOutput> =>
  publicClient(clock).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME, ...parameters },
    }),
  );

describe('USER_AUTH', () => {
  it('lets the user choose among what the pool allows and the user has', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
    const user = await makeUser(pool);
    const started = await begin(pool, user.username);
    expect(started.ChallengeName).toBe('SELECT_CHALLENGE');
    expect(started.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP']);
    const asked = await answerChallenge(pool, started, { USERNAME: user.username, ANSWER: 'EMAIL_OTP' });
    expect(asked).not.toHaveProperty('AvailableChallenges.0');
    expect(asked).toMatchObject({
      ChallengeName: 'EMAIL_OTP',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL' },
    });
    const code = await codeFor(user.email);
    expect(code).toMatch(/^\d{8}$/);
    const done = await answerChallenge(pool, asked, { USERNAME: user.username, EMAIL_OTP_CODE: code });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('takes the password with the choice, after it, or at once', async () => {
    const pool = await choosingPool(['PASSWORD']);
    const { username: USERNAME } = await makeUser(pool);
    const started = await begin(pool, USERNAME);
    const together = await answerChallenge(pool, started, { USERNAME, ANSWER: 'PASSWORD', PASSWORD: password });
    expect(together.AuthenticationResult?.AccessToken).toBeTruthy();

    const again = await begin(pool, USERNAME);
    const asked = await answerChallenge(pool, again, { USERNAME, ANSWER: 'PASSWORD' });
    expect(asked.ChallengeName).toBe('PASSWORD');
    const after = await answerChallenge(pool, asked, { USERNAME, PASSWORD: password });
    expect(after.AuthenticationResult?.AccessToken).toBeTruthy();

    const atOnce = await begin(pool, USERNAME, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
    expect(atOnce.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it.each(['with the choice', 'after it', 'at once'])('takes the proof of the password %s', async (when) => {
    const pool = await choosingPool(['PASSWORD']);
    const { username: USERNAME } = await makeUser(pool);
    const srp = startClient();
    const SRP_A = srp.srpA;
    const asked = async () => {
      if (when === 'at once') return begin(pool, USERNAME, { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A });
      const started = await begin(pool, USERNAME);
      if (when === 'with the choice')
        return answerChallenge(pool, started, { USERNAME, ANSWER: 'PASSWORD_SRP', SRP_A });
      const chosen = await answerChallenge(pool, started, { USERNAME, ANSWER: 'PASSWORD_SRP' });
      expect(chosen.ChallengeName).toBe('PASSWORD_SRP');
      return answerChallenge(pool, chosen, { USERNAME, SRP_A });
    };
    const verifier = await asked();
    expect(verifier.ChallengeName).toBe('PASSWORD_VERIFIER');
    const done = await answerChallenge(pool, verifier, { ...srpProof(pool, srp, verifier.ChallengeParameters ?? {}) });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('goes straight to the preferred challenge, or to the choice where the user has no such factor', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
    const { username } = await makeUser(pool);
    const AvailableChallenges = ['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP'];
    for (const PREFERRED_CHALLENGE of AvailableChallenges) {
      const begun = await begin(pool, username, { PREFERRED_CHALLENGE });
      expect(begun).toMatchObject({ ChallengeName: PREFERRED_CHALLENGE, AvailableChallenges });
    }
    const SRP_A = startClient().srpA;
    expect(await begin(pool, username, { PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A })).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      AvailableChallenges,
    });
    expect((await begin(pool, username, { PREFERRED_CHALLENGE: 'SMS_OTP' })).ChallengeName).toBe('SELECT_CHALLENGE');
    await expect(begin(pool, username, { PREFERRED_CHALLENGE: 'SMOKE' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('offers a user with a temporary password nothing but that, and then asks for a new one', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP']);
    const USERNAME = `user-${randomUUID()}`;
    const email = anEmail();
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: USERNAME,
        TemporaryPassword: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    const started = await begin(pool, USERNAME, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    expect(started.AvailableChallenges).toEqual(['PASSWORD_SRP', 'PASSWORD']);
    const next = await answerChallenge(pool, started, { USERNAME, ANSWER: 'PASSWORD', PASSWORD: password });
    expect(next.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const done = await answerChallenge(pool, next, { USERNAME, NEW_PASSWORD: 'Another-horse-2' });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('refuses a choice that is not offered, a wrong code, an old one, and a Session that gave tokens already', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP']);
    const { username: USERNAME, email } = await makeUser(pool);
    const started = await begin(pool, USERNAME);
    await expect(answerChallenge(pool, started, { USERNAME, ANSWER: 'WEB_AUTHN' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    const asked = await begin(pool, USERNAME, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const code = await codeFor(email);
    const wrong = String((Number(code) + 1) % 10 ** 8).padStart(8, '0');
    const mismatch = { name: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };
    await expect(answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: wrong })).rejects.toMatchObject(mismatch);
    await expect(
      answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: code }, { ahead: 181_000 }),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
    const done = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: code });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
    await expect(answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: code })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session can only be used once.',
    });
  });

  it('locks out who guesses codes, whatever the number of sign-ins it is spread over', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP']);
    const { username: USERNAME } = await makeUser(pool);
    // The first lockout lasts a second: the clock stands still, however slow the machine.
    const clock = { at: Date.now() };
    const guess = async () => {
      const asked = await begin(pool, USERNAME, { PREFERRED_CHALLENGE: 'EMAIL_OTP' }, clock);
      return answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: '00000000' }, clock);
    };
    for (let n = 0; n < 5; n++) await expect(guess()).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(guess()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
  });

  it('sends one user so many codes an hour and no more', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP']);
    const { username, email } = await makeUser(pool);
    const at = nextHour();
    const ask = () => begin(pool, username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' }, { at });
    for (let n = 0; n < 20; n++) await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    expect(await mailTo(email)).toHaveLength(20);
    const later = await begin(pool, username, { PREFERRED_CHALLENGE: 'EMAIL_OTP' }, { at: at + hour });
    expect(later.ChallengeName).toBe('EMAIL_OTP');
  });

  it('brings along who is known elsewhere, by the password that comes with the choice', async () => {
    const UserMigration = scriptedFunction({
      userAttributes: { email: anEmail(), email_verified: 'true' },
      finalUserStatus: 'CONFIRMED',
      messageAction: 'SUPPRESS',
    });
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP'], { LambdaConfig: { UserMigration } });
    const done = await begin(pool, 'ada', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
    const nobody = begin(pool, 'bob', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    await expect(nobody).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  describe('for a user that is not there', () => {
    it('looks the same, and ends as a wrong code does', async () => {
      const pool = await choosingPool(
        ['PASSWORD', 'EMAIL_OTP'],
        { UsernameAttributes: ['email'] },
        { PreventUserExistenceErrors: 'ENABLED' },
      );
      const somebody = anEmail();
      await makeUser(pool, { username: somebody, email: somebody });
      const nobody = anEmail();
      const [real, fake] = [await begin(pool, somebody), await begin(pool, nobody)];
      expect(real.AvailableChallenges).toEqual(fake.AvailableChallenges);
      expect(fake.Session).toHaveLength(real.Session?.length ?? 0);
      const chosen = await answerChallenge(pool, fake, { USERNAME: nobody, ANSWER: 'EMAIL_OTP' });
      const known = await answerChallenge(pool, real, { USERNAME: somebody, ANSWER: 'EMAIL_OTP' });
      expect(chosen.Session).toHaveLength(known.Session?.length ?? 0);
      expect(chosen.ChallengeParameters).toEqual({
        CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL',
        CODE_DELIVERY_DESTINATION: `${nobody[0]}***@e***`,
      });
      expect(await mailTo(nobody)).toEqual([]);
      await expect(
        answerChallenge(pool, chosen, { USERNAME: nobody, EMAIL_OTP_CODE: '12345678' }),
      ).rejects.toMatchObject({
        name: 'CodeMismatchException',
        message: 'Invalid code or auth state for the user.',
      });
      const typed = await begin(pool, nobody, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password }).catch(
        (error: unknown) => error,
      );
      expect(typed).toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    });

    it('says so where the client may know', async () => {
      const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP'], {}, { PreventUserExistenceErrors: 'LEGACY' });
      await expect(begin(pool, randomUUID())).rejects.toMatchObject({ name: 'UserNotFoundException' });
    });
  });
});

describe('a sign-up without a password', () => {
  const signUp = async (pool: TestPool) => {
    const email = anEmail();
    const username = `user-${randomUUID()}`;
    const made = await publicClient().send(
      new SignUpCommand({
        ClientId: pool.clientId,
        Username: username,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    return { ...made, email, username };
  };

  it('goes on to tokens by the Session of its confirmation, once', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP']);
    const { Session, email, username } = await signUp(pool);
    const confirmed = await publicClient().send(
      new ConfirmSignUpCommand({
        ClientId: pool.clientId,
        Username: username,
        ConfirmationCode: await codeFor(email),
        Session,
      }),
    );
    const auto = () =>
      publicClient().send(
        new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', Session: confirmed.Session }),
      );
    const done = await auto();
    expect(done.AuthenticationResult?.RefreshToken).toBeTruthy();
    await expect(auto()).rejects.toMatchObject({
      message: 'Invalid session for the user, session can only be used once.',
    });
  });

  it('is confirmed, too, by the code of a first sign-in', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP']);
    const { email, username: USERNAME } = await signUp(pool);
    const asked = await begin(pool, USERNAME, { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const done = await answerChallenge(pool, asked, { USERNAME, EMAIL_OTP_CODE: await codeFor(email) });
    expect(done.AuthenticationResult?.AccessToken).toBeTruthy();
    const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: USERNAME }));
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  it('is refused where a password is all that users can sign in with', async () => {
    const pool = await choosingPool(['PASSWORD']);
    await expect(signUp(pool)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter Password',
    });
  });

  it.each([
    ['goes on', 'from the code alone where a code is a first factor', ['PASSWORD', 'EMAIL_OTP'] as Factors, true],
    ['does not go on', 'from the code alone where it is none', ['PASSWORD', 'WEB_AUTHN'] as Factors, false],
  ])('%s %s', async (_what, _when, factors, goesOn) => {
    const pool = await choosingPool(factors);
    const { email, username } = await signUp(pool);
    const given = { ClientId: pool.clientId, Username: username, ConfirmationCode: await codeFor(email) };
    const { Session } = await publicClient().send(new ConfirmSignUpCommand(given));
    expect(Session !== undefined).toBe(goesOn);
  });

  it('takes a Session of nobody’s for no more than a confirmation', async () => {
    const pool = await choosingPool(['PASSWORD', 'EMAIL_OTP']);
    const other = await signUp(pool);
    const { email, username } = await signUp(pool);
    const confirmed = await publicClient().send(
      new ConfirmSignUpCommand({
        ClientId: pool.clientId,
        Username: username,
        ConfirmationCode: await codeFor(email),
        Session: other.Session,
      }),
    );
    expect(confirmed.Session).toBeUndefined();
    await expect(
      publicClient().send(
        new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', Session: other.Session }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
