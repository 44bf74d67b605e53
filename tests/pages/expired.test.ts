import { randomUUID } from 'node:crypto';
import {
  AdminDeleteUserCommand,
  DeleteUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { authorizePath, locationOf, makeOAuthApp, type OAuthApp, onPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, makeUser, password } from '#tests/support/pools.ts';
import { codeIn, enter, errorOn, loginPath, textOf, userOf } from '#tests/support/sign-in-page.ts';
import { codeOf, makeTotpPool, makeTotpUser, stepMs } from '#tests/support/totp.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const minute = 60_000;
const byMail = { AutoVerifiedAttributes: ['email' as const] };

/** The same browser, later. */
const later = ({ cookies }: UserAgent, ahead: number): UserAgent => newUserAgent({ ahead, cookies });

const asked = async () => {
  const pool = await makeTotpPool('OPTIONAL', {}, onPages);
  const user = await makeTotpUser(pool);
  const agent = newUserAgent({ ahead: stepMs });
  return { app: { ...pool, user }, agent, page: await enter(agent, pool, user) };
};

const codeNow = (secret: string, ahead = stepMs) => codeOf(secret, Date.now() + ahead);

const path = (app: Pick<OAuthApp, 'clientId'>, page: string) => authorizePath(app, { scope: 'openid' }, page);

describe('a page that was left open for too long', () => {
  it('begins again with the name, and signs in from there', async () => {
    const { app, agent, page } = await asked();
    const patient = later(agent, 10 * minute);
    const answer = await submit(patient, page, { authentication_code: codeNow(app.user.secret, 10 * minute) });
    expect([answer.status, await errorOn(answer)]).toEqual([200, 'Invalid session for the user, session is expired.']);
    expect(await textOf(answer)).toContain(`value="${app.user.username}"`);
    const again = await submit(patient, answer, { username: app.user.username, password });
    const done = await submit(patient, again, { authentication_code: codeNow(app.user.secret, 10 * minute) });
    expect(await userOf(app, done)).toBe(app.user.sub);
  });

  it('is shown again where the browser has lost its cookies, and works then', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const page = await agent.get(loginPath(app));
    agent.cookies.clear();
    const again = await submit(agent, page, { username: app.user.username, password });
    expect([again.status, await errorOn(again)]).toEqual([200, 'The page has expired. Please sign in again.']);
    expect(await userOf(app, await submit(agent, again, { username: app.user.username, password }))).toBe(app.user.sub);
  });

  it('asks for another code, where the code of a forgotten password is over', async () => {
    const app = await makeOAuthApp({}, byMail);
    const agent = newUserAgent();
    const led = await submit(agent, await agent.get(path(app, '/forgotPassword')), { username: app.user.username });
    const page = await agent.get(locationOf(led).href);
    const answer = { code: await codeFor(app.user.email), password: 'Better-horse-2' };
    const over = await submit(later(agent, 61 * minute), page, answer);
    expect([over.status, await errorOn(over)]).toEqual([200, 'Invalid code provided, please request a code again.']);
    const [, resend = ''] = /formaction="(\/forgotPassword\?[^"]*)" formnovalidate/.exec(await textOf(over)) ?? [];
    const username = app.user.username;
    const sent = await agent.post(resend.replaceAll('&amp;', '&'), {
      ...formIn(await textOf(over)).fields,
      username,
      code: answer.code,
    });
    const fresh = await agent.get(locationOf(sent).href);
    const done = await submit(agent, fresh, { code: await codeFor(app.user.email), password: 'Better-horse-2' });
    expect([done.status, locationOf(done).pathname]).toEqual([302, '/login']);
  });
});

describe('a page that was sent before', () => {
  it('gives neither another code nor a fault, and leads on', async () => {
    const { app, agent, page } = await asked();
    const { action, fields } = formIn(await textOf(page));
    const answer = { ...fields, authentication_code: codeNow(app.user.secret) };
    await codeIn(await agent.post(action, answer));
    const back = await agent.post(action, answer);
    expect(back.status).toBe(200);
    expect(await errorOn(back)).toBeTruthy();
    expect(formIn(await textOf(back)).action).toBe(loginPath(app));
    // What the browser finds when it goes back to the first page.
    expect(await textOf(await agent.get(loginPath(app)))).toContain(`Sign in as ${app.user.username}`);
  });

  it('can be the sign-in page, which signs in again', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const page = await agent.get(loginPath(app));
    for (const one of [page.clone(), page]) {
      expect(await userOf(app, await submit(agent, one, { username: app.user.username, password }))).toBe(app.user.sub);
    }
  });

  it('can be the one that sends a code: the last code counts', async () => {
    const app = await makeOAuthApp({}, byMail);
    const agent = newUserAgent();
    const page = await agent.get(path(app, '/forgotPassword'));
    await submit(agent, page.clone(), { username: app.user.username });
    const led = await submit(agent, page, { username: app.user.username });
    const reset = await agent.get(locationOf(led).href);
    const answer = { code: await codeFor(app.user.email), password: 'Better-horse-2' };
    const done = await submit(agent, reset.clone(), answer);
    expect([done.status, locationOf(done).pathname]).toEqual([302, '/login']);
    const again = await submit(agent, reset, answer);
    expect([again.status, await errorOn(again)]).toEqual([200, expect.stringMatching(/^Invalid/)]);
  });
});

describe('two tabs', () => {
  it('sign in the user whose code was typed, each for its own request', async () => {
    const { app, agent, page } = await asked();
    const ben = await makeUser(app);
    const other = await agent.get(loginPath(app, { state: 'second' }));
    const second = await submit(agent, other, { username: ben.username, password });
    expect(locationOf(second).searchParams.get('state')).toBe('second');
    expect(await userOf(app, second)).toBe(ben.sub);
    const first = await submit(agent, page, { authentication_code: codeNow(app.user.secret) });
    expect(locationOf(first).searchParams.get('state')).toBeNull();
    expect(await userOf(app, first)).toBe(app.user.sub);
  });

  it('confirm the user whose code was typed, and sign in nobody else', async () => {
    const pool = await makePool(byMail, onPages);
    const agent = newUserAgent();
    const signUp = async () => {
      const fields = { username: `user-${randomUUID()}`, password, 'requiredAttributes[email]': anEmail() };
      const led = await submit(agent, await agent.get(path(pool, '/signup')), fields);
      return { fields, page: await agent.get(locationOf(led).href) };
    };
    const [first, second] = [await signUp(), await signUp()];
    const code = await codeFor(first.fields['requiredAttributes[email]']);
    const led = await submit(agent, first.page, { code });
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/login']);
    const mixed = await submit(agent, second.page, { code: await codeFor(second.fields['requiredAttributes[email]']) });
    expect([mixed.status, locationOf(mixed).pathname]).toEqual([302, '/login']);
    for (const { fields } of [first, second]) await codeIn(await enter(newUserAgent(), pool, fields));
  });
});

describe('a page that was open while an administrator changed something', () => {
  const clientOf = ({ poolId: UserPoolId, clientId: ClientId }: OAuthApp) => ({ UserPoolId, ClientId });
  const deleted = (app: OAuthApp) => adminClient().send(new DeleteUserPoolClientCommand(clientOf(app)));
  const moved = (app: OAuthApp) =>
    adminClient().send(
      new UpdateUserPoolClientCommand({ ...clientOf(app), ...onPages, CallbackURLs: ['https://other.example.com/'] }),
    );

  it.each([
    ['the client was deleted', deleted],
    ['the app got another address', moved],
  ])('leads to the page of errors where %s', async (_what, change) => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const page = await agent.get(loginPath(app));
    await change(app);
    // Functions remember a client for ten seconds.
    const answer = await submit(later(agent, 11_000), page, { username: app.user.username, password });
    expect([answer.status, locationOf(answer).pathname]).toEqual([302, '/error']);
    expect((await agent.get(locationOf(answer).href)).status).toBe(400);
  });

  it.each([
    [1, 2],
    [2, 1],
  ])('signs in, or is shown again, where the domain went from version %i to %i', async (before, after) => {
    const app = await makeOAuthApp();
    const Domain = aPrefix();
    await createDomain(app.poolId, Domain, { ManagedLoginVersion: before });
    const agent = newUserAgent();
    const page = await agent.get(loginPath(app));
    const change = { Domain, UserPoolId: app.poolId, ManagedLoginVersion: after };
    await adminClient().send(new UpdateUserPoolDomainCommand(change));
    // Functions remember a domain for ten seconds.
    const patient = later(agent, 11_000);
    const answer = await submit(patient, page, { username: app.user.username, password });
    const shown = answer.status === 200 ? await patient.get(loginPath(app)) : undefined;
    const done = shown ? await submit(patient, shown, { username: app.user.username, password }) : answer;
    expect(await userOf(app, done)).toBe(app.user.sub);
  });

  it.each(['/login', '/confirm', '/resendcode', '/confirmforgotPassword'])(
    'says so on %s where the user is gone',
    async (page) => {
      const pool = await makePool(byMail, { ...onPages, PreventUserExistenceErrors: 'LEGACY' });
      const agent = newUserAgent();
      const fields = { username: `user-${randomUUID()}`, password, 'requiredAttributes[email]': anEmail() };
      const led = await submit(agent, await agent.get(path(pool, '/signup')), fields);
      const { fields: hidden } = formIn(await textOf(await agent.get(locationOf(led).href)));
      const user = { UserPoolId: pool.poolId, Username: fields.username };
      await adminClient().send(new AdminDeleteUserCommand(user));
      const posted = { ...hidden, username: fields.username, password, code: '123456' };
      const answer = await agent.post(path(pool, page), posted);
      expect(answer.status).toBe(200);
      expect(await errorOn(answer)).toMatch(/^(?:User does not exist\.|Username\/client id combination not found\.)$/);
    },
  );
});
