import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { accountPath, doOn, makeAccountPool, noticeIn } from '#tests/support/account-page.ts';
import { signedInBrowser } from '#tests/support/add-passkey.ts';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { complaintsIn, makeManagedPool } from '#tests/support/managed-login.ts';
import { callback, locationOf } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { textOf } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

const minuteMs = 60_000;

const attributesOf = async ({ poolId: UserPoolId }: TestPool, Username: string) => {
  const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }));
  return Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value]));
};

const visited = async () => {
  const pool = await makeAccountPool();
  const user = await makeUser(pool, { attributes: [{ Name: 'name', Value: 'Ada' }] });
  return { pool, user, agent: await signedInBrowser(pool, user) };
};

describe('the account page', () => {
  it('is not there unless the pool switched it on', async () => {
    const pool = await makeManagedPool();
    const user = await makeUser(pool);
    const agent = await signedInBrowser(pool, user);
    const nothing = await agent.get('/nothing-of-this-name');
    const { status } = nothing;
    for (const path of [accountPath(pool), accountPath(pool, 'profile'), '/account', '/account?client_id=nobody']) {
      const answer = await agent.get(path);
      expect([path, answer.status, await answer.text()]).toEqual([path, status, await textOf(nothing)]);
    }
    await callOwn('SetUserPoolAccountPage', { UserPoolId: pool.poolId, Status: 'ENABLED', Sections: ['PROFILE'] });
    const at = newUserAgent({ ahead: 20_000, cookies: agent.cookies });
    expect((await at.get(accountPath(pool, 'profile'))).status).toBe(200);
    expect((await at.get(accountPath(pool, 'contacts'))).status).toBe(status);
    expect((await at.get(accountPath(pool, 'nothing'))).status).toBe(status);
  });

  it('leads to sign-in without a session, and comes back to the part', async () => {
    const { pool, user } = await visited();
    const agent = newUserAgent();
    const toLogin = await agent.get(accountPath(pool, 'profile', { state: 'here', prompt: 'login' }));
    expect([toLogin.status, locationOf(toLogin).pathname]).toEqual([302, '/login']);
    const back = await submit(agent, await agent.get(locationOf(toLogin).href), { username: user.username, password });
    expect(back.headers.get('location')).toBe(accountPath(pool, 'profile', { state: 'here' }));
    const overview = await textOf(await agent.get(accountPath(pool, '', { state: 'here' })));
    expect(overview).toContain(`You are signed in as ${user.username}.`);
    expect(overview).toContain(`<a href="${callback}?state=here">Back to the app</a>`);
  });

  it('comes without a client at the domain of the pool, and leads to no other place', async () => {
    const { pool, user } = await visited();
    await callOwn('SetUserPoolAccountPage', { UserPoolId: pool.poolId, Status: 'ENABLED', ClientId: pool.clientId });
    const foreign = await newUserAgent().get(accountPath(pool, '', { redirect_uri: 'https://evil.example/' }));
    expect(locationOf(foreign).pathname).toBe('/error');
    const nowhere = `/account?client_id=${pool.clientId}`;
    const agent = await signedInBrowser(pool, user);
    const overview = await textOf(await agent.get(nowhere));
    expect(overview).toContain('Your account');
    expect(overview).not.toContain('Back to the app');
  });

  it('forbids frames, copies and other places, as every page does', async () => {
    const { pool, agent } = await visited();
    const { headers } = await agent.get(accountPath(pool, 'profile'));
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('saves the profile, by the rules of UpdateUserAttributes', async () => {
    const { pool, user, agent } = await visited();
    const page = await agent.get(accountPath(pool, 'profile'));
    const wrong = await doOn(agent, page, ['save'], { 'attributes[birthdate]': 'yesterday' });
    expect(complaintsIn(await textOf(wrong))).toEqual([
      'Enter a date as year, month, and day, for example 1990-12-31.',
    ]);
    expect(await textOf(wrong)).toContain('value="yesterday"');
    const saved = await doOn(agent, wrong, ['save'], { 'attributes[name]': 'Ada L.', 'attributes[nickname]': 'A' });
    expect(noticeIn(await textOf(saved))).toBe('Your changes have been saved.');
    expect(await attributesOf(pool, user.username)).toMatchObject({ name: 'Ada L.', nickname: 'A' });
    // The first page is out of date by now.
    const stale = await doOn(agent, page, ['save'], { 'attributes[name]': 'Nobody' });
    expect(complaintsIn(await textOf(stale))).toEqual(['This page has expired. Try again.']);
    expect(await attributesOf(pool, user.username)).toMatchObject({ name: 'Ada L.' });
  });

  it('takes a form of its own user and its own browser alone', async () => {
    const { pool, user, agent } = await visited();
    const page = await agent.get(accountPath(pool, 'profile'));
    const change = { 'attributes[name]': 'Mallory' };
    const forged = await doOn(agent, page, ['save'], { ...change, csrf: 'forged' });
    expect(complaintsIn(await textOf(forged))).toEqual(['This page has expired. Try again.']);
    const fromElsewhere = newUserAgent({ cookies: agent.cookies, headers: { origin: 'https://evil.example' } });
    expect(complaintsIn(await textOf(await doOn(fromElsewhere, page, ['save'], change)))).toHaveLength(1);
    const other = await makeUser(pool);
    const theirs = await signedInBrowser(pool, other);
    const taken = newUserAgent({
      cookies: new Map([...theirs.cookies, ['XSRF-TOKEN', agent.cookies.get('XSRF-TOKEN') ?? '']]),
    });
    expect(complaintsIn(await textOf(await doOn(taken, page, ['save'], change)))).toEqual([
      'Somebody else has signed in in this browser since. Open your account again.',
    ]);
    for (const { username } of [user, other]) {
      expect((await attributesOf(pool, username)).name).not.toBe('Mallory');
    }
  });

  it('changes an address once it is proved, in every pool', async () => {
    const { pool, user, agent } = await visited();
    const before = (await attributesOf(pool, user.username)).email;
    const page = await agent.get(accountPath(pool, 'contacts'));
    const wrong = await doOn(agent, page, ['change', 'email'], { 'new[email]': 'nobody' });
    expect(complaintsIn(await textOf(wrong))).toEqual(['Enter an email address, for example name@example.com.']);
    const email = anEmail();
    const asked = await doOn(agent, wrong, ['change', 'email'], { 'new[email]': email });
    expect(await textOf(asked)).toContain(`We sent a code to ${email}.`);
    expect(await attributesOf(pool, user.username)).toMatchObject({ email: before, email_verified: 'true' });
    const mistaken = await doOn(agent, asked, ['verify', 'email'], { 'code[email]': '000000' });
    expect(complaintsIn(await textOf(mistaken))).toHaveLength(1);
    const proved = await doOn(agent, mistaken, ['verify', 'email'], { 'code[email]': await codeFor(email) });
    expect(noticeIn(await textOf(proved))).toBe('It is verified, and counts from now on.');
    expect(await attributesOf(pool, user.username)).toMatchObject({ email, email_verified: 'true' });
  });

  it('asks for a new sign-in where the last one is too old for what is delicate', async () => {
    const { pool, user, agent } = await visited();
    const later = newUserAgent({ cookies: agent.cookies, ahead: 11 * minuteMs });
    expect((await later.get(accountPath(pool, 'profile'))).status).toBe(200);
    const toLogin = await later.get(accountPath(pool, 'contacts'));
    expect([toLogin.status, locationOf(toLogin).pathname]).toEqual([302, '/login']);
    const back = await submit(later, await later.get(locationOf(toLogin).href), { username: user.username, password });
    expect(back.headers.get('location')).toBe(accountPath(pool, 'contacts'));
    expect((await later.get(accountPath(pool, 'contacts'))).status).toBe(200);
  });
});
