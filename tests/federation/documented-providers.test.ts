import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  CreateIdentityProviderCommand,
  type IdentityProviderTypeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';

interface Documented {
  readonly ProviderName: string;
  readonly ProviderType: IdentityProviderTypeType;
  readonly ProviderDetails: Record<string, string>;
  readonly AttributeMapping: Record<string, string>;
}

const isDocumented = (value: object): value is Documented => 'ProviderName' in value && 'ProviderDetails' in value;

const page = readFileSync('docs/federation.md', 'utf8');

/** The texts of the page to paste, with something in each gap. */
const documented = [...page.matchAll(/^ *```json\n(.*?)\n *```$/gms)].flatMap(([, text = '']) => {
  const value: object = JSON.parse(text.replaceAll('…', 'x'));
  return isDocumented(value) ? [value] : [];
});

// What a pasted text cannot bring along: a key, and metadata that somebody publishes.
const whole = (details: Documented['ProviderDetails']): Documented['ProviderDetails'] => {
  const { MetadataURL, ...others } = details;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    ...others,
    ...(details.private_key && { private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }),
    ...(MetadataURL && { MetadataFile: metadataXml({ keys: [newSamlKey()] }) }),
  };
};

describe('the providers of docs/federation.md', () => {
  it('are all that it has a walk-through for', () => {
    expect(documented.map(({ ProviderName, ProviderType }) => `${ProviderName} ${ProviderType}`)).toEqual([
      'Google Google',
      'SignInWithApple SignInWithApple',
      'EntraID OIDC',
      'Okta OIDC',
      'Keycloak OIDC',
      'EntraID SAML',
      'Okta SAML',
      'Keycloak SAML',
    ]);
  });

  it.each(documented)('$ProviderName ($ProviderType) is taken as it is pasted', async (given) => {
    const { poolId: UserPoolId } = await makePool();
    const ProviderDetails = whole(given.ProviderDetails);
    const { IdentityProvider } = await adminClient().send(
      new CreateIdentityProviderCommand({ ...given, UserPoolId, ProviderDetails }),
    );
    expect(IdentityProvider?.AttributeMapping).toMatchObject(given.AttributeMapping);
  });
});
