import { randomUUID } from 'node:crypto';
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { nextHour } from '#tests/support/hours.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { authorizePath, locationOf, makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { password, type TestPool } from '#tests/support/pools.ts';
import { codeIn, enter, errorOn, loginPath, textOf } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const expired = 'The page has expired. Please try again.';
const mismatch = 'Invalid verification code provided, please try again.';
const changed = 'Better-horse-2';

const pathOf = (pool: TestPool, path: string) => authorizePath(pool, { scope: 'openid' }, path);

const forget = async (agent: UserAgent, pool: TestPool, username: string): Promise<Response> =>
  submit(agent, await agent.get(pathOf(pool, '/forgotPassword')), { username });

/** Asks for a code, and opens the page that takes it. */
const untilCode = async (app: OAuthApp, agent = newUserAgent()) => {
  const led = await forget(agent, app, app.user.username);
  return { agent, led, page: await agent.get(locationOf(led).href) };
};

describe('a forgotten password', () => {
  it('is replaced by the code that was sent, and the new one signs in', async () => {
    const app = await makeOAuthApp();
    const { agent, led, page } = await untilCode(app);
    expect([led.status, led.headers.get('location')]).toEqual([
      302,
      `${stack().endpoint}${pathOf(app, '/confirmforgotPassword')}`,
    ]);
    const text = await textOf(page);
    expect(text).toContain(`${app.user.email.at(0)}***@e***`);
    expect(formIn(text).fields.username).toBe(app.user.username);
    const answer = { code: await codeFor(app.user.email), password: changed, confirmPassword: changed };
    const done = await submit(agent, page, answer);
    expect([done.status, done.headers.get('location')]).toEqual([302, `${stack().endpoint}${pathOf(app, '/login')}`]);
    expect(await errorOn(await enter(agent, app, app.user, { password }))).toBe('Incorrect username or password.');
    expect(await codeIn(await enter(agent, app, app.user, { password: changed }))).toBeTruthy();
    expect([...agent.cookies.keys()].filter((name) => name.includes('note'))).toEqual([]);
  });

  it('is replaced without a secret hash, also where the client has a secret', async () => {
    const app = await makeOAuthApp({ GenerateSecret: true });
    const { agent, page } = await untilCode(app);
    const done = await submit(agent, page, { code: await codeFor(app.user.email), password: changed });
    expect(locationOf(done).pathname).toBe('/login');
  });

  it('may be replaced in another browser, which asks for the name', async () => {
    const app = await makeOAuthApp();
    await untilCode(app);
    const other = newUserAgent();
    const page = await other.get(pathOf(app, '/confirmforgotPassword'));
    expect(await textOf(page)).toMatch(/<input id="username" name="username" type="text"/);
    const { username, email } = app.user;
    const done = await submit(other, page, { username, code: await codeFor(email), password: changed });
    expect(locationOf(done).pathname).toBe('/login');
  });

  it.each([
    ['a wrong code', { code: '000000', password: changed }, mismatch],
    ['a weak password', { password: 'short' }, 'Password did not conform with policy: Password not long enough'],
    [
      'two passwords that differ',
      { password: changed, confirmPassword: 'Other-horse-3' },
      'The passwords do not match.',
    ],
  ])('stays as it is with %s, and the right answer is taken after that', async (_what, fields, message) => {
    const app = await makeOAuthApp();
    const { agent, page } = await untilCode(app);
    const code = await codeFor(app.user.email);
    const again = await submit(agent, page, { code, ...fields });
    expect(again.status).toBe(200);
    expect(await errorOn(again)).toBe(message);
    expect(await textOf(again)).not.toContain(fields.password);
    const done = await submit(agent, again, { code, password: changed });
    expect(locationOf(done).pathname).toBe('/login');
  });

  it('is asked for with the name that was typed on the page before', async () => {
    const app = await makeOAuthApp();
    const page = await textOf(await newUserAgent().get(`${pathOf(app, '/forgotPassword')}&login_hint=ada`));
    expect(page).toMatch(/name="username"[^>]*value="ada"/);
  });

  it('is not offered where only administrators recover accounts', async () => {
    const AccountRecoverySetting = { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] };
    const app = await makeOAuthApp({}, { AccountRecoverySetting });
    expect(await textOf(await newUserAgent().get(loginPath(app)))).not.toContain('/forgotPassword');
    const refused = await forget(newUserAgent(), app, app.user.username);
    expect(await errorOn(refused)).toBe('Contact administrator to reset password.');
  });

  it('gives the same pages for users and for nobody, where the client hides who exists', async () => {
    const app = await makeOAuthApp({ PreventUserExistenceErrors: 'ENABLED' });
    const seen = async (username: string) => {
      const agent = newUserAgent();
      const led = await forget(agent, app, username);
      const page = await agent.get(locationOf(led).href);
      const text = await textOf(page);
      const again = await submit(agent, page, { code: '000000', password: changed });
      return [led.status, locationOf(led).pathname, /sent a password reset code to/.test(text), await errorOn(again)];
    };
    const ofUser = await seen(app.user.username);
    expect(ofUser).toEqual([302, '/confirmforgotPassword', true, mismatch]);
    expect(await seen(`nobody-${randomUUID()}`)).toEqual(ofUser);
  });

  it('is told to a client that may know that there is nobody', async () => {
    const app = await makeOAuthApp({ PreventUserExistenceErrors: 'LEGACY' });
    expect(await errorOn(await forget(newUserAgent(), app, 'nobody'))).toBe(
      'Username/client id combination not found.',
    );
  });

  it('is limited in messages as by the API', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent({ ahead: nextHour() - Date.now() });
    for (let count = 0; count < 10; count++) await forget(agent, app, app.user.username);
    expect(await errorOn(await forget(agent, app, app.user.username))).toMatch(/limit/i);
    expect(await mailTo(app.user.email)).toHaveLength(10);
  });

  it('is refused from a form that is not our own', async () => {
    const app = await makeOAuthApp();
    const { agent } = await untilCode(app);
    const { username, email } = app.user;
    const answer = { username, code: await codeFor(email), password: changed };
    for (const path of ['/forgotPassword', '/confirmforgotPassword']) {
      const refused = await agent.post(pathOf(app, path), answer);
      expect([refused.status, await errorOn(refused)]).toEqual([200, expired]);
    }
    expect(await mailTo(email)).toHaveLength(1);
    expect(await codeIn(await enter(agent, app, app.user))).toBeTruthy();
  });

  it('with wrong parameters goes back to the app or to the page of errors, as on the sign-in page', async () => {
    const app = await makeOAuthApp();
    for (const path of ['/signup', '/confirm', '/forgotPassword', '/confirmforgotPassword']) {
      const untrusted = await newUserAgent().get(authorizePath(app, { redirect_uri: 'https://evil.example' }, path));
      expect(locationOf(untrusted).pathname).toBe('/error');
      const refused = await newUserAgent().get(authorizePath(app, { scope: 'none' }, path));
      expect(locationOf(refused).searchParams.get('error')).toBe('invalid_scope');
      const page = await newUserAgent().get(pathOf(app, path));
      expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
      expect(page.headers.get('cache-control')).toContain('no-store');
    }
  });

  it('of a user without a confirmed sign-up is refused as by the API', async () => {
    const app = await makeOAuthApp();
    const Username = `user-${randomUUID()}`;
    await publicClient().send(new SignUpCommand({ ClientId: app.clientId, Username, Password: password }));
    expect(await errorOn(await forget(newUserAgent(), app, Username))).toMatch(/no registered\/verified email/);
  });
});
