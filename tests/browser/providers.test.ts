import { generateKeyPairSync } from 'node:crypto';
import type { CreateIdentityProviderCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { exportJWK } from 'jose';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFederatedApp, openIdGiven, verifiedClaims } from '#tests/support/federation.ts';
import { authorizePath, onPages } from '#tests/support/oauth.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { stack } from '#tests/support/stack.ts';
import { secretFor } from '#tests/support/upstream/exchange.ts';
import { clientIdFor, shapeIssuer } from '#tests/support/upstream/oidc-providers.ts';
import { appleClientId, socialHosts } from '#tests/support/upstream/social.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';

const client = { client_id: 'an-app', client_secret: secretFor('an-app') };
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

// Providers lead back over HTTPS, as a page of theirs may post nothing to a plain address.
const origin = (): string => stack().https?.endpoint ?? '';

const google = async () => ({
  ProviderDetails: { ...client, authorize_scopes: 'profile email openid' },
  AttributeMapping: { email: 'email', name: 'name' },
});

const facebook = async () => ({
  ProviderDetails: { ...client, authorize_scopes: 'public_profile,email' },
  AttributeMapping: { email: 'email', name: 'name' },
});

const amazon = async () => ({
  ProviderDetails: { ...client, authorize_scopes: 'profile' },
  AttributeMapping: { email: 'email', name: 'name' },
});

const apple = async () => ({
  ProviderDetails: {
    client_id: appleClientId(await exportJWK(publicKey)),
    team_id: 'TEAM123456',
    key_id: 'KEY1234567',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authorize_scopes: 'name email',
  },
  AttributeMapping: { email: 'email', name: 'name' },
});

const openId = async () => {
  const client_id = clientIdFor({ redirectUri: `${origin()}/oauth2/idpresponse` });
  return openIdGiven(shapeIssuer(outboundHost(), 'usual'), { client_id, client_secret: secretFor(client_id) });
};

const email = 'ada@example.com';

describe.skipIf(!runsHere)('a sign-in through a provider in a browser', () => {
  let browser: Browser;
  let app: AppStandIn;

  beforeAll(async () => {
    const server = outboundHost().replace('localhost', '127.0.0.1');
    browser = await startChromium(
      `--host-resolver-rules=${socialHosts.map((host) => `MAP ${host} ${server}`).join(', ')}`,
    );
    app = await startAppStandIn();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  // A device that trusts the authorities of the laptop and of the tests.
  const open = async (): Promise<Page> => (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();

  const answer = async (page: Page, user: object, button: 'allow' | 'deny' = 'allow'): Promise<URL> => {
    await page.fill('textarea[name="user"]', JSON.stringify(user));
    await page.click(`#${button}`);
    await page.waitForURL((url) => url.href.startsWith(app.callback));
    return new URL(page.url());
  };

  const providers: readonly (readonly [
    NonNullable<CreateIdentityProviderCommandInput['ProviderType']>,
    () => Promise<Partial<CreateIdentityProviderCommandInput>>,
    object,
  ])[] = [
    ['Google', google, { sub: 'g-1', email, name: 'Ada' }],
    ['Facebook', facebook, { id: 'f-1', email, name: 'Ada' }],
    ['LoginWithAmazon', amazon, { user_id: 'a-1', email, name: 'Ada' }],
    ['SignInWithApple', apple, { sub: 'ap-1', email, name: { firstName: 'Ada' } }],
    ['OIDC', openId, { sub: 'o-1', email, name: 'Ada' }],
  ];

  it.each(providers)(
    'at %s leads to tokens, and later to tokens without the provider',
    async (ProviderType, given, user) => {
      const made = await makeFederatedApp(
        { ProviderName: ProviderType, ProviderType, ...(await given()) },
        {},
        { CallbackURLs: [app.callback] },
      );
      const page = await open();
      const asked = authorizePath(made, {
        identity_provider: made.provider,
        redirect_uri: app.callback,
        scope: 'openid email profile',
      });
      await page.goto(`${origin()}${asked}`);
      const first = await verifiedClaims(made, await answer(page, user), app.callback);
      expect(first).toMatchObject({ email, name: 'Ada' });

      await page.goto(`${origin()}${asked}`);
      expect((await verifiedClaims(made, new URL(page.url()), app.callback)).sub).toBe(first.sub);
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
    expect((await answer(page, {}, 'deny')).searchParams.get('error')).toBe('access_denied');
  });
});
