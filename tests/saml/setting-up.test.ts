import { randomUUID, X509Certificate } from 'node:crypto';
import {
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { publish, scriptedUrl } from '#tests/support/outbound-server.ts';
import { makePool } from '#tests/support/pools.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';
import { makeSamlPool, providerKey, providerName } from '#tests/support/saml/saml-pool.ts';

const metadata = metadataXml({ keys: [providerKey] });

const make = async (ProviderDetails: Record<string, string>) =>
  makeProvider(await makePool(), { ProviderName: providerName, ProviderType: 'SAML', ProviderDetails });

describe('a SAML provider', () => {
  it('is described with where it is, and with a certificate to encrypt by', async () => {
    const { poolId, details } = await makeSamlPool({ details: { IDPSignout: 'true' } });
    const { ActiveEncryptionCertificate = '', ...others } = details;
    expect(others).toEqual({
      MetadataFile: metadata,
      IDPSignout: 'true',
      SSORedirectBindingURI: 'https://idp.example.com/sso/redirect',
      SLORedirectBindingURI: 'https://idp.example.com/slo/redirect',
    });
    const { subject, validFrom, validTo, publicKey } = new X509Certificate(
      Buffer.from(ActiveEncryptionCertificate, 'base64'),
    );
    expect(subject).toBe(`CN=${poolId}`);
    expect(new Date(validTo).getUTCFullYear() - new Date(validFrom).getUTCFullYear()).toBe(10);
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('keeps its certificate when it is changed, and takes back what was described', async () => {
    const { poolId: UserPoolId, details } = await makeSamlPool();
    const asked = { UserPoolId, ProviderName: providerName };
    const { IdentityProvider: described } = await adminClient().send(new DescribeIdentityProviderCommand(asked));
    expect(described?.ProviderDetails).toEqual(details);
    const changed = await adminClient().send(
      new UpdateIdentityProviderCommand({
        ...asked,
        ProviderDetails: {
          ...details,
          MetadataFile: metadataXml({ keys: [providerKey], origin: 'https://new.example.com' }),
        },
      }),
    );
    expect(changed.IdentityProvider?.ProviderDetails).toMatchObject({
      ActiveEncryptionCertificate: details.ActiveEncryptionCertificate,
      SSORedirectBindingURI: 'https://new.example.com/sso/redirect',
    });
  });

  it('may have its metadata at an address', async () => {
    const MetadataURL = await publish(randomUUID(), metadata);
    const { details } = await makeSamlPool({ details: { MetadataURL } });
    expect(details).toMatchObject({ MetadataURL, SSORedirectBindingURI: 'https://idp.example.com/sso/redirect' });
  });

  it.each([
    ['an answer that is no success', { status: 404 }],
    ['a redirect', { status: 302, headers: { location: 'https://idp.example.com' } }],
    ['a redirect to a private address', { status: 302, headers: { location: 'https://10.0.0.1/metadata' } }],
  ])('is refused for %s', async (_what, answer) => {
    const url = scriptedUrl('metadata-refused', answer);
    await expect(make({ MetadataURL: url })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Error retrieving metadata from ${url}`,
    });
  });

  it('is refused for metadata that grow', async () => {
    const url = await publish(randomUUID(), 'x'.repeat(1_000_001));
    await expect(make({ MetadataURL: url })).rejects.toThrow(`Error retrieving metadata from ${url}`);
  });

  it.each(['https://127.0.0.1/metadata', 'https://[::1]/metadata', 'https://10.0.0.1/', 'https://nobody.invalid/'])(
    'has no metadata at %s',
    async (MetadataURL) => {
      await expect(make({ MetadataURL })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: `Error retrieving metadata from ${MetadataURL}`,
      });
    },
  );

  it.each([
    ['Either MetadataURL or MetadataFile is required.', {}],
    [
      'Either MetadataURL or MetadataFile is required.',
      { MetadataFile: metadata, MetadataURL: 'https://idp.example.com' },
    ],
    ['The XML is not well-formed.', { MetadataFile: 'metadata' }],
    ['The XML has a document type.', { MetadataFile: `<!DOCTYPE x>${metadata}` }],
    ['The metadata has no provider.', { MetadataFile: '<html/>' }],
    [
      'The metadata has a certificate that has expired.',
      { MetadataFile: metadataXml({ keys: [newSamlKey({ until: Date.UTC(2020, 0) })] }) },
    ],
    [
      'The provider detail RequestSigningAlgorithm must be rsa-sha256.',
      { MetadataFile: metadata, RequestSigningAlgorithm: 'x' },
    ],
    ['The provider detail LegacySignatures must be true or false.', { MetadataFile: metadata, LegacySignatures: 'x' }],
  ])('is refused: %s', async (message, details) => {
    await expect(make(details)).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });
});
