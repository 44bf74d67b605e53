import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { complaintsIn, makeManagedApp, makeManagedPool, withManagedLogin } from '#tests/support/managed-login.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { authorizePath, exchange, locationOf, newCode, onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { codeIn, enter, loginPath, textOf, userOf } from '#tests/support/sign-in-page.ts';
import { otherThan } from '#tests/support/sign-up.ts';
import { codeOf, makeTotpPool, makeTotpUser, stepMs, wrongCodeOf } from '#tests/support/totp.ts';
import { newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const headingOf = async (page: Response): Promise<string | undefined> =>
  /<h1>([^<]*)<\/h1>/.exec(await textOf(page))?.[1];

const complaintsOn = async (page: Response): Promise<readonly string[]> => complaintsIn(await textOf(page));

const fieldsOn = async (page: Response): Promise<readonly string[]> =>
  [...(await textOf(page)).matchAll(/<input [^>]*?name="([^"]*)"/g)].map(([, name = '']) => name);

const follow = async (agent: UserAgent, answer: Response): Promise<Response> => agent.get(locationOf(answer).href);

const withChoice = (factors: readonly ('PASSWORD' | 'EMAIL_OTP' | 'WEB_AUTHN')[] = ['PASSWORD', 'EMAIL_OTP']) =>
  makeManagedPool({
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: [...factors] } },
    AutoVerifiedAttributes: ['email'],
  });

const giveName = async (agent: UserAgent, pool: TestPool, username: string): Promise<Response> =>
  submit(agent, await agent.get(loginPath(pool)), { username });

describe('a password in managed login', () => {
  it('is asked with the name where there is nothing else', async () => {
    const app = await makeManagedApp();
    const page = await newUserAgent().get(loginPath(app));
    expect(page.status).toBe(200);
    expect(await fieldsOn(page)).toEqual(['csrf', 'cognitoAsfData', 'plain', 'username', 'password']);
    expect(await userOf(app, await enter(newUserAgent(), app, app.user))).toBe(app.user.sub);
  });

  it('that is wrong is told, and the name is kept but the password', async () => {
    const app = await makeManagedApp();
    const again = await enter(newUserAgent(), app, app.user, { password: 'Wrong-horse-1' });
    expect(again.status).toBe(200);
    expect(await complaintsOn(again)).toEqual(['Incorrect username or password. Check both, and try again.']);
    const text = await textOf(again);
    expect(text).toContain(`value="${app.user.username}"`);
    expect(text).not.toContain('Wrong-horse-1');
  });

  it('may be asked on a page of its own, which says for whom', async () => {
    const app = await makeManagedApp();
    const agent = newUserAgent();
    const leads = await giveName(agent, app, app.user.username);
    expect([leads.status, locationOf(leads).pathname]).toEqual([302, '/verifyPassword']);
    const page = await follow(agent, leads);
    expect(await headingOf(page)).toBe('Enter your password');
    expect(await textOf(page)).toContain(`You are signing in as ${app.user.username}.`);

    const again = await submit(agent, page, { password: 'Wrong-horse-1' });
    expect(await headingOf(again)).toBe('Enter your password');
    expect(await complaintsOn(again)).toHaveLength(1);
    expect(await userOf(app, await submit(agent, again, { password }))).toBe(app.user.sub);
  });

  it('is asked of nobody: the page for it leads to the first one', async () => {
    const app = await makeManagedApp();
    const answer = await newUserAgent().get(authorizePath(app, {}, '/verifyPassword'));
    expect([answer.status, locationOf(answer).pathname]).toEqual([302, '/login']);
  });

  it('is not asked without a name', async () => {
    const app = await makeManagedApp();
    const again = await giveName(newUserAgent(), app, '');
    expect([again.status, await complaintsOn(again)]).toEqual([200, ['Fill in this field.']]);
  });

  it('is asked alike for a name that nobody has', async () => {
    const app = await makeManagedApp({ PreventUserExistenceErrors: 'ENABLED' });
    const agent = newUserAgent();
    const page = await follow(agent, await giveName(agent, app, 'nobody'));
    const again = await submit(agent, page, { password });
    expect(await complaintsOn(again)).toEqual(['Incorrect username or password. Check both, and try again.']);
  });

  it('leads to another account, and to a forgotten password', async () => {
    const app = await makeManagedApp();
    const agent = newUserAgent();
    const text = await textOf(await follow(agent, await giveName(agent, app, app.user.username)));
    expect(text).toMatch(/<a href="\/login\?[^"]*">Not you\? Use another account<\/a>/);
    expect(text).toMatch(/<a href="\/forgotPassword\?[^"]*">Forgot your password\?<\/a>/);
  });
});

describe('a choice of factors', () => {
  it('comes after the name', async () => {
    const pool = await withChoice();
    const user = await makeUser(pool);
    const agent = newUserAgent();
    expect(await fieldsOn(await agent.get(loginPath(pool)))).not.toContain('password');

    const choice = await giveName(agent, pool, user.username);
    expect(await headingOf(choice)).toBe('Choose how to sign in');
    const text = await textOf(choice);
    expect(text).toMatch(/<button type="submit" name="answer" value="PASSWORD"[^>]*>Password</);
    const asked = await submit(agent, choice, { answer: 'EMAIL_OTP' });
    expect(await headingOf(asked)).toBe('Enter your code');
    expect(await textOf(asked)).toMatch(/Enter the code that we sent to \w\*{3}@e\*{3}\./);
    const code = await codeFor(user.email);
    const again = await submit(agent, asked, { authentication_code: otherThan(code) });
    expect(await complaintsOn(again)).toEqual(['This code is not right. Check it, and try again.']);
    expect(await userOf(pool, await submit(agent, again, { authentication_code: code }))).toBe(user.sub);
  });

  it('may be a password', async () => {
    const pool = await withChoice();
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const asked = await submit(agent, await giveName(agent, pool, user.username), { answer: 'PASSWORD' });
    expect(await headingOf(asked)).toBe('Enter your password');
    expect(await userOf(pool, await submit(agent, asked, { password }))).toBe(user.sub);
  });

  it('is none where the user has a password alone', async () => {
    const pool = await withChoice(['PASSWORD', 'WEB_AUTHN']);
    const user = await makeUser(pool);
    expect(locationOf(await giveName(newUserAgent(), pool, user.username)).pathname).toBe('/verifyPassword');
  });

  it('may be made before the name is known', async () => {
    const pool = await withChoice();
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const asked = await submit(agent, await agent.get(loginPath(pool)), {
      username: user.username,
      preferred: 'EMAIL_OTP',
    });
    expect(await headingOf(asked)).toBe('Enter your code');
    expect(await userOf(pool, await submit(agent, asked, { authentication_code: await codeFor(user.email) }))).toBe(
      user.sub,
    );
  });

  it('does not stop name and password that come together', async () => {
    const pool = await withChoice();
    const user = await makeUser(pool);
    expect(await codeIn(await enter(newUserAgent(), pool, user))).toBeTruthy();
  });
});

describe('a second factor', () => {
  it('of an app is asked after the password, and again after a wrong code', async () => {
    const pool = await withManagedLogin(await makeTotpPool('OPTIONAL', {}, onPages));
    const user = await makeTotpUser(pool);
    const agent = newUserAgent({ ahead: stepMs });
    const at = Date.now() + stepMs;
    const asked = await enter(agent, pool, user);
    expect(await textOf(asked)).toContain('Enter the code that your authenticator app shows.');
    const again = await submit(agent, asked, { authentication_code: wrongCodeOf(user.secret, at) });
    expect(await complaintsOn(again)).toEqual(['This code is not right. Check it, and try again.']);
    expect(await userOf(pool, await submit(agent, again, { authentication_code: codeOf(user.secret, at) }))).toBe(
      user.sub,
    );
  });

  it('is set up: an app by a QR code, or by its key', async () => {
    const pool = await withManagedLogin(await makeTotpPool('ON', {}, onPages));
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const page = await enter(agent, pool, user);
    const text = await textOf(page);
    expect(text).toMatch(/<svg class="qr"[^>]* role="img" aria-label="QR code for your authenticator app">/);
    const secret = (/<code class="secret">([^<]*)</.exec(text)?.[1] ?? '').replaceAll(' ', '');
    expect(text).toContain(`href="otpauth://totp/`);
    const again = await submit(agent, page, { authentication_code: wrongCodeOf(secret) });
    expect(await complaintsOn(again)).toHaveLength(1);
    expect(await userOf(pool, await submit(agent, again, { authentication_code: codeOf(secret) }))).toBe(user.sub);
  });

  it('is chosen where there are several to set up, and an address stays when it was wrong', async () => {
    const pool = await withManagedLogin(await makeMfaPool({}, {}, onPages));
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
        EmailMfaConfiguration: {},
      }),
    );
    const username = 'grace';
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
      }),
    );
    const agent = newUserAgent();
    const choice = await submit(agent, await enter(agent, pool, { username }), { new_password: 'Better-horse-2' });
    expect(await headingOf(choice)).toBe('Set up two-step verification');
    const asked = await submit(agent, choice, { answer: 'EMAIL_OTP' });
    const email = anEmail();
    const again = await submit(agent, asked, { EMAIL: 'no address' });
    expect(await complaintsOn(again)).toHaveLength(1);
    expect(await textOf(again)).toContain('value="no address"');
    const sent = await submit(agent, again, { EMAIL: email });
    expect(await codeIn(await submit(agent, sent, { authentication_code: await codeFor(email) }))).toBeTruthy();
  });
});

describe('a new password', () => {
  it('is asked with what is missing, by the rules of the pool', async () => {
    const pool = await withManagedLogin(
      await makePool({ Schema: [{ Name: 'given_name', Required: true, AttributeDataType: 'String' }] }, onPages),
    );
    const username = 'grace';
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: username,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
      }),
    );
    const agent = newUserAgent();
    const asked = await enter(agent, pool, { username });
    expect(await headingOf(asked)).toBe('Change your password');
    expect(await textOf(asked)).toContain('<li data-rule="length">At least 8 characters');
    const fields = { new_password: 'short', 'requiredAttributes[given_name]': 'Grace "G"' };
    const again = await submit(agent, asked, fields);
    expect(await complaintsOn(again)).toEqual(['This password is too short. Add more characters.']);
    expect(await textOf(again)).toContain('value="Grace &quot;G&quot;"');
    expect(await codeIn(await submit(agent, again, { ...fields, new_password: 'Better-horse-2' }))).toBeTruthy();
  });
});

describe('what goes wrong', () => {
  it('leads to the first page, with the name', async () => {
    const pool = await withChoice();
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const choice = await giveName(agent, pool, user.username);
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: user.username }));
    const again = await submit(agent, choice, { answer: 'PASSWORD' });
    const last = await submit(agent, again, { password });
    expect(await headingOf(last)).toBe('Sign in');
    expect(await complaintsOn(last)).toHaveLength(1);
  });

  it('is told on a page of errors in the same style, with the text of Cognito', async () => {
    const app = await makeManagedApp();
    const agent = newUserAgent();
    const answer = await agent.get(authorizePath(app, { redirect_uri: 'https://evil.example' }));
    const page = await follow(agent, answer);
    expect(page.status).toBe(400);
    const text = await textOf(page);
    expect(text).toContain('An error was encountered with the requested page.');
    expect(text).toContain('Error: redirect_mismatch');
    expect(text).toContain('<body class="managed ');
  });

  it('is a form of another page: nothing is taken of it', async () => {
    const app = await makeManagedApp();
    const agent = newUserAgent();
    const page = await agent.get(loginPath(app));
    agent.cookies.delete('XSRF-TOKEN');
    const again = await submit(agent, page, { username: app.user.username, password });
    expect(await complaintsOn(again)).toEqual(['This page has expired. Try again.']);
  });
});

describe('the end of a session', () => {
  it('is told on a page in the same style', async () => {
    const app = await makeManagedApp();
    const tokens = JSON.parse(await (await exchange(app, await newCode(app))).text());
    const page = await newUserAgent().get(`/logout?id_token_hint=${tokens.id_token}`);
    expect(await headingOf(page)).toBe('You are signed out');
  });
});

describe('a strict pool', () => {
  it('has no pages for a client without a style, in the words of Cognito', async () => {
    const app = await makeManagedApp();
    await callOwn('SetUserPoolCompatibility', { UserPoolId: app.poolId, Strict: true });
    for (const path of ['/oauth2/authorize', '/login', '/signup', '/forgotPassword']) {
      const page = await newUserAgent().get(authorizePath(app, {}, path));
      expect(page.status, path).toBe(403);
      const text = await textOf(page);
      expect(text).toContain('Login pages unavailable. Please contact an administrator.');
      expect(text).not.toContain('<form');
    }
  });
});
