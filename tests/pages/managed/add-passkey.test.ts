import {
  AdminUserGlobalSignOutCommand,
  ListWebAuthnCredentialsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import {
  addPasskeyPath,
  creationOn,
  makePasskeyPages,
  openAddPasskey,
  signedInBrowser,
} from '#tests/support/add-passkey.ts';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { complaintsIn, makeManagedPool } from '#tests/support/managed-login.ts';
import { callback, locationOf, makeOAuthApp, onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import {
  completeRegistration,
  makePasskeyPool,
  newHolder,
  register,
  signInWithPasskey,
  startRegistration,
} from '#tests/support/passkeys.ts';
import { makeClient, makeUser, password } from '#tests/support/pools.ts';
import { textOf } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent, submit } from '#tests/support/user-agent.ts';

const begun = async () => {
  const pool = await makePasskeyPages();
  const holder = await newHolder(pool);
  const agent = await signedInBrowser(pool, holder);
  return { pool, holder, agent, ...(await openAddPasskey(agent, pool)) };
};

const made = (creation: Parameters<ReturnType<typeof makeAuthenticator>['register']>[0]): string =>
  JSON.stringify(makeAuthenticator().register(creation));

const listed = async ({ AccessToken }: { readonly AccessToken: string | undefined }): Promise<number> =>
  (await publicClient().send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials?.length ?? 0;

const complaintsOn = async (page: Response): Promise<readonly string[]> => complaintsIn(await textOf(page));

const added = 'Your passkey has been created.';
const expired = ['This page has expired. Try again.'];
const notCreated = ['No passkey was created. You can try again.'];

describe('the page that adds a passkey', () => {
  it('adds one, with which the user then signs in', async () => {
    const { agent, holder, page, creation } = await begun();
    const authenticator = makeAuthenticator();
    const answer = await submit(agent, page, { credential: JSON.stringify(authenticator.register(creation)) });
    expect(answer.status).toBe(200);
    const text = await textOf(answer);
    expect(text).toContain(added);
    expect(text).toContain(`<a href="${callback}">Continue</a>`);
    expect(text).not.toContain('<form');
    const { AuthenticationResult } = await signInWithPasskey(holder, authenticator);
    expect(AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('says what it needs, and leads back without a passkey, with the state of the app', async () => {
    const { pool, agent } = await begun();
    const text = await textOf(await agent.get(addPasskeyPath(pool, { state: 'a b&c' })));
    expect(text).toContain(`<a href="${callback}?state=a+b%26c">Not now</a>`);
    expect(text).toMatch(/<p class="alert" data-without-script[^>]*>Passkeys need JavaScript\./);
  });

  it('does not ask again for a passkey that the user has', async () => {
    const { pool, holder, agent } = await begun();
    const { credentialId } = await register(holder);
    const { creation } = await openAddPasskey(agent, pool);
    expect(creation.excludeCredentials).toMatchObject([{ id: credentialId }]);
  });

  it('leads to sign-in without a session, and comes back', async () => {
    const pool = await makePasskeyPages();
    const { username } = await makeUser(pool);
    const agent = newUserAgent();
    const toLogin = await agent.get(addPasskeyPath(pool, { state: 'here', prompt: 'login', response_type: 'token' }));
    expect([toLogin.status, locationOf(toLogin).pathname]).toEqual([302, '/login']);
    const page = await agent.get(locationOf(toLogin).href);
    const back = await submit(agent, page, { username, password });
    expect(back.status).toBe(302);
    expect(back.headers.get('location')).toBe(addPasskeyPath(pool, { state: 'here' }));
    expect(await creationOn(await agent.get(back.headers.get('location') ?? ''))).toBeDefined();
  });

  it('comes back from the choice of account, too, and for clients of every flow', async () => {
    const pool = await makePasskeyPages({ AllowedOAuthFlows: ['implicit'] });
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const toLogin = locationOf(await agent.get(addPasskeyPath(pool))).href;
    await submit(agent, await agent.get(toLogin), { username: user.username, password });
    const choice = await agent.get(toLogin);
    const back = await submit(agent, choice, { signInAs: user.sub });
    expect(back.headers.get('location')).toBe(addPasskeyPath(pool));
  });

  it('does not ask for a sign-in where the app wants none', async () => {
    const pool = await makePasskeyPages();
    const answer = locationOf(await newUserAgent().get(addPasskeyPath(pool, { prompt: 'none' })));
    expect([answer.origin + answer.pathname, answer.searchParams.get('error')]).toEqual([callback, 'login_required']);
  });

  it('is not there without a session that counts', async () => {
    const { pool, holder, agent, page, creation } = await begun();
    const { username } = holder;
    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username: username }));
    const answer = await submit(agent, page, { credential: made(creation) });
    expect([answer.status, locationOf(answer).pathname]).toEqual([302, '/login']);
  });

  it.each([
    ['another address', { redirect_uri: `${callback}/more` }],
    ['an address that differs in its case', { redirect_uri: callback.replace('callback', 'Callback') }],
    ['an unknown client', { client_id: 'nobody' }],
  ])('leads nowhere but to the page of errors for %s', async (_what, query) => {
    const { pool, agent } = await begun();
    const answer = await agent.get(addPasskeyPath(pool, query));
    expect([answer.status, locationOf(answer).pathname]).toEqual([302, '/error']);
  });

  it('is not there on classic pages, and where users have no passkeys', async () => {
    const classic = await makePasskeyPool();
    const client = await makeClient(classic.poolId, onPages);
    const without = await makeManagedPool();
    for (const app of [client, without, await makeOAuthApp()]) {
      const answer = await newUserAgent().get(addPasskeyPath(app));
      expect(answer.status).toBe(404);
      expect(await textOf(answer)).not.toContain('<form');
    }
  });

  it('is closed in a strict pool for a client without a style', async () => {
    const pool = await makePasskeyPages();
    await callOwn('SetUserPoolCompatibility', { UserPoolId: pool.poolId, Strict: true });
    expect((await newUserAgent().get(addPasskeyPath(pool))).status).toBe(403);
  });

  it('takes a form with its own token alone, from no other site', async () => {
    const { holder, agent, page, creation } = await begun();
    const { action, fields } = formIn(await textOf(page));
    const credential = made(creation);
    const foreign = newUserAgent({ cookies: agent.cookies, headers: { origin: 'https://evil.example' } });
    expect(await complaintsOn(await agent.post(action, { ...fields, csrf: 'x', credential }))).toEqual(expired);
    expect(await complaintsOn(await foreign.post(action, { ...fields, credential }))).toEqual(expired);
    expect(await listed(holder)).toBe(0);
  });

  it('takes what was made for it in the same browser, for the same user and client, and in time', async () => {
    const { pool, holder, agent, page, creation } = await begun();
    const other = await signedInBrowser(pool, holder);
    const elsewhere = await openAddPasskey(other, pool);
    expect(await complaintsOn(await submit(agent, page.clone(), { credential: made(elsewhere.creation) }))).toEqual(
      expired,
    );
    const byApi = await startRegistration(holder);
    expect(await complaintsOn(await submit(agent, page.clone(), { credential: made(byApi) }))).toEqual(expired);
    const sameBrowser = await openAddPasskey(agent, await makeClient(pool.poolId, onPages));
    expect(await complaintsOn(await submit(agent, page.clone(), { credential: made(sameBrowser.creation) }))).toEqual(
      expired,
    );
    const late = newUserAgent({ cookies: agent.cookies, ahead: 300_000 });
    expect(await complaintsOn(await submit(late, page.clone(), { credential: made(creation) }))).toEqual(expired);
    const own = makeAuthenticator().register(creation);
    await expect(completeRegistration(holder, own)).rejects.toMatchObject({
      name: 'WebAuthnChallengeNotFoundException',
    });
    expect(await listed(holder)).toBe(0);
  });

  it('takes an answer once: the same one again adds nothing, and another one is refused', async () => {
    const { pool, holder, agent, page, creation } = await begun();
    const credential = made(creation);
    for (let time = 0; time < 2; time++) {
      expect(await textOf(await submit(agent, page.clone(), { credential }))).toContain(added);
    }
    expect(await complaintsOn(await submit(agent, page, { credential: made(creation) }))).toEqual(expired);
    expect(await listed(holder)).toBe(1);
    const again = await openAddPasskey(agent, pool);
    expect(await textOf(await submit(agent, again.page, { credential: made(again.creation) }))).toContain(added);
    expect(await listed(holder)).toBe(2);
  });

  it.each(['', 'none', '{}', '[]', 'null', '{"id":1}'])('takes %j for no passkey', async (credential) => {
    const { agent, page } = await begun();
    const answer = await submit(agent, page, { credential });
    expect([answer.status, await complaintsOn(answer)]).toEqual([200, notCreated]);
    expect(await creationOn(answer)).toBeDefined();
  });

  it('takes no passkey that was made on another site', async () => {
    const { agent, page, creation } = await begun();
    const forged = makeAuthenticator().register(creation, { origin: 'https://evil.example' });
    expect(await complaintsOn(await submit(agent, page, { credential: JSON.stringify(forged) }))).toEqual(notCreated);
  });

  it('tells a user who has as many passkeys as there can be', async () => {
    const { pool, holder, agent } = await begun();
    for (let count = 0; count < 20; count++) await register(holder);
    const page = await agent.get(addPasskeyPath(pool));
    expect(await complaintsOn(page)).toEqual([
      'This account cannot have more passkeys. Remove one before you create another one.',
    ]);
    expect(await textOf(page)).not.toContain('<form');
    expect(await textOf(page)).toContain('Not now');
  });
});
