import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { confirmForgot, forgot } from '#tests/support/recovery.ts';
import { answerChallenge, beginSignIn } from '#tests/support/sign-in.ts';
import { signUp } from '#tests/support/sign-up.ts';

const withEmail = { AutoVerifiedAttributes: ['email' as const] };
const hiding = { PreventUserExistenceErrors: 'ENABLED' as const };
const byAdministrators = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] },
};
const limitExceeded = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
};

/** One after the other: gives the name of each refusal, or `sent`. */
const inTurn = async (count: number, make: (index: number) => Promise<unknown>): Promise<string[]> => {
  const outcomes: string[] = [];
  for (let index = 0; index < count; index++) {
    outcomes.push(
      await make(index).then(
        () => 'sent',
        (error: Error) => error.name,
      ),
    );
  }
  return outcomes;
};

const sentOf = (outcomes: readonly string[]): number => outcomes.filter((outcome) => outcome === 'sent').length;

/** An access token of a sign-in at that time. */
const tokenOf = async (pool: TestPool, username: string, at: number): Promise<string> => {
  const { AuthenticationResult } = await beginSignIn(pool, username, password, { at });
  return AuthenticationResult?.AccessToken ?? '';
};

const updateEmail = (AccessToken: string, Value: string, at: number) =>
  publicClient({ at }).send(
    new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value }] }),
  );

const signUpAt = (pool: TestPool, email: string, at: number, username = `user-${randomUUID()}`) =>
  signUp(pool, { username, email }, { at });

/** Users who sign up until no more messages go to the address. */
const exhaust = (pool: TestPool, email: string, at: number) => inTurn(20, () => signUpAt(pool, email, at));

const emailOtpPool = (client: { PreventUserExistenceErrors?: 'ENABLED' } = {}) =>
  makePool(
    { ...withEmail, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], ...client },
  );

const askOtp = ({ clientId }: TestPool, USERNAME: string, at: number) =>
  publicClient({ at }).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
    }),
  );

describe('messages to one user', () => {
  it('are twenty an hour, however the addresses are switched; what is refused changes nothing', async () => {
    const pool = await makePool(withEmail);
    const user = await makeUser(pool);
    const at = nextHour();
    const AccessToken = await tokenOf(pool, user.username, at);
    const [one, other] = [anEmail(), anEmail()];

    const outcomes = await inTurn(40, (index) => updateEmail(AccessToken, index % 2 === 0 ? one : other, at));

    expect(sentOf(outcomes.slice(0, 20))).toBe(20);
    // The last change that was made is still there, so that it is no change any more.
    const changes = outcomes.slice(20).filter((_outcome, index) => index % 2 === 0);
    expect(changes).toEqual(Array.from({ length: 10 }, () => limitExceeded.name));
    expect((await mailTo(one)).length + (await mailTo(other)).length).toBe(20);
    await expect(updateEmail(AccessToken, anEmail(), at)).rejects.toMatchObject(limitExceeded);
    const { UserAttributes } = await publicClient({ at }).send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes?.find(({ Name }) => Name === 'email')?.Value).toBe(other);

    const later = at + hour;
    await expect(updateEmail(await tokenOf(pool, user.username, later), one, later)).resolves.toBeDefined();
  });

  it('are counted together, whatever sends them', async () => {
    const pool = await emailOtpPool();
    const user = await makeUser(pool);
    const at = nextHour();
    const AccessToken = await tokenOf(pool, user.username, at);
    expect(sentOf(await inTurn(9, () => forgot(pool, user.username, {}, { at })))).toBe(9);
    const verify = new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' });
    expect(sentOf(await inTurn(5, () => publicClient({ at }).send(verify)))).toBe(5);
    expect(sentOf(await inTurn(6, () => askOtp(pool, user.username, at)))).toBe(6);

    await expect(forgot(pool, user.username, {}, { at })).rejects.toMatchObject(limitExceeded);
    await expect(askOtp(pool, user.username, at)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(updateEmail(AccessToken, anEmail(), at)).rejects.toMatchObject(limitExceeded);
    expect(await mailTo(user.email)).toHaveLength(20);
  });
});

describe('messages to one address', () => {
  it('are twenty an hour of all who sign up with it, in whatever case; who is refused is not made', async () => {
    const pool = await makePool(withEmail);
    const at = nextHour();
    const id = randomUUID();
    const spellings = [`ada-${id}@example.com`, `Ada-${id}@EXAMPLE.com`];
    const names = Array.from({ length: 40 }, (_none, index) => `user-${id}-${index}`);

    const outcomes = await inTurn(40, (index) => signUpAt(pool, spellings[index % 2] ?? '', at, names[index]));

    expect(sentOf(outcomes)).toBe(20);
    expect(await mailTo(spellings[0] ?? '')).toHaveLength(20);
    const refused = names[39] ?? '';
    await expect(signUpAt(pool, spellings[0] ?? '', at, refused)).rejects.toMatchObject(limitExceeded);
    const read = new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: refused });
    await expect(adminClient().send(read)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(signUpAt(pool, spellings[0] ?? '', at + hour, refused)).resolves.toBeDefined();
    // In another pool they count as others.
    await expect(signUpAt(await makePool(withEmail), spellings[0] ?? '', at)).resolves.toBeDefined();
  });

  it('are counted whoever asks, and by whatever operation', async () => {
    const pool = await emailOtpPool();
    const at = nextHour();
    const user = await makeUser(pool);
    const waiting = await signUpAt(pool, anEmail(), at);
    await exhaust(pool, user.email, at);
    const AccessToken = await tokenOf(pool, user.username, at);

    await expect(forgot(pool, user.username, {}, { at })).rejects.toMatchObject(limitExceeded);
    const verify = new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' });
    await expect(publicClient({ at }).send(verify)).rejects.toMatchObject(limitExceeded);
    await expect(askOtp(pool, user.username, at)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate exceeded',
    });
    const other = await makeUser(pool);
    const token = await tokenOf(pool, other.username, at);
    await expect(updateEmail(token, user.email.toUpperCase(), at)).rejects.toMatchObject(limitExceeded);
    expect(await mailTo(user.email)).toHaveLength(20);

    await exhaust(pool, waiting.email, at);
    const resend = new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username: waiting.username });
    await expect(publicClient({ at }).send(resend)).rejects.toMatchObject(limitExceeded);
  });

  it('are counted of second factors, and of those that are set up', async () => {
    const pool = await makeMfaPool({}, { ...withEmail, ...byAdministrators });
    const at = nextHour();
    const user = await makeUser(pool);
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        EmailMfaSettings: { Enabled: true },
      }),
    );
    await exhaust(pool, user.email, at);
    const tooMany = { name: 'TooManyRequestsException' };
    await expect(beginSignIn(pool, user.username, password, { at })).rejects.toMatchObject(tooMany);
    const signed = new AdminInitiateAuthCommand({
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.username, PASSWORD: password },
    });
    await expect(adminClient({ at }).send(signed)).rejects.toMatchObject(tooMany);
    expect(await mailTo(user.email)).toHaveLength(20);

    const strict = await makeMfaPool({ mode: 'ON' }, { ...withEmail, ...byAdministrators });
    const username = `user-${randomUUID()}`;
    const named = { UserPoolId: strict.poolId, Username: username };
    await adminClient().send(new AdminCreateUserCommand({ ...named, MessageAction: 'SUPPRESS' }));
    await adminClient().send(new AdminSetUserPasswordCommand({ ...named, Password: password, Permanent: true }));
    const address = anEmail();
    await exhaust(strict, address, at);
    const asked = await beginSignIn(strict, username, password, { at });
    expect(asked.ChallengeName).toBe('MFA_SETUP');
    const setUp = answerChallenge(strict, asked, { USERNAME: username, EMAIL: address }, { at });
    await expect(setUp).rejects.toMatchObject(tooMany);
    expect(await mailTo(address)).toHaveLength(20);
  });

  it('are kept by a digest alone', async () => {
    const pool = await makePool(withEmail);
    const { email } = await signUp(pool);
    const counters = await itemsAbout('DESTINATION#');
    expect(counters).not.toEqual([]);
    for (const { pk, ttl } of counters) {
      expect(pk).toMatch(/^DESTINATION#[\w-]{43}$/);
      expect(ttl).toBeGreaterThan(0);
    }
    expect(JSON.stringify(counters)).not.toContain(email.slice(0, 8));
  });
});

describe('a client that hides who exists', () => {
  const answers = async (pool: TestPool, username: string, at: number, count: number) =>
    inTurn(count, async () => {
      const { CodeDeliveryDetails } = await forgot(pool, username, {}, { at });
      expect(CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL');
    });

  it('hears of the limit of a name, for somebody and for nobody', async () => {
    const pool = await makePool(withEmail, hiding);
    const at = nextHour();
    const user = await makeUser(pool);
    for (const name of [user.username, `user-${randomUUID()}`, anEmail()]) {
      const outcomes = await answers(pool, name, at, 12);
      expect([sentOf(outcomes), ...outcomes.slice(10)]).toEqual([10, limitExceeded.name, limitExceeded.name]);
    }
  });

  it('hears nothing of the limit of an address, and nothing goes there', async () => {
    const pool = await emailOtpPool(hiding);
    const at = nextHour();
    const user = await makeUser(pool);
    const nobody = `user-${randomUUID()}`;
    await exhaust(pool, user.email, at);
    for (const username of [user.username, nobody]) {
      expect(await answers(pool, username, at, 3)).toEqual(['sent', 'sent', 'sent']);
      const guess = confirmForgot(pool, username, '000000', {}, { at });
      await expect(guess).rejects.toMatchObject({ name: 'CodeMismatchException' });
      const { ChallengeName, Session } = await askOtp(pool, username, at);
      expect([ChallengeName, typeof Session]).toEqual(['EMAIL_OTP', 'string']);
    }
    expect(await mailTo(user.email)).toHaveLength(20);
  });

  it('learns nothing by the count of an address either: what seems to go there is counted', async () => {
    const pool = await makePool({ ...withEmail, AliasAttributes: ['email'] }, hiding);
    const at = nextHour();
    const user = await makeUser(pool);
    for (const address of [user.email, anEmail()]) {
      expect(sentOf(await answers(pool, address, at, 10))).toBe(10);
      expect(sentOf(await inTurn(12, () => signUpAt(pool, address, at)))).toBe(10);
    }
  });
});
