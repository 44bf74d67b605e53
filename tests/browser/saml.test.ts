import * as client from 'openid-client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxyhqResponse, samlifyResponse } from '#tests/support/saml/npm-providers.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';
import { makeSamlPool, providerKey, providerName, type SamlPool } from '#tests/support/saml/saml-pool.ts';
import { stack } from '#tests/support/stack.ts';
import { type AppStandIn, startAppStandIn } from './app-stand-in.ts';
import { runsHere, startChromium } from './chromium.ts';
import { type SamlProviderSite, startSamlProvider } from './saml-provider.ts';

describe.skipIf(!runsHere)('a browser that signs in through a SAML provider', () => {
  let browser: Browser;
  let app: AppStandIn;
  let provider: SamlProviderSite;

  beforeAll(async () => {
    browser = await startChromium();
    app = await startAppStandIn();
    provider = await startSamlProvider();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await provider.stop();
  });

  const makePool = (details: Readonly<Record<string, string>> = {}): Promise<SamlPool> =>
    makeSamlPool({
      details: { MetadataFile: metadataXml({ keys: [providerKey], origin: provider.origin }), ...details },
      mapping: { email: 'mail', name: 'name' },
      client: { CallbackURLs: [app.callback], LogoutURLs: [app.callback] },
    });

  const answersBy = (make: typeof boxyhqResponse, { poolId }: SamlPool, name: string): void =>
    provider.answerWith(({ id: requestId, consumer }) =>
      make({
        issuer: 'https://idp.example.com/metadata',
        audience: `urn:amazon:cognito:sp:${poolId}`,
        consumer,
        requestId,
        key: providerKey,
        email: 'ada@example.com',
        attributes: { mail: 'ada@example.com', name },
      }),
    );

  const configure = ({ poolId, clientId }: SamlPool) =>
    client.discovery(new URL(`${stack().endpoint}/${poolId}`), clientId, undefined, client.None(), {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    });

  const signIn = async (page: Page, pool: SamlPool) => {
    const config = await configure(pool);
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expected = { expectedState: client.randomState(), expectedNonce: client.randomNonce() };
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: app.callback,
      scope: 'openid email profile',
      identity_provider: providerName,
      state: expected.expectedState,
      nonce: expected.expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    await page.goto(url.href);
    await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    await page.waitForURL(`${app.callback}?**`);
    const checks = { ...expected, pkceCodeVerifier, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), checks);
    return tokens.claims();
  };

  const newPage = async (): Promise<Page> => (await browser.newContext()).newPage();

  it.each([
    ["BoxyHQ's saml20", boxyhqResponse],
    ['samlify', (asked: Parameters<typeof boxyhqResponse>[0]) => samlifyResponse({ ...asked, signs: 'both' })],
  ])('gets tokens that an OpenID library verifies, by %s, and the same user later', async (_name, make) => {
    const pool = await makePool();
    answersBy(make, pool, 'Ada');
    const first = await signIn(await newPage(), pool);
    expect(first).toMatchObject({ 'cognito:username': `${providerName}_ada@example.com`, name: 'Ada' });
    answersBy(make, pool, 'Ada Lovelace');
    const later = await signIn(await newPage(), pool);
    expect(later).toMatchObject({ sub: first?.sub, name: 'Ada Lovelace' });
  });

  it('leaves by the provider, too', async () => {
    const pool = await makePool({ IDPSignout: 'true' });
    answersBy(boxyhqResponse, pool, 'Ada');
    const page = await newPage();
    await signIn(page, pool);
    const uri = encodeURIComponent(app.callback);
    await page.goto(`${stack().endpoint}/logout?client_id=${pool.clientId}&logout_uri=${uri}`);
    const left = new URL(page.url());
    expect(`${left.origin}${left.pathname}`).toBe(`${provider.origin}/slo/redirect`);
    expect(left.searchParams.get('Signature')).not.toBeNull();
  });
});
