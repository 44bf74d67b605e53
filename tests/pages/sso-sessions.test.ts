import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  GlobalSignOutCommand,
  SetUserPoolClientSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { poolName } from '#shared/domain/user-pools/user-pool.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import {
  authorizePath,
  exchange,
  locationOf,
  makeOAuthApp,
  newTokens,
  type OAuthApp,
  onPages,
} from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, password, type TestPool } from '#tests/support/pools.ts';
import { trackSessions } from '#tests/support/sessions.ts';
import { codeIn, enter, userOf } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const minute = 60_000;

const cookieOf = ({ poolId }: Pick<TestPool, 'poolId'>): string => `gatehouse-${poolName(poolId)}`;

// A browser in which the user signed in on the page.
const signedIn = async (app: OAuthApp): Promise<UserAgent> => {
  const agent = newUserAgent();
  const done = await enter(agent, app, app.user);
  expect(done.status).toBe(302);
  return agent;
};

const later = ({ cookies }: UserAgent, ahead: number): UserAgent => newUserAgent({ ahead, cookies });

type Query = Readonly<Record<string, string>>;

// What a request for authorization meets: a code at once, the sign-in page, or an error for the app.
const met = async (agent: UserAgent, app: Pick<TestPool, 'clientId'>, more: Query = {}): Promise<string> => {
  const answer = await agent.get(authorizePath(app, { scope: 'openid', ...more }));
  const { pathname, searchParams } = locationOf(answer);
  if (pathname === '/login') return 'asked';
  return searchParams.get('error') ?? (searchParams.has('code') ? 'code' : `${answer.status}`);
};

const takeFor = ({ poolId: UserPoolId, clientId: ClientId }: TestPool, MaxValidityMinutes: number) =>
  adminClient().send(
    new SetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId, SSOSession: { MaxValidityMinutes } }),
  );

const secondClient = async (app: OAuthApp): Promise<OAuthApp> => ({
  ...app,
  ...(await makeClient(app.poolId, onPages)),
});

describe('the session of a sign-in on the page', () => {
  it('answers the app at once, with the time of the sign-in', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const claimsOf = async (answer: Response) =>
      decodeJwt(JSON.parse(await (await exchange(app, await codeIn(answer))).text()).id_token);
    const first = await claimsOf(await enter(agent, app, app.user));
    const again = await claimsOf(await later(agent, 30 * minute).get(authorizePath(app, { scope: 'openid' })));
    expect(again).toMatchObject({ sub: app.user.sub, auth_time: first.auth_time });
  });

  it('is taken for sixty minutes after the sign-in, however often it is used', async () => {
    const app = await makeOAuthApp();
    const agent = await signedIn(app);
    expect(await met(later(agent, 59 * minute), app)).toBe('code');
    expect(await met(later(agent, 61 * minute), app)).toBe('asked');
  });

  it('answers another client of the pool', async () => {
    const app = await makeOAuthApp();
    const other = await secondClient(app);
    const agent = await signedIn(app);
    expect(await userOf(other, await agent.get(authorizePath(other, { scope: 'openid' })))).toBe(app.user.sub);
  });

  it('is taken by each client for as long as that client says, or never', async () => {
    const app = await trackSessions(await makeOAuthApp());
    const [short, never, long] = [await secondClient(app), await secondClient(app), await secondClient(app)];
    await takeFor(short, 5);
    await takeFor(never, 0);
    await takeFor(long, 129_600);
    const agent = await signedIn(app);
    expect(await met(later(agent, 4 * minute), short)).toBe('code');
    expect(await met(later(agent, 6 * minute), short)).toBe('asked');
    expect(await met(agent, never)).toBe('asked');
    expect(await met(later(agent, 89 * 24 * 60 * minute), long)).toBe('code');
    expect(await met(later(agent, 91 * 24 * 60 * minute), long)).toBe('asked');
  });

  it('is of one browser', async () => {
    const app = await makeOAuthApp();
    await signedIn(app);
    expect(await met(newUserAgent(), app)).toBe('asked');
  });

  it('does not stand for a sign-in of which the app wants a new one', async () => {
    const app = await makeOAuthApp();
    const agent = await signedIn(app);
    expect(await met(agent, app, { prompt: 'login' })).toBe('asked');
    expect(await met(agent, app, { prompt: 'select_account' })).toBe('asked');
    expect(await met(agent, app, { max_age: '0' })).toBe('asked');
    expect(await met(later(agent, 9 * minute), app, { max_age: '600' })).toBe('code');
    expect(await met(later(agent, 11 * minute), app, { max_age: '600' })).toBe('asked');
    expect(await met(agent, app, { prompt: 'none' })).toBe('code');
    expect(await met(newUserAgent(), app, { prompt: 'none' })).toBe('login_required');
  });

  it('begins anew where the user signs in again', async () => {
    const app = await makeOAuthApp();
    const agent = await signedIn(app);
    const then = later(agent, 50 * minute);
    const page = await then.get(`${authorizePath(app, { scope: 'openid', prompt: 'login' })}`);
    const done = await submit(then, await then.get(page.headers.get('location') ?? ''), {
      username: app.user.username,
      password,
    });
    expect(done.status).toBe(302);
    expect(await met(later(agent, 100 * minute), app)).toBe('code');
  });

  it('is over after the logout, also for who kept the cookie', async () => {
    const app = await makeOAuthApp();
    const agent = await signedIn(app);
    const kept = newUserAgent({ cookies: new Map(agent.cookies) });
    await agent.get(`/logout?client_id=${app.clientId}&logout_uri=https%3A%2F%2Fapp.example.com%2Fbye`);
    expect(agent.cookies.has(cookieOf(app))).toBe(false);
    expect(await met(agent, app)).toBe('asked');
    expect(await met(kept, app)).toBe('asked');
  });
});

describe('the cookie of a session', () => {
  it('can be read by no script, and is sent by no form of another site', async () => {
    const app = await makeOAuthApp();
    const done = await enter(newUserAgent(), app, app.user);
    const line = done.headers.getSetCookie().find((one) => one.startsWith(`${cookieOf(app)}=`)) ?? '';
    const [pair = '', ...attributes] = line.split('; ');
    expect(pair).toMatch(/=[\w-]+$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=7776000', 'Path=/', 'SameSite=Lax']);
  });

  it('tells nothing of the user', async () => {
    const app = await makeOAuthApp();
    const cookie = (await signedIn(app)).cookies.get(cookieOf(app)) ?? '';
    const plain = Buffer.from(cookie, 'base64url').toString('latin1');
    expect(plain).not.toContain(app.user.username);
    expect(plain).not.toContain(app.user.sub);
  });

  it('is worth nothing at another pool', async () => {
    const [app, elsewhere] = [await makeOAuthApp(), await makeOAuthApp()];
    const cookie = (await signedIn(app)).cookies.get(cookieOf(app)) ?? '';
    const agent = newUserAgent({ cookies: new Map([[cookieOf(elsewhere), cookie]]) });
    expect(await met(agent, elsewhere)).toBe('asked');
  });

  it('is worth nothing where it is changed', async () => {
    const app = await makeOAuthApp();
    const cookie = (await signedIn(app)).cookies.get(cookieOf(app)) ?? '';
    const changed = fc.oneof(
      fc.stringMatching(/^[\w-]{0,200}$/),
      fc
        .nat(cookie.length - 2)
        .map((at) => `${cookie.slice(0, at)}${cookie[at] === 'A' ? 'B' : 'A'}${cookie.slice(at + 1)}`),
      fc.nat(cookie.length - 2).map((length) => cookie.slice(0, length)),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (value) => {
        expect(await met(newUserAgent({ cookies: new Map([[cookieOf(app), value]]) }), app)).toBe('asked');
      }),
      { numRuns: 40 },
    );
  });
});

describe('a session is over', () => {
  const named = ({ poolId, user }: OAuthApp) => ({ UserPoolId: poolId, Username: user.username });

  it.each([
    [
      'GlobalSignOut',
      async (app: OAuthApp) => {
        const { access_token } = await newTokens(app, 'aws.cognito.signin.user.admin');
        await publicClient().send(new GlobalSignOutCommand({ AccessToken: access_token }));
      },
    ],
    ['AdminUserGlobalSignOut', (app: OAuthApp) => adminClient().send(new AdminUserGlobalSignOutCommand(named(app)))],
    ['AdminDisableUser', (app: OAuthApp) => adminClient().send(new AdminDisableUserCommand(named(app)))],
    ['AdminDeleteUser', (app: OAuthApp) => adminClient().send(new AdminDeleteUserCommand(named(app)))],
    ['AdminResetUserPassword', (app: OAuthApp) => adminClient().send(new AdminResetUserPasswordCommand(named(app)))],
    [
      'AdminSetUserPassword, where that ends sessions',
      async (app: OAuthApp) => {
        await callOwn('SetUserPoolSignInSettings', { UserPoolId: app.poolId, PasswordChange: { EndsSessions: true } });
        await adminClient().send(
          new AdminSetUserPasswordCommand({ ...named(app), Password: 'Another-horse-2', Permanent: true }),
        );
      },
    ],
  ])('after %s', async (_operation, end) => {
    const app = await makeOAuthApp();
    const agent = await signedIn(app);
    expect(await met(agent, app)).toBe('code');
    await end(app);
    expect(await met(agent, app)).toBe('asked');
    expect(await met(agent, app, { prompt: 'none' })).toBe('login_required');
  });

  it('for a later user of the same name', async () => {
    const app = await makeOAuthApp();
    const agent = await signedIn(app);
    await adminClient().send(new AdminDeleteUserCommand(named(app)));
    await adminClient().send(new AdminCreateUserCommand({ ...named(app), MessageAction: 'SUPPRESS' }));
    await adminClient().send(new AdminSetUserPasswordCommand({ ...named(app), Password: password, Permanent: true }));
    expect(await met(agent, app)).toBe('asked');
  });
});
