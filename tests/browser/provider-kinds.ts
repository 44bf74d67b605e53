/** One provider of each kind, as a person meets it in a browser. */
import { generateKeyPairSync } from 'node:crypto';
import type { CreateIdentityProviderCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { exportJWK } from 'jose';
import type { Page } from 'playwright-core';
import { openIdGiven } from '#tests/support/federation.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { boxyhqResponse } from '#tests/support/saml/npm-providers.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';
import { providerKey } from '#tests/support/saml/saml-pool.ts';
import { stack } from '#tests/support/stack.ts';
import { secretFor } from '#tests/support/upstream/exchange.ts';
import { clientIdFor, shapeIssuer } from '#tests/support/upstream/oidc-providers.ts';
import { appleClientId } from '#tests/support/upstream/social.ts';
import type { SamlProviderSite } from './saml-provider.ts';

/** Somebody at a provider. */
export interface Person {
  /** The provider's own name for them. */
  readonly subject: string;
  readonly email: string;
}

export interface ProviderKind {
  readonly name: string;
  readonly given: () => Promise<Partial<CreateIdentityProviderCommandInput>>;
  /** Signs in on the provider's page, where the browser is. */
  readonly signIn: (page: Page, person: Person, pool: TestPool) => Promise<void>;
}

const client = { client_id: 'an-app', client_secret: secretFor('an-app') };
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const AttributeMapping = { email: 'email', name: 'name' };

/** Providers lead back over HTTPS, as a page of theirs may post nothing to a plain address. */
export const origin = (): string => stack().https?.endpoint ?? '';

/** Details of Apple, with a key of ours. */
export const apple = async () => ({
  ProviderDetails: {
    client_id: appleClientId(await exportJWK(publicKey)),
    team_id: 'TEAM123456',
    key_id: 'KEY1234567',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authorize_scopes: 'name email',
  },
  AttributeMapping,
});

const openId = async () => {
  const client_id = clientIdFor({ redirectUri: `${origin()}/oauth2/idpresponse` });
  return openIdGiven(shapeIssuer(outboundHost(), 'usual'), { client_id, client_secret: secretFor(client_id) });
};

/** Says on the page of a stand-in who signs in, and allows it or turns back. */
export const answerAt = async (page: Page, user: object, button: 'allow' | 'deny' = 'allow'): Promise<void> => {
  await page.fill('textarea[name="user"]', JSON.stringify(user));
  await page.click(`#${button}`);
};

const byPage =
  (toUser: (person: Person) => object): ProviderKind['signIn'] =>
  (page, person) =>
    answerAt(page, toUser(person));

const social = (
  name: 'Google' | 'Facebook' | 'LoginWithAmazon',
  authorize_scopes: string,
  toUser: (person: Person) => object,
): ProviderKind => ({
  name,
  given: async () => ({
    ProviderName: name,
    ProviderType: name,
    ProviderDetails: { ...client, authorize_scopes },
    AttributeMapping,
  }),
  signIn: byPage(toUser),
});

/** All kinds. `site` is where the SAML provider is, once it has begun. */
export const providerKinds = (site: () => SamlProviderSite): readonly ProviderKind[] => [
  {
    name: 'OIDC',
    given: openId,
    signIn: byPage(({ subject: sub, email }) => ({ sub, email, name: 'Ada' })),
  },
  social('Google', 'profile email openid', ({ subject: sub, email }) => ({ sub, email, name: 'Ada' })),
  social('Facebook', 'public_profile,email', ({ subject: id, email }) => ({ id, email, name: 'Ada' })),
  social('LoginWithAmazon', 'profile', ({ subject: user_id, email }) => ({ user_id, email, name: 'Ada' })),
  {
    name: 'SignInWithApple',
    given: async () => ({ ProviderName: 'SignInWithApple', ProviderType: 'SignInWithApple', ...(await apple()) }),
    signIn: byPage(({ subject: sub, email }) => ({ sub, email, name: { firstName: 'Ada' } })),
  },
  {
    name: 'SAML',
    given: async () => ({
      ProviderName: 'Directory',
      ProviderType: 'SAML',
      ProviderDetails: { MetadataFile: metadataXml({ keys: [providerKey], origin: site().origin }) },
      AttributeMapping: { email: 'mail', name: 'name' },
    }),
    signIn: async (page, { subject, email }, { poolId }) => {
      site().answerWith(({ id: requestId, consumer }) =>
        boxyhqResponse({
          issuer: 'https://idp.example.com/metadata',
          audience: `urn:amazon:cognito:sp:${poolId}`,
          consumer,
          requestId,
          key: providerKey,
          email: subject,
          attributes: { mail: email, name: 'Ada' },
        }),
      );
      // Its page has asked before: this is the answer to the request as it came.
      await page.waitForURL((url) => url.origin === site().origin);
      await page.reload();
      await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    },
  },
];
