import { randomUUID } from 'node:crypto';
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  type CreateUserPoolCommandInput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { awaitingUser, awaits } from '#tests/support/awaiting-users.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { SmsConfiguration } from '#tests/support/mfa.ts';
import { authorizePath, locationOf, makeOAuthApp, onPages } from '#tests/support/oauth.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password } from '#tests/support/pools.ts';
import { eventsOf, scriptedDirectory, scriptedFailure, scriptedFunction } from '#tests/support/scripted-functions.ts';
import {
  codeIn,
  enter,
  enterWithoutPassword,
  errorOn,
  loginPath,
  textOf,
  userOf,
} from '#tests/support/sign-in-page.ts';
import { codeOf, makeTotpPool, makeTotpUser, stepMs } from '#tests/support/totp.ts';
import { formIn, newUserAgent, submit } from '#tests/support/user-agent.ts';

const wrong = 'Incorrect username or password.';

// What a viewer can tell of an answer, without what is new in each.
const seen = async (page: Response, name: string) => ({
  status: page.status,
  headers: [...page.headers.keys()].sort(),
  cookies: page.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, '')),
  text: (await textOf(page))
    .replaceAll(name, 'NAME')
    .replace(/name="(?:_csrf|question)" value="[^"]*"/g, '')
    .replace(/client_id=\w+/g, ''),
});

const sourcesOf = async (poolId: string): Promise<string[]> =>
  (await eventsOf(poolId)).map(({ triggerSource }) => triggerSource);

describe('name and password', () => {
  it('lead straight to the app, with its state', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const toPage = await agent.get(authorizePath(app, { scope: 'openid', state: 'a b&c' }));
    expect([toPage.status, locationOf(toPage).pathname]).toEqual([302, '/login']);
    const page = await agent.get(toPage.headers.get('location') ?? '');
    const done = await submit(agent, page, { username: app.user.username, password });
    expect(locationOf(done).searchParams.get('state')).toBe('a b&c');
    expect(await userOf(app, done)).toBe(app.user.sub);
  });

  it('lead to the app with tokens in the fragment, in the implicit flow', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const page = await agent.get(loginPath(app, { response_type: 'token' }));
    const done = await submit(agent, page, { username: app.user.username, password });
    expect(done.status).toBe(302);
    expect(done.headers.get('location')).toMatch(
      /^https:\/\/app\.example\.com\/callback#id_token=[\w.-]+&access_token=[\w.-]+&expires_in=3600&token_type=Bearer/,
    );
  });

  it('are asked again where they are wrong, with the name in the form', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const again = await enter(agent, app, app.user, { password: 'Wrong-horse-1' });
    expect([again.status, await errorOn(again)]).toEqual([200, wrong]);
    const text = await textOf(again);
    expect(text.split(`value="${app.user.username}"`)).toHaveLength(3);
    expect(text).not.toContain('Wrong-horse-1');
    expect(await userOf(app, await submit(agent, again, { username: app.user.username, password }))).toBe(app.user.sub);
  });

  it.each([
    ['no name', { username: '' }, 'Missing required parameter USERNAME'],
    ['no password', { password: '' }, 'Missing required parameter PASSWORD'],
  ])('are asked again where there is %s', async (_what, fields, message) => {
    const app = await makeOAuthApp();
    const again = await enter(newUserAgent(), app, app.user, fields);
    expect([again.status, await errorOn(again)]).toEqual([200, message]);
  });

  it('may have spaces around the name, as phones add them', async () => {
    const app = await makeOAuthApp();
    const done = await enter(newUserAgent(), app, { username: ` ${app.user.username} ` });
    expect(await userOf(app, done)).toBe(app.user.sub);
  });

  it('lock the user out after five wrong passwords', async () => {
    const app = await makeOAuthApp();
    // The first lockout lasts a second: the clock stands still, however slow the machine.
    const agent = newUserAgent({ headers: { 'x-gatehouse-clock': String(Date.now()) } });
    for (let guess = 1; guess <= 5; guess++) {
      expect(await errorOn(await enter(agent, app, app.user, { password: `Wrong-horse-${guess}` }))).toBe(wrong);
    }
    expect(await errorOn(await enter(agent, app, app.user))).toBe('Password attempts exceeded');
  });

  it.each<readonly [string, Partial<CreateUserPoolCommandInput>, readonly ('name' | 'email' | 'phone')[]]>([
    ['Username', {}, ['name']],
    ['Username', { AliasAttributes: ['preferred_username'] }, ['name']],
    ['Username or email', { AliasAttributes: ['email'] }, ['name', 'email']],
    ['Username or phone number', { AliasAttributes: ['phone_number'] }, ['name', 'phone']],
    ['Username, email or phone number', { AliasAttributes: ['email', 'phone_number'] }, ['name', 'email', 'phone']],
    ['Email', { UsernameAttributes: ['email'] }, ['email']],
    ['Phone number', { UsernameAttributes: ['phone_number'] }, ['phone']],
    ['Email or phone number', { UsernameAttributes: ['email', 'phone_number'] }, ['email', 'phone']],
  ])('may be any name that the pool takes: %s', async (label, settings, kinds) => {
    const pool = await makePool(
      { AutoVerifiedAttributes: ['email', 'phone_number'], SmsConfiguration, ...settings },
      onPages,
    );
    const agent = newUserAgent();
    expect(await textOf(await agent.get(loginPath(pool)))).toContain(`placeholder="${label}"`);
    const names = { name: `user-${randomUUID()}`, email: anEmail(), phone: aPhoneNumber() };
    const username = names[kinds[0] ?? 'name'];
    const verified = [
      { Name: 'phone_number', Value: names.phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const user = await makeUser(pool, { username, email: names.email, attributes: verified });
    for (const kind of kinds)
      expect(await userOf(pool, await enter(agent, pool, { username: names[kind] }))).toBe(user.sub);
  });

  it('need neither SECRET_HASH nor a flow of ExplicitAuthFlows', async () => {
    const app = await makeOAuthApp({ GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
    expect(await userOf(app, await enter(newUserAgent(), app, app.user))).toBe(app.user.sub);
  });

  it('are told to PreAuthentication and PostAuthentication, once each and without the password', async () => {
    const trigger = scriptedFunction({});
    const app = await makeOAuthApp({}, { LambdaConfig: { PreAuthentication: trigger, PostAuthentication: trigger } });
    await codeIn(await enter(newUserAgent(), app, app.user));
    expect(await sourcesOf(app.poolId)).toEqual([
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
    ]);
    expect(JSON.stringify(await eventsOf(app.poolId))).not.toContain(password);
  });

  it('ask PostAuthentication only at the end of a sign-in with a second factor', async () => {
    const trigger = scriptedFunction({});
    const pool = await makeTotpPool('OPTIONAL', { LambdaConfig: { PostAuthentication: trigger } }, onPages);
    const user = await makeTotpUser(pool);
    const before = (await sourcesOf(pool.poolId)).length;
    const agent = newUserAgent({ ahead: stepMs });
    const asked = await enter(agent, pool, user);
    expect(await sourcesOf(pool.poolId)).toHaveLength(before);
    await codeIn(await submit(agent, asked, { authentication_code: codeOf(user.secret, Date.now() + stepMs) }));
    expect(await sourcesOf(pool.poolId)).toHaveLength(before + 1);
  });

  it('show what PreAuthentication says against a sign-in', async () => {
    const app = await makeOAuthApp({}, { LambdaConfig: { PreAuthentication: scriptedFailure('Closed <b>today</b>') } });
    const again = await enter(newUserAgent(), app, app.user);
    expect([again.status, await errorOn(again)]).toEqual([
      200,
      'PreAuthentication failed with error Closed <b>today</b>.',
    ]);
    expect(await textOf(again)).toContain('Closed &lt;b>today&lt;/b>');
  });

  it('bring users along from another directory', async () => {
    const app = await makeOAuthApp({}, { LambdaConfig: { UserMigration: scriptedDirectory(password) } });
    const username = `moved-${randomUUID()}`;
    const agent = newUserAgent();
    expect(await errorOn(await enter(agent, app, { username }, { password: 'Wrong-horse-1' }))).toBeTruthy();
    const sub = await userOf(app, await enter(agent, app, { username }));
    const { UserAttributes } = await adminClient().send(
      new AdminGetUserCommand({ UserPoolId: app.poolId, Username: username }),
    );
    expect(UserAttributes?.find(({ Name }) => Name === 'sub')?.Value).toBe(sub);
  });
});

describe('a user who awaits the migration of a password', () => {
  it('is let in by the password that the other directory knows, and stays the same user', async () => {
    const app = await makeOAuthApp({}, { LambdaConfig: { UserMigration: scriptedDirectory(password) } });
    const user = await awaitingUser(app);
    const agent = newUserAgent();
    expect(await errorOn(await enter(agent, app, user, { password: 'Wrong-horse-1' }))).toBe(wrong);
    expect(await awaits(app, user)).toBe(true);
    expect(await userOf(app, await enter(agent, app, user))).toBe(user.sub);
    expect(await awaits(app, user)).toBe(false);
  });
});

describe('a user who may not sign in', () => {
  it.each(['LEGACY', 'ENABLED'] as const)(
    'because of no confirmation is told, where the client is %s',
    async (mode) => {
      const pool = await makePool({}, { ...onPages, PreventUserExistenceErrors: mode });
      const Username = `user-${randomUUID()}`;
      await publicClient().send(new SignUpCommand({ ClientId: pool.clientId, Username, Password: password }));
      const again = await enter(newUserAgent(), pool, { username: Username });
      expect([again.status, await errorOn(again)]).toEqual([
        200,
        'An administrator has to confirm your account before you can sign in.',
      ]);
    },
  );

  it('because an administrator disabled it is told', async () => {
    const app = await makeOAuthApp();
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: app.poolId, Username: app.user.username }));
    const again = await enter(newUserAgent(), app, app.user);
    expect([again.status, await errorOn(again)]).toEqual([200, 'User is disabled.']);
  });

  it('because the password was reset is led to the page that sends a code', async () => {
    const app = await makeOAuthApp();
    await adminClient().send(
      new AdminResetUserPasswordCommand({ UserPoolId: app.poolId, Username: app.user.username }),
    );
    const agent = newUserAgent();
    const led = await enter(agent, app, app.user);
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/forgotPassword']);
    const page = await textOf(await agent.get(locationOf(led).href));
    expect(page).toMatch(new RegExp(`name="username"[^>]*value="${app.user.username}"`));
  });

  it('because there is no such user gets the answer of a wrong password, where the client hides that', async () => {
    const app = await makeOAuthApp({ PreventUserExistenceErrors: 'ENABLED' });
    const nobody = `user-${randomUUID()}`;
    const [known, unknown] = [newUserAgent(), newUserAgent()];
    const ofUser = await enter(known, app, app.user, { password: 'Wrong-horse-1' });
    const ofNobody = await enter(unknown, app, { username: nobody }, { password: 'Wrong-horse-1' });
    expect(await errorOn(ofUser)).toBe(wrong);
    expect(await seen(ofNobody, nobody)).toEqual(await seen(ofUser, app.user.username));
  });

  it('because there is no such user is told where the client tells', async () => {
    const app = await makeOAuthApp({ PreventUserExistenceErrors: 'LEGACY' });
    expect(await errorOn(await enter(newUserAgent(), app, { username: 'nobody' }))).toBe('User does not exist.');
  });

  it('is asked for a code as a user would be, where the client hides that there is none', async () => {
    const app = await makeOAuthApp(
      { PreventUserExistenceErrors: 'ENABLED' },
      {
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
        AutoVerifiedAttributes: ['email'],
      },
    );
    const nobody = `user-${randomUUID()}`;
    const steps = async (username: string) => {
      const agent = newUserAgent();
      const choice = await enterWithoutPassword(agent, app, { username });
      const first = await seen(choice, username);
      const asked = await submit(agent, choice, { answer: 'EMAIL_OTP' });
      const second = await seen(asked, username);
      const third = await seen(await submit(agent, asked, { authentication_code: '00000000' }), username);
      // The address is another one.
      return [first, second, third].map((page) => ({ ...page, text: page.text.replaceAll(/sent to \S+/g, 'sent') }));
    };
    expect(await steps(nobody)).toEqual(await steps(app.user.username));
  });
});

describe('a question that waits too long', () => {
  it('leads back to the sign-in page, which says so', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    const user = await makeTotpUser(pool);
    const agent = newUserAgent();
    const asked = await enter(agent, pool, user);
    const later = newUserAgent({ ahead: 4 * 60_000, cookies: agent.cookies });
    const page = await submit(later, asked, { authentication_code: '123456' });
    expect(page.status).toBe(200);
    expect(await textOf(page)).toContain('name="cognitoSignInForm"');
    expect(await errorOn(page)).toBe('Invalid session for the user, session is expired.');
    expect(formIn(await textOf(page)).fields).not.toHaveProperty('question');
  });
});
