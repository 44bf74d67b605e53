import { randomUUID } from 'node:crypto';
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { poolName } from '#shared/domain/user-pools/user-pool.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { authorizePath, locationOf, makeOAuthApp, type OAuthApp, onPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { codeIn, enter, errorOn, loginPath, textOf, userOf } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const byMail = { AutoVerifiedAttributes: ['email' as const] };

const pathOf = (pool: Pick<TestPool, 'clientId'>, path: string) => authorizePath(pool, { scope: 'openid' }, path);

/** A form of the pages: where it is posted, and with what, so that something would come of it. */
interface Form {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

const formsOf = async (app: OAuthApp): Promise<readonly Form[]> => {
  const { username, sub } = app.user;
  const link = `/confirmUser?client_id=${app.clientId}&user_name=${username}&confirmation_code=123456`;
  return [
    { path: pathOf(app, '/login'), fields: { username, password } },
    { path: pathOf(app, '/login'), fields: { signInAs: sub } },
    { path: pathOf(app, '/login'), fields: { username, otherWay: 'true' } },
    { path: pathOf(app, '/signup'), fields: { username: `user-${randomUUID()}`, password } },
    { path: pathOf(app, '/confirm'), fields: { username, code: '123456' } },
    { path: pathOf(app, '/resendcode'), fields: { username } },
    { path: pathOf(app, '/forgotPassword'), fields: { username } },
    { path: pathOf(app, '/confirmforgotPassword'), fields: { username, code: '123456', password } },
    { path: link, fields: {} },
  ];
};

describe('a form of another site', () => {
  it('is taken by no page, and does nothing', async () => {
    const app = await makeOAuthApp({}, byMail);
    const agent = newUserAgent();
    await codeIn(await enter(agent, app, app.user));
    const other = newUserAgent();
    const elsewhere = formIn(await textOf(await other.get(loginPath(app)))).fields._csrf ?? '';
    const own = agent.cookies.get('XSRF-TOKEN') ?? '';
    const from = (headers: Readonly<Record<string, string>>) => newUserAgent({ cookies: agent.cookies, headers });
    const attacks: readonly (readonly [UserAgent, Readonly<Record<string, string>>])[] = [
      [agent, {}],
      [agent, { _csrf: elsewhere }],
      [agent, { _csrf: '' }],
      [from({ origin: 'https://evil.example' }), { _csrf: own }],
      [from({ origin: 'null' }), { _csrf: own }],
      [from({ 'sec-fetch-site': 'cross-site' }), { _csrf: own }],
      [from({ 'sec-fetch-site': 'same-site' }), { _csrf: own }],
    ];
    for (const { path, fields } of await formsOf(app)) {
      for (const [browser, token] of attacks) {
        const answer = await browser.post(path, { ...fields, ...token });
        expect([path, answer.status, await errorOn(answer)]).toEqual([
          path,
          200,
          expect.stringMatching(/^The page has expired\./),
        ]);
        expect(answer.headers.getSetCookie().join()).not.toContain('gatehouse-');
        // What somebody else filled in is not put into the mouth of who sees the page.
        expect(formIn(await textOf(answer)).fields).not.toHaveProperty('username');
      }
    }
    expect(await mailTo(app.user.email)).toEqual([]);
  });

  it('signs nobody in as the attacker, whatever tokens the attacker has', async () => {
    const app = await makeOAuthApp();
    const attacker = newUserAgent();
    const { fields } = formIn(await textOf(await attacker.get(loginPath(app))));
    const victim = newUserAgent({ headers: { origin: 'https://evil.example' } });
    await victim.get(loginPath(app));
    const answer = await victim.post(loginPath(app), { ...fields, username: app.user.username, password });
    expect([answer.status, await errorOn(answer)]).toEqual([200, 'The page has expired. Please sign in again.']);
  });
});

describe('a browser that an attacker used before', () => {
  const sessionCookie = ({ poolId }: TestPool) => `gatehouse-${poolName(poolId)}`;

  it('gets a session of its own at the sign-in, of which the attacker has no part', async () => {
    const app = await makeOAuthApp();
    const attacker = await makeUser(app);
    const browser = newUserAgent();
    await codeIn(await enter(browser, app, attacker));
    const planted = browser.cookies.get(sessionCookie(app)) ?? '';
    const page = await submit(browser, await browser.get(loginPath(app)), { differentUser: 'true' });
    await codeIn(await submit(browser, page, { username: app.user.username, password }));

    expect(browser.cookies.get(sessionCookie(app))).not.toBe(planted);
    const kept = newUserAgent({ cookies: new Map([[sessionCookie(app), planted]]) });
    expect(await userOf(app, await kept.get(authorizePath(app, { scope: 'openid' })))).toBe(attacker.sub);
    expect(await userOf(app, await browser.get(authorizePath(app, { scope: 'openid' })))).toBe(app.user.sub);
  });

  it('is not signed in by a question that the attacker has begun', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    const [attacker, user] = [await makeTotpUser(pool), await makeTotpUser(pool)];
    const { fields } = formIn(await textOf(await enter(newUserAgent(), pool, attacker)));
    const victim = newUserAgent();
    const asked = await enter(victim, pool, user);
    const posted = { ...formIn(await textOf(asked)).fields, question: fields.question ?? '' };
    const answer = await victim.post(loginPath(pool), { ...posted, authentication_code: '000000' });
    expect(answer.status).toBe(200);
    expect(await errorOn(answer)).toBeTruthy();
    expect([...victim.cookies.keys()]).not.toContain(sessionCookie(pool));
  });

  it('confirms nobody but whom the code was sent to, whatever name it kept', async () => {
    const pool = await makePool(byMail, onPages);
    const begun = async (agent: UserAgent) => {
      const fields = { username: `user-${randomUUID()}`, password, 'requiredAttributes[email]': anEmail() };
      await submit(agent, await agent.get(pathOf(pool, '/signup')), fields);
      return fields;
    };
    const [attacker, victim] = [newUserAgent(), newUserAgent()];
    await begun(attacker);
    const signedUp = await begun(victim);
    for (const [name, value] of attacker.cookies) if (name.includes('note')) victim.cookies.set(name, value);
    const code = await codeFor(signedUp['requiredAttributes[email]']);
    const answer = await submit(victim, await victim.get(pathOf(pool, '/confirm')), { code });
    expect([answer.status, await errorOn(answer)]).toEqual([200, expect.stringMatching(/^Invalid/)]);
    expect([...victim.cookies.keys()]).not.toContain(sessionCookie(pool));
  });
});

describe('who exists', () => {
  const hiding = () => makeOAuthApp({ PreventUserExistenceErrors: 'ENABLED' }, byMail);

  // People in every state, and nobody.
  const someoneOf = async (app: OAuthApp): Promise<Readonly<Record<string, string>>> => {
    const user = { UserPoolId: app.poolId };
    const [disabled, reset] = [await makeUser(app), await makeUser(app)];
    await adminClient().send(new AdminDisableUserCommand({ ...user, Username: disabled.username }));
    await adminClient().send(new AdminResetUserPasswordCommand({ ...user, Username: reset.username }));
    const unconfirmed = `user-${randomUUID()}`;
    const UserAttributes = [{ Name: 'email', Value: anEmail() }];
    const request = { ClientId: app.clientId, Username: unconfirmed, Password: password, UserAttributes };
    await publicClient().send(new SignUpCommand(request));
    return {
      confirmed: app.user.username,
      disabled: disabled.username,
      reset: reset.username,
      unconfirmed,
      nobody: `user-${randomUUID()}`,
    };
  };

  // All that a browser sees, without what differs each time. Where a code went is shown masked, and made up for nobody.
  const seen = async (answer: Response, username: string): Promise<unknown> => ({
    status: answer.status,
    location: answer.headers.get('location'),
    cookies: answer.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, '')),
    text: (await textOf(answer)).replaceAll(username, 'somebody').replaceAll(/[\da-f-]{36}/g, 'token'),
  });

  it.each([
    ['/login', { password: 'Wrong-horse-1' }],
    ['/confirm', { code: '123456' }],
    ['/resendcode', {}],
    ['/forgotPassword', {}],
    ['/confirmforgotPassword', { code: '123456', password: 'Better-horse-2' }],
  ])('does not show on %s', async (path, fields) => {
    const app = await hiding();
    const met = new Map<string, unknown>();
    for (const [state, username] of Object.entries(await someoneOf(app))) {
      const agent = newUserAgent();
      const { fields: hidden } = formIn(await textOf(await agent.get(pathOf(app, '/forgotPassword'))));
      met.set(state, await seen(await agent.post(pathOf(app, path), { ...hidden, username, ...fields }), username));
    }
    for (const [state, what] of met) expect([path, state, what]).toEqual([path, state, met.get('nobody')]);
  });

  it('shows at a sign-up by the name alone, as in the API', async () => {
    const app = await hiding();
    const agent = newUserAgent();
    const page = await agent.get(pathOf(app, '/signup'));
    const fields = { username: app.user.username, password, 'requiredAttributes[email]': app.user.email };
    expect(await errorOn(await submit(agent, page, fields))).toBe('User already exists');
    const user = { UserPoolId: app.poolId, Username: app.user.username };
    expect((await adminClient().send(new AdminGetUserCommand(user))).UserStatus).toBe('CONFIRMED');
  });
});

describe('stored text', () => {
  const hostile = `"><script>alert(1)</script>'&{{x}}`;

  it('stays text on every page that shows it', async () => {
    const username = `a"><b>&'${randomUUID()}`;
    const app = await makeOAuthApp({ ClientName: 'app' });
    const attributes = ['name', 'given_name', 'nickname', 'website', 'profile', 'picture', 'locale', 'zoneinfo'];
    const user = await makeUser(app, {
      username,
      attributes: attributes.map((Name) => ({ Name, Value: hostile })),
    });
    const agent = newUserAgent();
    await codeIn(await enter(agent, app, user));
    const pages = [
      await agent.get(loginPath(app)),
      await agent.get(loginPath(app, { login_hint: hostile, state: hostile, nonce: hostile, prompt: 'login' })),
      await enter(newUserAgent(), app, { username }, { password: 'Wrong-horse-1' }),
      await submit(agent, await agent.get(pathOf(app, '/forgotPassword')), { username: hostile }),
      await submit(agent, await agent.get(pathOf(app, '/confirm')), { username: hostile, code: hostile }),
      await submit(agent, await agent.get(pathOf(app, '/signup')), { username: hostile, password: hostile }),
      await agent.get(`/error?error=${encodeURIComponent(hostile)}&client_id=${app.clientId}`),
      await agent.get(authorizePath(app, { response_mode: 'form_post', state: hostile })),
    ];
    for (const page of pages) {
      const text = await textOf(page);
      expect(text).not.toMatch(/<script>|<b>/);
      expect(text.match(/<script[ >]/g)).toHaveLength(1);
    }
    expect(await textOf(pages[0] ?? new Response())).toContain('Sign in as a&quot;>&lt;b>&amp;');
  });
});

describe('every page', () => {
  it('is framed by nobody, stored by nobody, and runs no script but its own', async () => {
    const app = await makeOAuthApp({}, byMail);
    const agent = newUserAgent();
    await codeIn(await enter(agent, app, app.user));
    const paths = ['/login', '/signup', '/confirm', '/forgotPassword', '/confirmforgotPassword'];
    const pages = [
      ...(await Promise.all(paths.map((path) => agent.get(pathOf(app, path))))),
      ...(await Promise.all(paths.map((path) => newUserAgent().post(pathOf(app, path), {})))),
      await agent.get(`/confirmUser?client_id=${app.clientId}`),
      await agent.get('/error?error=invalid_request'),
      await agent.get(authorizePath(app, { response_mode: 'form_post' })),
      await agent.get('/confirmUser'),
      await agent.post('/confirmUser', {}),
      await agent.post('/logout', {}),
      await fetch(`${stack().endpoint}${pathOf(app, '/login')}`, { method: 'POST', body: '{}', redirect: 'manual' }),
    ];
    for (const page of pages) {
      expect(page.status).toBeLessThan(500);
      expect([page.url, page.headers.get('x-frame-options')]).toEqual([page.url, 'DENY']);
      expect(page.headers.get('cache-control')).toContain('no-store');
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      if (page.status === 302) continue;
      const policy = page.headers.get('content-security-policy') ?? '';
      for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        expect([page.url, policy]).toEqual([page.url, expect.stringContaining(part)]);
      }
    }
    expect(pages.map(locationOf).filter(({ protocol }) => protocol !== 'about:')).toHaveLength(4);
  });
});
