import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminInitiateAuthCommand,
  AdminLinkProviderForUserCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { authorizePath, locationOf, onPages, signInOnPage } from '#tests/support/oauth.ts';
import { makeClient, makeUser } from '#tests/support/pools.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const ada = { sub: 'Ada-1', email: 'ada@example.com', name: 'Ada' };

const clientOf = async (app: FederatedApp, SupportedIdentityProviders: string[]): Promise<FederatedApp> => ({
  ...app,
  ...(await makeClient(app.poolId, { ...onPages, SupportedIdentityProviders })),
});

/** Where a request for authorization leads: without what differs each time. */
const ledTo = async (agent: UserAgent, app: FederatedApp, more = {}): Promise<string> => {
  const { origin, pathname, searchParams } = locationOf(await agent.get(authorizePath(app, more)));
  return searchParams.has('code') ? 'the app' : `${origin}${pathname}`;
};

describe('a session through a provider, at another client', () => {
  it('is none where the client does not list the provider', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    await signInScripted(app, ada, {}, agent);
    const [alike, own] = [await clientOf(app, ['Corporate']), await clientOf(app, ['COGNITO'])];
    expect(await ledTo(agent, alike)).toBe('the app');
    expect(await ledTo(agent, own)).toMatch(/\/login$/);
    const page = await agent.get(authorizePath(own, {}, '/login'));
    expect(await page.text()).not.toContain('signInAs');
  });

  it('is asked for anew where users of the pool itself are not meant', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    await signInOnPage(agent, { ...app, user: await makeUser(app) });
    expect(await ledTo(agent, app)).toBe('the app');
    expect(await ledTo(agent, await clientOf(app, ['Corporate']))).toBe(`${app.issuer}/authorize`);
  });
});

describe('a session through one of several providers', () => {
  it('is none for a request that names another one by its identifier', async () => {
    const app = await makeScriptedApp();
    await makeProvider(app, {
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: { client_id: 'gatehouse', client_secret: 'a-secret', authorize_scopes: 'openid' },
      IdpIdentifiers: ['other.example'],
    });
    const { poolId: UserPoolId, clientId: ClientId } = app;
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        ...onPages,
        UserPoolId,
        ClientId,
        SupportedIdentityProviders: ['Corporate', 'Google'],
      }),
    );
    const agent = newUserAgent();
    await signInScripted(app, ada, {}, agent);
    expect(await ledTo(agent, app)).toBe('the app');
    // What Google publishes is out of reach of tests: the app hears so, and gets no code.
    expect(await ledTo(agent, app, { idp_identifier: 'other.example' })).not.toBe('the app');
  });
});

describe('a linked user who was invited', () => {
  it('needs no password of the pool, now and at a refresh', async () => {
    const app = await makeScriptedApp();
    const { poolId: UserPoolId, clientId: ClientId } = app;
    await adminClient().send(new AdminCreateUserCommand({ UserPoolId, Username: 'grace', MessageAction: 'SUPPRESS' }));
    await adminClient().send(
      new AdminLinkProviderForUserCommand({
        UserPoolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'grace' },
        SourceUser: {
          ProviderName: app.provider,
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: ada.sub,
        },
      }),
    );
    const agent = newUserAgent();
    const { refresh_token: RefreshToken } = await tokensFor(app, await signInScripted(app, ada, {}, agent));
    const { AuthenticationResult } = await adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
    expect(AuthenticationResult?.AccessToken).toEqual(expect.any(String));
    expect(await ledTo(agent, app)).toBe('the app');
  });
});

describe('a session through a link', () => {
  it('is over with the link', async () => {
    const app = await makeScriptedApp();
    const { username } = await makeUser(app);
    const named = {
      ProviderName: app.provider,
      ProviderAttributeName: 'Cognito_Subject',
      ProviderAttributeValue: ada.sub,
    };
    await adminClient().send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: app.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
        SourceUser: named,
      }),
    );
    const agent = newUserAgent();
    await signInScripted(app, ada, {}, agent);
    expect(await ledTo(agent, app)).toBe('the app');
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: app.poolId, User: named }));
    expect(await ledTo(agent, app)).toMatch(/\/login$/);
  });
});
