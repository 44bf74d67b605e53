import { UpdateIdentityProviderCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createBranding, logo } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeFederatedApp, makeScriptedApp, signInScripted } from '#tests/support/federation.ts';
import { makeProvider, socialDetails } from '#tests/support/identity-providers.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { password } from '#tests/support/pools.ts';
import { errorOn } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

const setProviders = ({ poolId: UserPoolId, clientId: ClientId }: FederatedApp, SupportedIdentityProviders: string[]) =>
  adminClient().send(new UpdateUserPoolClientCommand({ ...onPages, UserPoolId, ClientId, SupportedIdentityProviders }));

const setIdentifiers = ({ poolId: UserPoolId, provider: ProviderName }: FederatedApp, IdpIdentifiers: string[]) =>
  adminClient().send(new UpdateIdentityProviderCommand({ UserPoolId, ProviderName, IdpIdentifiers }));

/** The address of the provider, without what differs each time. */
const led = (answer: Response) => {
  const { href } = locationOf(answer);
  return { status: answer.status, to: href.slice(0, href.indexOf('?')) };
};

const login = (app: FederatedApp, more = {}) => authorizePath(app, more, '/login');

describe('the sign-in page of a client with providers', () => {
  it('offers each of them, in a form of its own', async () => {
    const app = await makeScriptedApp();
    await makeProvider(app, { ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: socialDetails });
    await setProviders(app, ['COGNITO', 'Corporate', 'Google']);
    const page = await (await newUserAgent().get(login(app))).text();
    expect(page.match(/<form [^>]*name="loginWithIdentityProvider"/g)).toHaveLength(4);
    expect(page).toMatch(/<input [^>]*value="Corporate" class="btn idpButton-customizable" aria-label="Corporate"\/>/);
    expect(page).toMatch(/<button [^>]*class="btn socialButton-customizable">Continue with Google<\/button>/);
    expect(page).toContain('Sign in with your corporate ID');
    expect(page).toContain('name="cognitoSignInForm"');
  });

  it('leads to the one that was chosen', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    const page = await agent.get(login(app, { state: 's' }));
    const answer = await submit(agent, page, { identityProvider: 'Corporate' });
    expect(led(answer)).toEqual({ status: 302, to: `${app.issuer}/authorize` });
  });

  it('tells the app of one that the client does not have', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    const answer = await submit(agent, await agent.get(login(app)), { identityProvider: 'Another' });
    expect(locationOf(answer).searchParams.get('error')).toBe('invalid_request');
  });

  it('finds one by the domain of an e-mail address that is given alone', async () => {
    const app = await makeScriptedApp();
    await setIdentifiers(app, ['Corp.example']);
    const agent = newUserAgent();
    const page = await agent.get(login(app));
    const known = await submit(agent, page, { username: 'ada@corp.EXAMPLE' });
    expect(led(known)).toEqual({ status: 302, to: `${app.issuer}/authorize` });
  });

  it('asks for no password where the pool itself is not among them', async () => {
    const app = await makeScriptedApp();
    await makeProvider(app, { ProviderName: 'Other' });
    await setProviders(app, ['Corporate', 'Other']);
    const agent = newUserAgent();
    const page = await agent.get(login(app));
    const text = await page.clone().text();
    expect(text).not.toContain('name="password"');
    expect(text).not.toContain('/signup');
    const answer = await submit(agent, page, { username: 'ada', password: 'Correct-horse-1' });
    expect(await errorOn(answer)).toBe('Sign in through an identity provider.');
  });

  it('leads to no sign-up where the pool itself is not among them', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    const page = await agent.get(authorizePath(app, {}, '/signup'));
    await setProviders(app, ['Corporate']);
    const answer = await submit(agent, page, { username: 'ada', password });
    expect(locationOf(answer).pathname).toBe('/login');
    expect(locationOf(await agent.get(authorizePath(app, {}, '/signup'))).pathname).toBe('/login');
  });

  it('is passed over where there is one provider alone, and where the request names one', async () => {
    const app = await makeScriptedApp();
    await setIdentifiers(app, ['corp.example']);
    const to = { status: 302, to: `${app.issuer}/authorize` };
    for (const more of [{ identity_provider: 'Corporate' }, { idp_identifier: 'corp.example' }]) {
      expect(led(await newUserAgent().get(login(app, more)))).toEqual(to);
      expect(led(await newUserAgent().get(authorizePath(app, more)))).toEqual(to);
    }
    await setProviders(app, ['Corporate']);
    expect(led(await newUserAgent().get(login(app)))).toEqual(to);
    expect(led(await newUserAgent().get(authorizePath(app)))).toEqual(to);
  });
});

describe('a session through a provider', () => {
  it('is not one of the pool, nor of another provider', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    await signInScripted(app, { sub: 'Ada-1' }, {}, agent);
    expect(locationOf(await agent.get(authorizePath(app))).searchParams.has('code')).toBe(true);
    const local = await agent.get(authorizePath(app, { identity_provider: 'COGNITO' }));
    expect(locationOf(local).pathname).toBe('/login');
  });
});

describe('managed login of a client with providers', () => {
  it('offers them by name', async () => {
    const app = await makeFederatedApp({
      ProviderName: 'LoginWithAmazon',
      ProviderType: 'LoginWithAmazon',
      ProviderDetails: socialDetails,
    });
    const page = await (await newUserAgent().get(login(app))).text();
    expect(page).toContain('Continue with Amazon');
  });

  const makeTwo = async (): Promise<FederatedApp> => {
    const app = await makeScriptedApp();
    await makeProvider(app, {
      ProviderName: 'LoginWithAmazon',
      ProviderType: 'LoginWithAmazon',
      ProviderDetails: socialDetails,
    });
    await setProviders(app, ['COGNITO', app.provider, 'LoginWithAmazon']);
    return app;
  };

  it('has buttons in the order of the style, with its icons', async () => {
    const app = await makeTwo();
    await createBranding(app, {
      Settings: { categories: { auth: { federation: { interfaceStyle: 'BUTTON_LIST', order: ['LoginWithAmazon'] } } } },
      Assets: [logo({ Category: 'IDP_BUTTON_ICON', ResourceId: app.provider })],
    });
    const page = await (await newUserAgent().get(login(app))).text();
    const buttons = [...page.matchAll(/name="identityProvider" value="([^"]*)"[^>]*>(<img class="provider-icon")?/g)];
    expect(buttons.map(([, name, icon]) => [name, icon !== undefined])).toEqual([
      ['LoginWithAmazon', false],
      [app.provider, true],
    ]);
  });

  it.each(['DROPDOWN', 'SEARCH'])('leads on from one field for all of them: %s', async (interfaceStyle) => {
    const app = await makeTwo();
    await createBranding(app, { Settings: { categories: { auth: { federation: { interfaceStyle } } } } });
    const agent = newUserAgent();
    const page = await (await agent.get(login(app))).text();
    const field = interfaceStyle === 'DROPDOWN' ? 'select' : 'input';
    expect(page).toMatch(new RegExp(`<${field} id="identityProvider" name="identityProvider" form="providers"`));
    expect(page).toContain(`<option value="${app.provider}">`);
    const form = /<form id="providers".*?<\/form>/s.exec(page)?.[0] ?? '';
    const csrf = /name="csrf" value="([^"]*)"/.exec(form)?.[1] ?? '';
    const answer = await agent.post(login(app), { csrf, plain: '1', identityProvider: app.provider });
    expect(locationOf(answer).href).toContain(app.issuer);
    const unknown = await agent.post(login(app), { csrf, plain: '1', identityProvider: 'Nobody' });
    expect(unknown.status).toBeLessThan(500);
  });
});
