import {
  AdminUserGlobalSignOutCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { authorizePath, exchange, locationOf, makeOAuthApp, type OAuthApp, onPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, makeUser, password, type TestUser } from '#tests/support/pools.ts';
import { codeIn, enter, errorOn, loginPath, textOf, userOf } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const minute = 60_000;

const signedIn = async (app: OAuthApp, user: Pick<TestUser, 'username'> = app.user): Promise<UserAgent> => {
  const agent = newUserAgent();
  await codeIn(await enter(agent, app, user));
  return agent;
};

const begun = async (
  client: Partial<CreateUserPoolClientCommandInput> = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
) => {
  const app = await makeOAuthApp(client, pool);
  return { app, agent: await signedIn(app) };
};

// What the buttons of the page send.
const buttonsOn = async (page: Response): Promise<readonly (readonly [name: string, value: string, text: string])[]> =>
  [
    ...(await textOf(page)).matchAll(/<button (?:type="submit" )?name="([^"]*)"[^>]*? value="([^"]*)"[^>]*>([^<]*)</g),
  ].map(([, name = '', value = '', text = '']) => [name, value, text]);

const claimsOf = async (app: OAuthApp, answer: Response) =>
  decodeJwt(JSON.parse(await (await exchange(app, await codeIn(answer))).text()).id_token);

const isSignInForm = async (page: Response): Promise<boolean> => (await textOf(page)).includes('signInFormPassword');

describe('the sign-in page of a browser with a session', () => {
  it('offers to go on as that user, in both copies, and asks for no password', async () => {
    const { app, agent } = await begun();
    const page = await agent.get(loginPath(app, { state: 'x' }));
    const { username, sub } = app.user;
    const offered = [
      ['signInAs', sub, `Sign in as ${username}`],
      ['differentUser', 'true', 'Sign in as a different user?'],
    ];
    expect(await buttonsOn(page)).toEqual([...offered, ...offered]);
    expect(await textOf(page)).toContain('<span>Not you?</span>');
    expect(await isSignInForm(page)).toBe(false);
    expect(formIn(await textOf(page)).action).toBe(loginPath(app, { state: 'x' }));
  });

  it('leads to the app by its button, by the sign-in of before', async () => {
    const { app, agent } = await begun();
    const later = newUserAgent({ ahead: 10 * minute, cookies: agent.cookies });
    const before = await claimsOf(app, await agent.get(authorizePath(app, { scope: 'openid' })));
    const page = await later.get(loginPath(app, { state: 'x' }));
    const done = await submit(later, page, { signInAs: app.user.sub });
    expect(locationOf(done).searchParams.get('state')).toBe('x');
    expect(await claimsOf(app, done)).toMatchObject({ sub: app.user.sub, auth_time: before.auth_time });
  });

  it('is where select_account leads, which the button answers', async () => {
    const { app, agent } = await begun();
    const led = await agent.get(authorizePath(app, { scope: 'openid', prompt: 'select_account' }));
    const page = await agent.get(locationOf(led).href);
    expect(await isSignInForm(page)).toBe(false);
    expect(await userOf(app, await submit(agent, page, { signInAs: app.user.sub }))).toBe(app.user.sub);
  });

  it('asks for another user on request, with the name that the app expects', async () => {
    const { app, agent } = await begun();
    const ben = await makeUser(app);
    const page = await agent.get(loginPath(app, { login_hint: ben.username }));
    const asked = await submit(agent, page, { differentUser: 'true' });
    expect(await isSignInForm(asked)).toBe(true);
    expect(await textOf(asked)).toContain(`value="${ben.username}"`);
    expect(await userOf(app, await agent.get(authorizePath(app, { scope: 'openid' })))).toBe(app.user.sub);

    expect(await userOf(app, await submit(agent, asked, { username: ben.username, password }))).toBe(ben.sub);
    expect(await userOf(app, await agent.get(authorizePath(app, { scope: 'openid' })))).toBe(ben.sub);
  });

  it('takes nobody for somebody who signed in in another tab', async () => {
    const { app, agent } = await begun();
    const ben = await makeUser(app);
    const page = await agent.get(loginPath(app));
    await submit(agent, page.clone(), { username: ben.username, password });

    const again = await submit(agent, page, { signInAs: app.user.sub });

    expect([again.status, await errorOn(again)]).toEqual([
      200,
      'Somebody else has signed in in this browser since. Please choose again.',
    ]);
    expect((await buttonsOn(again))[0]).toEqual(['signInAs', ben.sub, `Sign in as ${ben.username}`]);
    expect(await userOf(app, await submit(agent, again, { signInAs: ben.sub }))).toBe(ben.sub);
  });

  it.each([
    ['the app asks for a sign-in', { prompt: 'login' }, 0],
    ['the app asks for a newer one', { max_age: '60' }, 2 * minute],
    ['it is over', {}, 61 * minute],
  ])('asks for the password where %s', async (_what, more, ahead) => {
    const { app, agent } = await begun();
    const later = newUserAgent({ ahead, cookies: agent.cookies });
    expect(await isSignInForm(await later.get(loginPath(app, more)))).toBe(true);
    const refused = await submit(later, await later.get(loginPath(app, more)), { signInAs: app.user.sub });
    expect([refused.status, await isSignInForm(refused)]).toEqual([200, true]);
    expect(await errorOn(refused)).toBe('Your session is over. Please sign in again.');
  });

  it('asks for the password after the session was ended', async () => {
    const { app, agent } = await begun();
    const page = await agent.get(loginPath(app));
    const user = { UserPoolId: app.poolId, Username: app.user.username };
    await adminClient().send(new AdminUserGlobalSignOutCommand(user));
    const refused = await submit(agent, page, { signInAs: app.user.sub });
    expect(await errorOn(refused)).toBe('Your session is over. Please sign in again.');
    expect(await isSignInForm(refused)).toBe(true);
  });

  it('goes on only by its own form', async () => {
    const { app, agent } = await begun();
    const { fields } = formIn(await textOf(await agent.get(loginPath(app))));
    const elsewhere = newUserAgent({ cookies: agent.cookies, headers: { origin: 'https://evil.example' } });
    const answers = [
      await agent.post(loginPath(app), { signInAs: app.user.sub }),
      await elsewhere.post(loginPath(app), { ...fields, signInAs: app.user.sub }),
    ];
    for (const answer of answers) {
      expect([answer.status, await errorOn(answer)]).toEqual([200, 'The page has expired. Please sign in again.']);
      expect((await buttonsOn(answer))[0]?.[0]).toBe('signInAs');
    }
  });

  it('names people by their address, where that is what they sign in with', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'] }, onPages);
    const email = `o'b${anEmail()}`;
    const user = await makeUser(pool, { username: email, email });
    const app = { ...pool, user };
    const agent = await signedIn(app, { username: email });
    const page = await agent.get(loginPath(app));
    expect(await textOf(page)).toMatch(/Sign in as o(?:'|&#39;)b/);
    expect((await buttonsOn(page))[0]?.[1]).toBe(user.sub);
  });
});
