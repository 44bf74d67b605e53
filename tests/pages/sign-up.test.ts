import { randomUUID } from 'node:crypto';
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { SmsConfiguration } from '#tests/support/mfa.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import {
  anEmail,
  aPhoneNumber,
  makeClient,
  makePool,
  makeUser,
  password,
  type TestPool,
} from '#tests/support/pools.ts';
import { eventsOf, scriptedFunction } from '#tests/support/scripted-functions.ts';
import {
  codeIn,
  enter,
  enterWithoutPassword,
  errorOn,
  loginPath,
  textOf,
  userOf,
} from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { codeOf, makeTotpPool } from '#tests/support/totp.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const expired = 'The page has expired. Please try again.';
const mismatch = 'Invalid verification code provided, please try again.';

const byMail: Partial<CreateUserPoolCommandInput> = {
  AutoVerifiedAttributes: ['email'],
  Schema: [
    { Name: 'email', Required: true, Mutable: true },
    { Name: 'given_name', Required: true, Mutable: true },
  ],
};

const makeSignUpPool = (pool = byMail, client = {}) => makePool(pool, { ...onPages, ...client });

const pathOf = (pool: TestPool, path: string) => authorizePath(pool, { scope: 'openid', state: 'a b' }, path);

const filled = (email: string, more: Readonly<Record<string, string>> = {}) => ({
  username: `user-${randomUUID()}`,
  password,
  'requiredAttributes[email]': email,
  'requiredAttributes[given_name]': 'Ada',
  ...more,
});

const signUpOn = async (agent: UserAgent, pool: TestPool, fields: Readonly<Record<string, string>>) =>
  submit(agent, await agent.get(pathOf(pool, '/signup')), fields);

/** Signs up and opens the page that asks for the code. */
const untilCode = async (pool: TestPool, agent = newUserAgent(), email = anEmail()) => {
  const fields = filled(email);
  const led = await signUpOn(agent, pool, fields);
  return { agent, email, fields, led, page: await agent.get(locationOf(led).href) };
};

const statusOf = async (pool: TestPool, Username: string) =>
  (await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username }))).UserStatus;

const subOf = async (pool: TestPool, Username: string) => {
  const { UserAttributes } = await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username }));
  return UserAttributes?.find(({ Name }) => Name === 'sub')?.Value;
};

describe('the sign-up page', () => {
  it('has the form of the classic pages twice, the wide copy first', async () => {
    const pool = await makeSignUpPool();
    const page = await textOf(await newUserAgent().get(pathOf(pool, '/signup')));
    expect(page.match(/class="modal-content [^"]*"/g)).toEqual([
      expect.stringContaining('modal-content-desktop visible-md visible-lg'),
      expect.stringContaining('modal-content-mobile visible-xs visible-sm'),
    ]);
    const forms = page.split('<form ').slice(1);
    expect(forms).toHaveLength(2);
    for (const form of forms) {
      expect(form).toMatch(/^name="signupform" action="\/signup\?[^"]*&amp;state=a%20b" method="post"/);
      expect([...form.matchAll(/<input [^>]*?name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
        '_csrf',
        'username',
        'requiredAttributes[email]',
        'requiredAttributes[given_name]',
        'password',
      ]);
      expect(form).toMatch(/name="requiredAttributes\[email\]" type="email" [^>]*placeholder="name@host.com"/);
      expect(form).toContain('>Given name</label>');
      expect(form).toContain('Sign up with a new account');
      expect(form).toMatch(
        /<button name="signUpButton" type="submit" class="btn btn-primary signUpButton submitButton-customizable">Sign up<\/button>/,
      );
      expect(form).toMatch(/<span>Already have an account\?<\/span>\u00a0<a href="\/login\?[^"]*">Sign in<\/a>/);
    }
  });

  it('tells the rules of the pool for passwords, and no others', async () => {
    const Policies = { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true, RequireLowercase: true } };
    const pool = await makeSignUpPool({ ...byMail, Policies });
    const page = await textOf(await newUserAgent().get(pathOf(pool, '/signup')));
    const [first = ''] = page.split('<form ').slice(1);
    expect([...first.matchAll(/class="checkPasswordText-(\w+)">([^<]*)</g)].map(([, ...row]) => row)).toEqual([
      ['lowerletter', 'Password must contain a lower case letter'],
      ['numbers', 'Password must contain a number'],
      ['length', 'Password must contain at least 12 characters'],
    ]);
  });

  it('asks for the name in the form that the pool takes, and for no attribute twice', async () => {
    const pool = await makeSignUpPool({ ...byMail, UsernameAttributes: ['email'] });
    const page = await textOf(await newUserAgent().get(pathOf(pool, '/signup')));
    expect(page).toContain('>Email</label>');
    expect(page).not.toContain('requiredAttributes[email]');
  });

  it.each([
    ['Email', { UsernameAttributes: ['email' as const] }, anEmail],
    ['Email or phone number', { UsernameAttributes: ['email' as const, 'phone_number' as const] }, aPhoneNumber],
    ['Username', { AliasAttributes: ['email' as const] }, () => `user-${randomUUID()}`],
  ])('calls the new name %s, and takes one of each kind', async (label, settings, newName) => {
    const pool = await makeSignUpPool({
      AutoVerifiedAttributes: ['email', 'phone_number'],
      SmsConfiguration,
      ...settings,
    });
    const agent = newUserAgent();
    const page = await agent.get(pathOf(pool, '/signup'));
    expect(await textOf(page)).toMatch(new RegExp(`<label for="username" class="[^"]*">${label}</label>`));
    const led = await submit(agent, page, { username: newName(), password, 'requiredAttributes[email]': anEmail() });
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/confirm']);
  });

  it('asks for the address that a code goes to, where the pool requires none', async () => {
    const pool = await makeSignUpPool({ AutoVerifiedAttributes: ['email'] });
    expect(await textOf(await newUserAgent().get(pathOf(pool, '/signup')))).toContain('requiredAttributes[email]');
  });

  it('is linked from the sign-in page, with the query', async () => {
    const pool = await makeSignUpPool();
    const page = await textOf(await newUserAgent().get(loginPath(pool, { state: 'x' })));
    expect(page).toMatch(/<span>Need an account\?<\/span>\u00a0<a href="\/signup\?[^"]*&amp;state=x">Sign up<\/a>/);
    expect(page).toMatch(/<a class="[^"]*" href="\/forgotPassword\?[^"]*&amp;state=x">Forgot your password\?<\/a>/);
  });

  it('is not there in pools that only administrators fill', async () => {
    const pool = await makeSignUpPool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    const agent = newUserAgent();
    const led = await agent.get(pathOf(pool, '/signup'));
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/login']);
    const page = await agent.get(locationOf(led).href);
    expect(await textOf(page)).not.toContain('/signup');
    const { _csrf = '' } = formIn(await textOf(page)).fields;
    const posted = await agent.post(pathOf(pool, '/signup'), { _csrf, ...filled(anEmail()) });
    expect(locationOf(posted).pathname).toBe('/login');
  });
});

describe('a sign-up', () => {
  it('leads to the page that asks for the code, and from there to the app', async () => {
    const pool = await makeSignUpPool();
    const { agent, email, fields, led, page } = await untilCode(pool);
    expect(led.status).toBe(302);
    expect(led.headers.get('location')).toBe(`${stack().endpoint}${pathOf(pool, '/confirm')}`);
    const text = await textOf(page);
    expect(text).toContain('Confirm account');
    expect(text).toMatch(/<input id="verification_code" name="code" /);
    expect(text).toContain(`We have sent a code to ${email.at(0)}***@e***.`);
    const done = await submit(agent, page, { code: await codeFor(email) });
    expect(locationOf(done).searchParams.get('state')).toBe('a b');
    const user = await adminClient().send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: fields.username }),
    );
    const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
    expect(attributes).toMatchObject({ email, given_name: 'Ada', email_verified: 'true' });
    expect(await userOf(pool, done)).toBe(attributes.sub);
    // The session counts for other requests, and the browser keeps nothing of the sign-up.
    expect(locationOf(await agent.get(authorizePath(pool))).searchParams.has('code')).toBe(true);
    expect([...agent.cookies.keys()].filter((name) => name.includes('note'))).toEqual([]);
  });

  it('is signed in through the app client without a secret hash, also where the client has a secret', async () => {
    const pool = await makeSignUpPool(byMail, { GenerateSecret: true });
    const { agent, email, page } = await untilCode(pool);
    expect(await codeIn(await submit(agent, page, { code: await codeFor(email) }))).toBeTruthy();
  });

  it('is not signed in by another browser, nor after three minutes', async () => {
    const pool = await makeSignUpPool();
    const { email, fields } = await untilCode(pool);
    const other = newUserAgent();
    const asking = await other.get(pathOf(pool, '/confirm'));
    const led = await submit(other, asking, { username: fields.username, code: await codeFor(email) });
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/login']);
    expect(await statusOf(pool, fields.username)).toBe('CONFIRMED');

    const second = await untilCode(pool);
    const late = newUserAgent({ ahead: 181_000, cookies: second.agent.cookies });
    const after = await submit(late, second.page, { code: await codeFor(second.email) });
    expect([after.status, locationOf(after).pathname]).toEqual([302, '/login']);
  });

  it('is not signed in as whoever signed up in the same browser before', async () => {
    const pool = await makeSignUpPool();
    const agent = newUserAgent();
    const first = await untilCode(pool, agent);
    await untilCode(pool, agent);
    const led = await submit(agent, first.page, { code: await codeFor(first.email) });
    expect(locationOf(led).pathname).toBe('/login');
  });

  it('sets up the second factor that the pool wants before it leads to the app', async () => {
    const pool = await makeTotpPool('ON', byMail, onPages);
    const { agent, email, page } = await untilCode(pool);
    const asked = await submit(agent, page, { code: await codeFor(email) });
    expect(asked.status).toBe(200);
    const text = await textOf(asked);
    expect(formIn(text).action).toBe(pathOf(pool, '/login'));
    const [, secret = ''] = /<p id="totpSecret"[^>]*>([^<]*)</.exec(text) ?? [];
    expect(await codeIn(await submit(agent, asked, { authentication_code: codeOf(secret) }))).toBeTruthy();
  });

  it('shows what is wrong, and keeps what was typed but the password', async () => {
    const pool = await makeSignUpPool();
    const email = anEmail();
    const again = await signUpOn(newUserAgent(), pool, filled(email, { password: 'short', username: 'ada"<b>' }));
    expect(again.status).toBe(200);
    expect(await errorOn(again)).toBe('Password did not conform with policy: Password not long enough');
    const text = await textOf(again);
    expect(text).toContain('value="ada&quot;&lt;b>"');
    expect(text).toContain(`value="${email}"`);
    expect(text).not.toContain('short');
    expect(text).not.toContain('<b>');
  });

  it.each([
    ['a name that somebody has', 'taken', 'User already exists'],
    ['an address that is none', 'address', 'Invalid email address format.'],
  ])('with %s is refused as by the API', async (_what, kind, message) => {
    const pool = await makeSignUpPool();
    const fields =
      kind === 'taken' ? filled(anEmail(), { username: (await makeUser(pool)).username }) : filled('nowhere');
    expect(await errorOn(await signUpOn(newUserAgent(), pool, fields))).toBe(message);
  });

  it('without a name or password is refused', async () => {
    const pool = await makeSignUpPool();
    const fields = filled(anEmail(), { username: ' ' });
    expect(await errorOn(await signUpOn(newUserAgent(), pool, fields))).toMatch(/at 'username'/);
    const { password: _none, ...rest } = filled(anEmail());
    expect(await errorOn(await signUpOn(newUserAgent(), pool, rest))).toBe(
      'Password did not conform with policy: Password not long enough',
    );
  });

  it('that PreSignUp confirms leads straight to the app', async () => {
    const pool = await makePool(
      {
        ...byMail,
        LambdaConfig: { PreSignUp: scriptedFunction({ autoConfirmUser: true, autoVerifyEmail: true }) },
      },
      onPages,
    );
    const done = await signUpOn(newUserAgent(), pool, filled(anEmail()));
    expect(await codeIn(done)).toBeTruthy();
  });

  it('that is posted again goes on by the same password, and by no other', async () => {
    const pool = await makeSignUpPool();
    const agent = newUserAgent();
    const page = await agent.get(pathOf(pool, '/signup'));
    const fields = filled(anEmail());
    await submit(agent, page.clone(), fields);
    const again = await submit(agent, page.clone(), fields);
    expect([again.status, locationOf(again).pathname]).toEqual([302, '/confirm']);
    const refusals = [
      await submit(agent, page.clone(), { ...fields, password: 'Other-horse-1' }),
      await signUpOn(newUserAgent(), pool, fields),
    ];
    for (const refused of refusals) expect(await errorOn(refused)).toBe('User already exists');
    const confirming = await agent.get(pathOf(pool, '/confirm'));
    const code = await codeFor(fields['requiredAttributes[email]'] ?? '');
    expect(await codeIn(await submit(agent, confirming, { code }))).toBeTruthy();
  });

  it('is told where an administrator has to confirm it', async () => {
    const pool = await makePool({}, onPages);
    const username = `user-${randomUUID()}`;
    const page = await signUpOn(newUserAgent(), pool, { username, password });
    expect(await errorOn(page)).toBe('An administrator has to confirm your account before you can sign in.');
    await adminClient().send(new AdminConfirmSignUpCommand({ UserPoolId: pool.poolId, Username: username }));
    expect(await codeIn(await enter(newUserAgent(), pool, { username }))).toBeTruthy();
  });

  it('is refused from a form that is not our own', async () => {
    const pool = await makeSignUpPool();
    const agent = newUserAgent();
    const { fields } = formIn(await textOf(await agent.get(pathOf(pool, '/signup'))));
    const given = filled(anEmail());
    const refusals = [
      await agent.post(pathOf(pool, '/signup'), given),
      await newUserAgent().post(pathOf(pool, '/signup'), { ...fields, ...given }),
      await newUserAgent({ cookies: agent.cookies, headers: { origin: 'https://evil.example' } }).post(
        pathOf(pool, '/signup'),
        { ...fields, ...given },
      ),
    ];
    for (const refused of refusals) expect([refused.status, await errorOn(refused)]).toEqual([200, expired]);
    await expect(statusOf(pool, given.username)).rejects.toThrow('User does not exist');
  });
});

describe('the page that confirms', () => {
  it('shows a wrong code again, and takes the right one after that', async () => {
    const pool = await makeSignUpPool();
    const { agent, email, page } = await untilCode(pool);
    const code = await codeFor(email);
    const again = await submit(agent, page, { code: code === '111111' ? '222222' : '111111' });
    expect([again.status, await errorOn(again)]).toEqual([200, mismatch]);
    expect(await codeIn(await submit(agent, again, { code: ` ${code} ` }))).toBeTruthy();
  });

  it.each(['LEGACY', 'ENABLED'] as const)(
    'takes a code once, and leads to the app however often it is clicked, where the client is %s',
    async (PreventUserExistenceErrors) => {
      const arn = scriptedFunction({});
      const pool = await makeSignUpPool(
        { ...byMail, LambdaConfig: { PostConfirmation: arn } },
        { PreventUserExistenceErrors },
      );
      const { agent, email, fields: signedUp, page } = await untilCode(pool);
      const { action, fields } = formIn(await textOf(page));
      const answer = { ...fields, code: await codeFor(email) };
      const before = new Map(agent.cookies);
      const done = await Promise.all(Array.from({ length: 5 }, () => agent.post(action, answer)));
      done.push(await newUserAgent({ cookies: new Map(before) }).post(action, answer));
      const subs = new Set(await Promise.all(done.map((one) => userOf(pool, one))));
      expect(subs).toEqual(new Set([await subOf(pool, signedUp.username)]));
      expect(await eventsOf(pool.poolId)).toHaveLength(1);

      const late = await newUserAgent({ ahead: 181_000, cookies: new Map(before) }).post(action, answer);
      expect([late.status, locationOf(late).pathname]).toEqual([302, '/login']);
      const elsewhere = newUserAgent();
      const asking = await elsewhere.get(pathOf(pool, '/confirm'));
      const refused = await submit(elsewhere, asking, { username: signedUp.username, code: answer.code });
      expect(refused.status).toBe(200);
      expect(await errorOn(refused)).toBeTruthy();
    },
  );

  it('sends another code by its button', async () => {
    const pool = await makeSignUpPool();
    const { agent, email, page } = await untilCode(pool);
    const text = await textOf(page);
    const [, to = ''] = /formaction="([^"]*)" formnovalidate>Resend it</.exec(text) ?? [];
    const path = to.replaceAll('&amp;', '&');
    expect(path).toBe(pathOf(pool, '/resendcode'));
    const led = await agent.post(path, formIn(text).fields);
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/confirm']);
    expect(await mailTo(email)).toHaveLength(2);
    const after = await agent.get(locationOf(led).href);
    expect(await codeIn(await submit(agent, after, { code: await codeFor(email) }))).toBeTruthy();
  });

  it('asks for the name where the browser knows none, and keeps it', async () => {
    const pool = await makeSignUpPool();
    const agent = newUserAgent();
    const page = await agent.get(pathOf(pool, '/confirm'));
    expect(await textOf(page)).toMatch(/<input id="username" name="username" type="text"/);
    const again = await submit(agent, page, { username: 'nobody', code: '123456' });
    expect(await textOf(again)).toMatch(/<input id="username" name="username" type="text"[^>]*value="nobody"/);
  });

  it.each(['LEGACY', 'ENABLED'] as const)(
    'is where the right password leads before it, and signs in after it, where the client is %s',
    async (PreventUserExistenceErrors) => {
      const pool = await makeSignUpPool(byMail, { PreventUserExistenceErrors });
      const { email, fields } = await untilCode(pool);
      const agent = newUserAgent();
      const wrong = await enter(agent, pool, fields, { password: 'Wrong-horse-1' });
      expect([wrong.status, await errorOn(wrong)]).toEqual([200, 'Incorrect username or password.']);
      const led = await enter(agent, pool, fields);
      expect([led.status, locationOf(led).pathname]).toEqual([302, '/confirm']);
      const page = await agent.get(locationOf(led).href);
      const after = await submit(agent, page, { code: await codeFor(email) });
      expect(await userOf(pool, after)).toBeTruthy();
      expect([...agent.cookies.keys()].filter((name) => name.includes('note'))).toEqual([]);
    },
  );

  it('is where the right password leads that was chosen before it, too', async () => {
    const pool = await makePool(
      { ...byMail, Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
      onPages,
    );
    const { email, fields } = await untilCode(pool);
    const agent = newUserAgent();
    const choice = await enterWithoutPassword(agent, pool, fields);
    const asked = await submit(agent, choice, { answer: 'PASSWORD' });
    const led = await submit(agent, asked, { password });
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/confirm']);
    const page = await agent.get(locationOf(led).href);
    expect(await codeIn(await submit(agent, page, { code: await codeFor(email) }))).toBeTruthy();
  });

  it('does not sign in by a password that somebody else gave', async () => {
    const pool = await makeSignUpPool();
    const { email, fields } = await untilCode(pool);
    const stranger = newUserAgent();
    await enter(stranger, pool, fields, { password: 'Wrong-horse-1' });
    const asking = await stranger.get(pathOf(pool, '/confirm'));
    const led = await submit(stranger, asking, { username: fields.username, code: await codeFor(email) });
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/login']);
  });

  it('answers the same for users and for nobody, where the client hides who exists', async () => {
    const pool = await makeSignUpPool(byMail, { PreventUserExistenceErrors: 'ENABLED' });
    const confirmed = await makeUser(pool);
    const seen = async (path: '/confirm' | '/resendcode', username: string) => {
      const agent = newUserAgent();
      const { fields } = formIn(await textOf(await agent.get(pathOf(pool, '/confirm'))));
      const answer = await agent.post(pathOf(pool, path), { ...fields, username, code: '123456' });
      return [answer.status, answer.headers.get('location'), await errorOn(answer)];
    };
    for (const path of ['/confirm', '/resendcode'] as const) {
      const [ofUser, ofNobody] = [await seen(path, confirmed.username), await seen(path, `nobody-${randomUUID()}`)];
      expect(ofNobody).toEqual(ofUser);
    }
    expect(await seen('/resendcode', 'nobody')).toEqual([302, expect.stringContaining('/confirm?'), undefined]);
  });

  it('has no note for another client of the pool', async () => {
    const pool = await makeSignUpPool();
    const { agent } = await untilCode(pool);
    const other = { ...pool, ...(await makeClient(pool.poolId, onPages)) };
    expect(await textOf(await agent.get(pathOf(pool, '/confirm')))).not.toMatch(/<input id="username"/);
    expect(await textOf(await agent.get(pathOf(other, '/confirm')))).toMatch(/<input id="username"/);
  });

  it('has no note for another client, nor one that was changed', async () => {
    const pool = await makeSignUpPool();
    const other = await makeSignUpPool();
    const { agent } = await untilCode(pool);
    const [[name = '', value = ''] = []] = [...agent.cookies].filter(([key]) => key.includes('note'));
    const elsewhere = newUserAgent({ cookies: new Map([[name, value]]) });
    expect(await textOf(await elsewhere.get(pathOf(other, '/confirm')))).toMatch(/<input id="username"/);
    const [before, at, after] = [value.slice(0, 40), value.charAt(40), value.slice(41)];
    const changed = newUserAgent({ cookies: new Map([[name, before + (at === 'A' ? 'B' : 'A') + after]]) });
    expect(await textOf(await changed.get(pathOf(pool, '/confirm')))).toMatch(/<input id="username"/);
  });

  it('is refused from a form that is not our own', async () => {
    const pool = await makeSignUpPool();
    const { agent, email, fields } = await untilCode(pool);
    const code = await codeFor(email);
    for (const path of ['/confirm', '/resendcode']) {
      const refused = await agent.post(pathOf(pool, path), { username: fields.username, code });
      expect([refused.status, await errorOn(refused)]).toEqual([200, expired]);
    }
    expect(await mailTo(email)).toHaveLength(1);
    expect(await statusOf(pool, fields.username)).toBe('UNCONFIRMED');
  });

  it('calls the triggers of the API, and those of a sign-in', async () => {
    const arn = scriptedFunction({});
    const pool = await makePool(
      {
        ...byMail,
        LambdaConfig: { PreSignUp: arn, PostConfirmation: arn, PreAuthentication: arn, PostAuthentication: arn },
      },
      onPages,
    );
    const { agent, email, page } = await untilCode(pool);
    await codeIn(await submit(agent, page, { code: await codeFor(email) }));
    expect((await eventsOf(pool.poolId)).map(({ triggerSource }) => triggerSource)).toEqual([
      'PreSignUp_SignUp',
      'PostConfirmation_ConfirmSignUp',
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
    ]);
  });
});
