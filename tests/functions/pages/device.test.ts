import { SetUserPoolClientSessionConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBranding } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import {
  allowDevices,
  answerDevice,
  makeDeviceApp,
  openDevicePage,
  pollDevice,
  startDevice,
} from '#tests/support/device-grant.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makeFederatedApp } from '#tests/support/federation.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { openIdDetails } from '#tests/support/identity-providers.ts';
import { complaintsIn, makeManagedApp } from '#tests/support/managed-login.ts';
import { type OAuthApp, signInOnPage } from '#tests/support/oauth.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { trackSessions } from '#tests/support/sessions.ts';
import { errorIn, formIn, newUserAgent, submit } from '#tests/support/user-agent.ts';

const wrong = 'This code is not right or has expired. Check it, or get a new one on your device.';

const pathOf = (code: string): string => `/device?${new URLSearchParams({ user_code: code })}`;

describe('the page that connects a device', () => {
  let app: OAuthApp;

  beforeAll(async () => {
    app = await makeDeviceApp({ ClientName: 'A television' });
  });

  it('asks for the code, and takes it however it is typed', async () => {
    const agent = newUserAgent();
    const asked = await agent.get('/device');
    expect(asked.status).toBe(200);
    expect(await asked.text()).toContain('Enter the code that your device shows.');
    const { user_code } = await startDevice(app);
    for (const typed of [user_code, user_code.toLowerCase().replace('-', ' '), user_code.replace('-', '')]) {
      const answer = await newUserAgent().get(pathOf(typed));
      expect(answer.headers.get('location')).toContain('/login?');
    }
  });

  it('says which app on which device it is and what it may then use, also to whom a link led', async () => {
    const codes = await startDevice(app);
    const page = await (await openDevicePage(app, codes.verification_uri_complete)).text();
    for (const text of ['A television', app.user.username, codes.user_code, '<li>openid</li>', '<li>email</li>']) {
      expect(page).toContain(text);
    }
    expect(await pollDevice(app, codes)).toEqual({ error: 'authorization_pending' });
  });

  it('asks whoever has signed in before as well', async () => {
    const agent = newUserAgent();
    await signInOnPage(agent, app);
    const codes = await startDevice(app);
    const page = await agent.get(codes.verification_uri_complete);
    expect(page.status).toBe(200);
    const done = await submit(agent, page, { answer: 'allow' });
    expect(await done.text()).toContain('Your device is connected.');
    expect(await pollDevice(app, codes)).toHaveProperty('access_token');
  });

  it('says so where the user denied it', async () => {
    const codes = await startDevice(app);
    expect(await (await answerDevice(app, codes, 'deny')).text()).toContain('The device was not connected.');
  });

  it('counts a code once', async () => {
    const codes = await startDevice(app);
    const agent = newUserAgent();
    const page = await openDevicePage(app, codes.verification_uri_complete, agent);
    const { action, fields } = formIn(await page.text());
    await agent.post(action, { ...fields, answer: 'deny' });
    const again = await agent.post(action, { ...fields, answer: 'allow' });
    expect(again.status).toBe(400);
    expect(errorIn(await again.text())).toBe(wrong);
    expect(await pollDevice(app, codes)).toEqual({ error: 'access_denied' });
  });

  it('takes no form of another site, and none for somebody who has signed in since', async () => {
    const codes = await startDevice(app);
    const agent = newUserAgent();
    const page = await openDevicePage(app, codes.verification_uri_complete, agent);
    const { action, fields } = formIn(await page.text());
    const forged = await agent.post(action, { ...fields, _csrf: 'another', answer: 'allow' });
    expect(errorIn(await forged.text())).toBe('The page has expired. Please try again.');
    const other = await agent.post(action, { ...fields, sub: 'another', answer: 'allow' });
    expect(errorIn(await other.text())).toContain('Somebody else has signed in');
    expect(await pollDevice(app, codes)).toEqual({ error: 'authorization_pending' });
  });

  it('lets people choose another account', async () => {
    const [codes, agent] = [await startDevice(app), newUserAgent()];
    await signInOnPage(agent, app);
    const page = await (await agent.get(codes.verification_uri_complete)).text();
    const link = (/<a href="([^"]*prompt=login)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');
    const other = { ...app, user: await makeUser(app) };
    const login = await agent.get(link);
    const back = await submit(agent, login, { username: other.user.username, password });
    expect(await (await agent.get(back.headers.get('location') ?? '')).text()).toContain(other.user.username);
  });

  it('works for a client whose sign-ins no session replaces', async () => {
    const alone = await trackSessions(await makeDeviceApp());
    const { poolId: UserPoolId, clientId: ClientId } = alone;
    const SSOSession = { MaxValidityMinutes: 0 };
    await adminClient().send(new SetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId, SSOSession }));
    const codes = await startDevice(alone);
    await answerDevice(alone, codes);
    expect(await pollDevice(alone, codes)).toHaveProperty('access_token');
  });

  it('tells wrong codes and those of nobody alike, at most thirty times an hour from one network', async () => {
    // In an hour of its own, as all tests come from one network.
    const ahead = nextHour() + 5 * hour - Date.now();
    const agent = newUserAgent({ ahead });
    for (const code of ['BCDF-GHJK', 'AEIO-UAEI', '<script>', 'ABC']) {
      const answer = await agent.get(pathOf(code));
      expect([code, answer.status, errorIn(await answer.text())]).toEqual([code, 400, wrong]);
    }
    for (let guess = 1; guess < 30; guess++) await agent.get(pathOf('BCDF-GHJK'));
    const { user_code } = await startDevice(app, {}, ahead + hour - 1000);
    expect((await agent.get(pathOf(user_code))).status).toBe(429);
    const later = newUserAgent({ ahead: ahead + hour });
    expect((await later.get(pathOf(user_code))).headers.get('location')).toContain('/login?');
  });

  it('says so where a sign-in at a provider did not succeed, in words of its own', async () => {
    // Nothing answers there that has a certificate.
    const ProviderDetails = { ...openIdDetails, oidc_issuer: 'https://127.0.0.1' };
    const federated = await makeFederatedApp({ ProviderName: 'Work', ProviderDetails });
    await allowDevices(federated);
    const agent = newUserAgent();
    const codes = await startDevice(federated);
    const toLogin = await agent.get(codes.verification_uri_complete);
    const login = await agent.get(toLogin.headers.get('location') ?? '');
    const { action, fields } = formIn(await login.text());
    const back = await agent.post(action, { ...fields, identityProvider: 'Work' });
    const address = back.headers.get('location') ?? '';
    expect(address).toContain('/device?error_description=Work+Error');
    const page = await agent.get(address);
    const text = await page.text();
    expect([page.status, errorIn(text)]).toEqual([400, 'Something went wrong. Try again.']);
    expect(text).not.toContain('Work Error');
  });

  it('is that of managed login, in the language of the browser', async () => {
    const managed = await makeManagedApp();
    await createBranding(managed);
    await allowDevices(managed);
    const host = hostOf(managed.prefix);
    const german = { headers: { 'accept-language': 'de' } };
    expect((await askHost(host, '/device', 'GET', german)).body).toContain('Geben Sie den Code ein');
    const failed = await askHost(host, '/device?error=invalid_request', 'GET', german);
    expect(complaintsIn(failed.body)).toHaveLength(1);
    expect(failed.status).toBe(400);
    const refused = await askHost(host, pathOf('BCDF-GHJK'), 'GET', german);
    expect(complaintsIn(refused.body)).toEqual([expect.stringContaining('Dieser Code ist falsch')]);

    const codes = await startDevice(managed);
    const agent = newUserAgent();
    const toLogin = await agent.get(codes.verification_uri_complete);
    const login = await agent.get(toLogin.headers.get('location') ?? '');
    const second = await submit(agent, login, { username: managed.user.username });
    const asked = await agent.get(second.headers.get('location') ?? '');
    const back = await submit(agent, asked, { password });
    const page = await agent.get(back.headers.get('location') ?? '');
    const done = await submit(agent, page, { answer: 'allow' });
    expect(await done.text()).toContain('Your device is connected');
    expect(await pollDevice(managed, codes)).toHaveProperty('access_token');
  });

  it('knows at a domain only the devices of its pool', async () => {
    const { user_code } = await startDevice(app);
    const other = await makePool();
    const prefix = aPrefix();
    await createDomain(other.poolId, prefix);
    const answer = await askHost(hostOf(prefix), pathOf(user_code));
    expect([answer.status, errorIn(answer.body)]).toEqual([400, wrong]);
  });
});
