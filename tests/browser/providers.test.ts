import { randomUUID } from 'node:crypto';
import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as client from 'openid-client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { type FederatedApp, makeFederatedApp } from '#tests/support/federation.ts';
import { authorizePath, onPages } from '#tests/support/oauth.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { makeUser } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { socialHosts } from '#tests/support/upstream/social.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';
import { answerAt, apple, origin, type Person, providerKinds } from './provider-kinds.ts';
import { type SamlProviderSite, startSamlProvider } from './saml-provider.ts';

describe.skipIf(!runsHere)('a sign-in through a provider in a browser', () => {
  let browser: Browser;
  let app: AppStandIn;
  let site: SamlProviderSite;

  beforeAll(async () => {
    const server = outboundHost().replace('localhost', '127.0.0.1');
    browser = await startChromium(
      `--host-resolver-rules=${socialHosts.map((host) => `MAP ${host} ${server}`).join(', ')}`,
    );
    app = await startAppStandIn();
    site = await startSamlProvider();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await site.stop();
  });

  const kinds = providerKinds(() => site);
  const withFamilies = kinds.flatMap((kind) => [
    { kind, name: kind.name, pages: 'classic', ManagedLoginVersion: 1 },
    { kind, name: kind.name, pages: 'managed', ManagedLoginVersion: 2 },
  ]);

  // A device that trusts the authorities of the laptop and of the tests.
  const open = async (): Promise<Page> => (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();

  const makeApp = async (kind: (typeof kinds)[number], ManagedLoginVersion: number): Promise<FederatedApp> => {
    const made = await makeFederatedApp(await kind.given(), {}, { CallbackURLs: [app.callback] });
    await createDomain(made.poolId, aPrefix(), { ManagedLoginVersion });
    return made;
  };

  const configure = ({ poolId, clientId }: FederatedApp) =>
    client.discovery(new URL(`${stack().endpoint}/${poolId}`), clientId, undefined, client.None(), {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    });

  /** What an OpenID library makes of a sign-in that `walk` takes from the address of the app's request to its callback. */
  const claimsAfter = async (page: Page, made: FederatedApp, walk: () => Promise<void>) => {
    const config = await configure(made);
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expected = { expectedState: client.randomState(), expectedNonce: client.randomNonce() };
    const { pathname, search } = client.buildAuthorizationUrl(config, {
      redirect_uri: app.callback,
      scope: 'openid email profile',
      state: expected.expectedState,
      nonce: expected.expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    await page.goto(`${origin()}${pathname}${search}`);
    await walk();
    await page.waitForURL((url) => url.href.startsWith(app.callback));
    const checks = { ...expected, pkceCodeVerifier, idTokenExpected: true };
    const claims = (await client.authorizationCodeGrant(config, new URL(page.url()), checks)).claims();
    if (!claims) throw new Error('There is no ID token.');
    return claims;
  };

  /** Signs in from the button of the provider on the page. */
  const signIn = (page: Page, made: FederatedApp, kind: (typeof kinds)[number], person: Person) =>
    claimsAfter(page, made, async () => {
      expect(new URL(page.url()).pathname).toBe('/login');
      await page.locator(`[name="identityProvider"][value="${made.provider}"]:visible`).first().click();
      await kind.signIn(page, person, made);
    });

  it.each(withFamilies)(
    'by $name begins on a $pages page, and later takes what has changed',
    async ({ kind, ManagedLoginVersion }) => {
      const made = await makeApp(kind, ManagedLoginVersion);
      const page = await open();
      const first = await signIn(page, made, kind, { subject: 'ada@1.example', email: 'ada@example.com' });
      expect(first).toMatchObject({
        'cognito:username': `${made.provider}_ada@1.example`,
        email: 'ada@example.com',
        name: 'Ada',
        identities: [
          expect.objectContaining({ providerName: made.provider, userId: 'ada@1.example', primary: 'true' }),
        ],
      });
      // The session of the pages is enough.
      expect((await claimsAfter(page, made, async () => undefined)).sub).toBe(first.sub);

      const changed = { subject: 'ada@1.example', email: 'ada.king@example.com' };
      const later = await signIn(await open(), made, kind, changed);
      expect(later).toMatchObject({ sub: first.sub, email: 'ada.king@example.com', name: 'Ada' });
    },
  );

  it.each(withFamilies)(
    'by $name on a $pages page is that of a linked user, and of somebody else after the link',
    async ({ kind, ManagedLoginVersion }) => {
      const made = await makeApp(kind, ManagedLoginVersion);
      const { sub, username } = await makeUser(made);
      const person = { subject: `ada@${randomUUID()}.example`, email: 'ada@example.com' };
      const account = { ProviderName: made.provider, ProviderAttributeValue: person.subject };
      await adminClient().send(
        new AdminLinkProviderForUserCommand({
          UserPoolId: made.poolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
          SourceUser: { ...account, ProviderAttributeName: 'Cognito_Subject' },
        }),
      );
      const page = await open();
      const linked = await signIn(page, made, kind, person);
      expect(linked).toMatchObject({ sub, 'cognito:username': username, email: 'ada@example.com' });

      await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: made.poolId, User: account }));
      // The session that came through the link is over.
      await page.goto(`${origin()}${authorizePath(made, { redirect_uri: app.callback })}`);
      expect(new URL(page.url()).pathname).toBe('/login');
      const unlinked = await signIn(await open(), made, kind, person);
      expect(unlinked).toMatchObject({ 'cognito:username': `${made.provider}_${person.subject}` });
      expect(unlinked.sub).not.toBe(sub);
    },
  );

  it('at Apple may be called off', async () => {
    const made = await makeFederatedApp(
      { ProviderName: 'SignInWithApple', ProviderType: 'SignInWithApple', ...(await apple()) },
      {},
      { ...onPages, CallbackURLs: [app.callback] },
    );
    const page = await open();
    await page.goto(
      `${origin()}${authorizePath(made, { identity_provider: made.provider, redirect_uri: app.callback })}`,
    );
    await answerAt(page, {}, 'deny');
    await page.waitForURL((url) => url.href.startsWith(app.callback));
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
  });
});
