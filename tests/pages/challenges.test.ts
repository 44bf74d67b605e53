import {
  AdminCreateUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type AttributeType,
  type CreateUserPoolCommandInput,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool, SmsConfiguration } from '#tests/support/mfa.ts';
import { onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { register, toRequestOptions } from '#tests/support/passkeys.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import {
  enter,
  enterWithoutPassword,
  errorOn,
  loginPath,
  questionIn,
  textOf,
  userOf,
} from '#tests/support/sign-in-page.ts';
import { otherThan } from '#tests/support/sign-up.ts';
import { codeOf, makeTotpPool, makeTotpUser, stepMs, wrongCodeOf } from '#tests/support/totp.ts';
import { formIn, newUserAgent, submit } from '#tests/support/user-agent.ts';

const withPhone = (number: string): AttributeType[] => [
  { Name: 'phone_number', Value: number },
  { Name: 'phone_number_verified', Value: 'true' },
];

const wrongSms = 'Invalid code or auth state for the user.';

// What a page asks: the form brings it along.
const questionOf = async (page: Response) => questionIn(formIn(await textOf(page)).fields.question ?? '');

const prefer = (pool: TestPool, { username }: { readonly username: string }, ...factors: ('SMS' | 'Email')[]) =>
  adminClient().send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: pool.poolId,
      Username: username,
      ...(factors.includes('SMS') && { SMSMfaSettings: { Enabled: true } }),
      ...(factors.includes('Email') && { EmailMfaSettings: { Enabled: true } }),
    }),
  );

describe('a second factor', () => {
  it.each([
    ['SMS', 'SMS_MFA'],
    ['Email', 'EMAIL_OTP'],
  ] as const)('by %s is asked after the password, and again after a wrong code', async (medium, challenge) => {
    const pool = await makeMfaPool({}, {}, onPages);
    const phone = aPhoneNumber();
    const user = await makeUser(pool, { attributes: withPhone(phone) });
    await prefer(pool, user, medium);
    const agent = newUserAgent();

    const asked = await enter(agent, pool, user);
    expect(asked.status).toBe(200);
    expect(await questionOf(asked)).toMatchObject({ challenge });
    const code = await codeFor(medium === 'SMS' ? phone : user.email);

    const again = await submit(agent, asked, { authentication_code: otherThan(code) });
    expect([again.status, await errorOn(again)]).toEqual([200, wrongSms]);
    expect(await userOf(pool, await submit(agent, again, { authentication_code: code }))).toBe(user.sub);
  });

  it('says to which address the code went', async () => {
    const pool = await makeMfaPool({}, {}, onPages);
    const user = await makeUser(pool);
    await prefer(pool, user, 'Email');
    const page = await textOf(await enter(newUserAgent(), pool, user));
    expect(page).toMatch(/Enter the code that was sent to \w\*{3}@e\*{3}\./);
    expect(page).not.toContain(user.email);
  });

  it('of an app is asked after the password, and again after a wrong code', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    const user = await makeTotpUser(pool);
    const agent = newUserAgent({ ahead: stepMs });
    const at = Date.now() + stepMs;

    const asked = await enter(agent, pool, user);
    expect(await questionOf(asked)).toMatchObject({ challenge: 'SOFTWARE_TOKEN_MFA' });
    const again = await submit(agent, asked, { authentication_code: wrongCodeOf(user.secret, at) });
    expect([again.status, await errorOn(again)]).toEqual([200, 'Invalid code received for user']);
    expect(await userOf(pool, await submit(agent, again, { authentication_code: codeOf(user.secret, at) }))).toBe(
      user.sub,
    );
  });

  it('can be chosen by a user who has several', async () => {
    const pool = await makeMfaPool({}, {}, onPages);
    const phone = aPhoneNumber();
    const user = await makeUser(pool, { attributes: withPhone(phone) });
    await prefer(pool, user, 'SMS', 'Email');
    const agent = newUserAgent();

    const choice = await enter(agent, pool, user);
    expect(await questionOf(choice)).toMatchObject({
      challenge: 'SELECT_MFA_TYPE',
      choices: expect.arrayContaining(['SMS_MFA', 'EMAIL_OTP']),
    });
    const refused = await submit(agent, choice, { answer: 'SOFTWARE_TOKEN_MFA' });
    expect([refused.status, await errorOn(refused)]).toEqual([200, 'Selected MFA type is not available.']);
    const asked = await submit(agent, refused, { answer: 'EMAIL_OTP' });
    expect(await userOf(pool, await submit(agent, asked, { authentication_code: await codeFor(user.email) }))).toBe(
      user.sub,
    );
  });
});

describe('NEW_PASSWORD_REQUIRED', () => {
  const newcomer = async (settings: Partial<CreateUserPoolCommandInput> = {}) => {
    const pool = await makePool(settings, onPages);
    const username = `new-${anEmail()}`.replace('@', '-at-');
    const { User } = await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
      }),
    );
    return { pool, username, sub: User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value };
  };

  it('takes a new password, and asks again for one that the policy refuses', async () => {
    const { pool, username, sub } = await newcomer();
    const agent = newUserAgent();
    const asked = await enter(agent, pool, { username });
    expect(await questionOf(asked)).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED', choices: [] });
    const again = await submit(agent, asked, { new_password: 'short' });
    expect([again.status, await errorOn(again)]).toEqual([
      200,
      'Password did not conform with policy: Password not long enough',
    ]);
    expect(await userOf(pool, await submit(agent, again, { new_password: 'Another-horse-2' }))).toBe(sub);
  });

  it('takes the required attributes that are missing', async () => {
    const Schema = [{ Name: 'given_name', Required: true, Mutable: true }];
    const { pool, username, sub } = await newcomer({ Schema });
    const agent = newUserAgent();
    const asked = await enter(agent, pool, { username });
    const page = await textOf(asked);
    expect(page).toContain('name="requiredAttributes[given_name]"');
    expect(page).toContain('>Given name<');
    const again = await submit(agent, asked, { new_password: 'Another-horse-2' });
    expect([again.status, await errorOn(again)]).toEqual([200, 'Invalid attributes given, given_name is missing']);
    const given = { new_password: 'Another-horse-2', 'requiredAttributes[given_name]': 'Ada' };
    expect(await userOf(pool, await submit(agent, again, given))).toBe(sub);
  });

  it('takes no attribute that was not asked for', async () => {
    const { pool, username } = await newcomer();
    const agent = newUserAgent();
    const asked = await enter(agent, pool, { username });
    const done = await submit(agent, asked, { new_password: 'Another-horse-2', 'requiredAttributes[name]': 'Eve' });
    expect(done.status).toBe(302);
    const { IdToken } = await signIn(pool, { username }, { secret: 'Another-horse-2' });
    expect(Buffer.from(IdToken.split('.')[1] ?? '', 'base64url').toString()).not.toContain('Eve');
  });
});

describe('MFA_SETUP', () => {
  // Its users have an address, which would be a second factor at once.
  const makePhonePool = async (withApps: boolean) => {
    const pool = await makePool({}, onPages);
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'ON',
        SmsMfaConfiguration: { SmsConfiguration },
        SoftwareTokenMfaConfiguration: { Enabled: withApps },
      }),
    );
    return pool;
  };

  it('of an app shows the key, and takes a code of it', async () => {
    const pool = await makeTotpPool('ON', {}, onPages);
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const asked = await enter(agent, pool, user);
    const page = await textOf(asked);
    const [, secret = ''] = /<p id="totpSecret"[^>]*>([A-Z2-7]+)</.exec(page) ?? [];
    expect(page).toContain(`?secret=${secret}&amp;issuer=test`);
    const again = await submit(agent, asked, { authentication_code: wrongCodeOf(secret) });
    expect([again.status, await errorOn(again)]).toEqual([200, 'Code mismatch and fail enable Software Token MFA']);
    expect(await userOf(pool, await submit(agent, again, { authentication_code: codeOf(secret) }))).toBe(user.sub);

    const later = newUserAgent({ ahead: stepMs });
    const next = await submit(later, await enter(later, pool, user), {
      authentication_code: codeOf(secret, Date.now() + stepMs),
    });
    expect(await userOf(pool, next)).toBe(user.sub);
  });

  it('by e-mail takes an address, and the code that goes there', async () => {
    const pool = await makeMfaPool({ mode: 'ON', sms: false, softwareToken: false }, {}, onPages);
    const username = anEmail().replace('@', '-at-');
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
      }),
    );
    const agent = newUserAgent();
    const withPassword = await submit(agent, await enter(agent, pool, { username }), {
      new_password: 'Another-horse-2',
    });
    expect(await textOf(withPassword)).toContain('name="EMAIL" type="email"');
    const again = await submit(agent, withPassword, { EMAIL: 'nowhere' });
    expect([again.status, await errorOn(again)]).toEqual([200, 'Invalid email address format.']);
    const EMAIL = anEmail();
    const asked = await submit(agent, again, { EMAIL });
    const done = await submit(agent, asked, { authentication_code: await codeFor(EMAIL) });
    expect(await userOf(pool, done)).toMatch(/^[\w-]{36}$/);
  });

  it('by text message takes a number, and the code that goes there', async () => {
    const pool = await makePhonePool(false);
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const asked = await enter(agent, pool, user);
    expect(await textOf(asked)).toContain('name="PHONE_NUMBER" type="tel"');
    const PHONE_NUMBER = aPhoneNumber();
    const sent = await submit(agent, asked, { PHONE_NUMBER });
    const done = await submit(agent, sent, { authentication_code: await codeFor(PHONE_NUMBER) });
    expect(await userOf(pool, done)).toBe(user.sub);
  });

  it('lets the user choose where several are on offer', async () => {
    const pool = await makePhonePool(true);
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const choice = await enter(agent, pool, user);
    expect(await questionOf(choice)).toMatchObject({
      challenge: 'MFA_SETUP',
      choices: expect.arrayContaining(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']),
    });
    const app = await submit(agent, choice, { answer: 'SOFTWARE_TOKEN_MFA' });
    const [, secret = ''] = /<p id="totpSecret"[^>]*>([A-Z2-7]+)</.exec(await textOf(app)) ?? [];
    expect(await userOf(pool, await submit(agent, app, { authentication_code: codeOf(secret) }))).toBe(user.sub);
  });
});

describe('a sign-in without a password', () => {
  const choosing = (pool: Partial<CreateUserPoolCommandInput> = {}) =>
    makePool(
      {
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] } },
        AutoVerifiedAttributes: ['email'],
        SmsConfiguration,
        ...pool,
      },
      onPages,
    );

  it('is offered where the pool has more than passwords', async () => {
    const [plain, pool] = [await makePool({}, onPages), await choosing()];
    const link = 'Sign in without a password';
    expect(await textOf(await enter(newUserAgent(), plain, { username: 'nobody' }))).not.toContain(link);
    expect(await textOf(await enter(newUserAgent(), pool, { username: 'nobody' }))).toContain(link);
  });

  it('is neither offered nor taken in strict pools, as in Cognito', async () => {
    const pool = await choosing();
    const user = await makeUser(pool);
    await callOwn('SetUserPoolCompatibility', { UserPoolId: pool.poolId, Strict: true });
    const agent = newUserAgent();
    expect(await textOf(await agent.get(loginPath(pool)))).not.toContain('Sign in without a password');
    const refused = await enterWithoutPassword(agent, pool, user);
    expect([refused.status, await errorOn(refused)]).toEqual([200, 'Sign in with your password.']);
    expect(formIn(await textOf(refused)).fields).not.toHaveProperty('question');
    expect(await userOf(pool, await enter(agent, pool, user))).toBe(user.sub);
  });

  it.each(['EMAIL_OTP', 'SMS_OTP'])('takes a code of %s', async (challenge) => {
    const pool = await choosing();
    const phone = aPhoneNumber();
    const user = await makeUser(pool, { attributes: withPhone(phone) });
    const agent = newUserAgent();
    const choice = await enterWithoutPassword(agent, pool, user);
    expect(await questionOf(choice)).toMatchObject({
      challenge: 'SELECT_CHALLENGE',
      choices: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'],
    });
    const asked = await submit(agent, choice, { answer: challenge });
    const code = await codeFor(challenge === 'SMS_OTP' ? phone : user.email);
    const again = await submit(agent, asked, { authentication_code: otherThan(code) });
    expect([again.status, await errorOn(again)]).toEqual([200, wrongSms]);
    expect(await userOf(pool, await submit(agent, again, { authentication_code: code }))).toBe(user.sub);
  });

  it('takes a password after all', async () => {
    const pool = await choosing();
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const asked = await submit(agent, await enterWithoutPassword(agent, pool, user), { answer: 'PASSWORD' });
    expect(await userOf(pool, await submit(agent, asked, { password }))).toBe(user.sub);
  });

  it('takes a passkey', async () => {
    const pool = await choosing();
    const user = await makeUser(pool);
    const authenticator = await register(await signIn(pool, user));
    const agent = newUserAgent();
    const asked = await submit(agent, await enterWithoutPassword(agent, pool, user), { answer: 'WEB_AUTHN' });
    const { parameters } = await questionOf(asked);
    const options = toRequestOptions(Object(parameters));
    const done = await submit(agent, asked, { credential: authenticator.sign(options) });
    expect(await userOf(pool, done)).toBe(user.sub);
  });
});
