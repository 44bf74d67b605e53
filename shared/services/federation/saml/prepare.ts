import type { KeyObject } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import type { ProviderDetails } from '#shared/domain/federation/identity-provider.ts';
import { assertUsable, readMetadata } from '#shared/domain/federation/saml/metadata.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import type { SamlMetadata } from '#shared/domain/federation/saml-metadata.ts';
import { selfSigned } from '#shared/domain/x509/self-signed.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { OutboundRefusal } from '#shared/gateways/outbound.ts';
import type { PrepareProvider, ProviderDraft } from '../provider-kinds.ts';
import { fetchMetadata } from './known-metadata.ts';
import { encryptionKeyName } from './provider-key.ts';
import { newRsaKey } from './rsa-key.ts';
import { ensureSigningKey } from './signing-key.ts';

const invalid = (message: string, cause?: unknown): CognitoException =>
  new CognitoException('InvalidParameterException', message, { cause });

const metadataIn = async ({ MetadataURL: url, MetadataFile: file }: ProviderDetails): Promise<SamlMetadata> => {
  if ((url === undefined) === (file === undefined)) throw invalid('Either MetadataURL or MetadataFile is required.');
  try {
    const metadata = url === undefined ? readMetadata(file ?? '') : await fetchMetadata(url);
    assertUsable(metadata, now());
    return metadata;
  } catch (error) {
    if (error instanceof OutboundRefusal) throw invalid(`Error retrieving metadata from ${url}`, error);
    if (error instanceof SamlRefusal) throw invalid(`${error.message}.`, error);
    throw error;
  }
};

const years = 10;

// A certificate is not valid before it is made; clocks differ by a little.
const hourMs = 3_600_000;

const lastFrom = (from: number): number => {
  const until = new Date(from);
  return until.setUTCFullYear(until.getUTCFullYear() + years);
};

const certificateFor = (poolId: string, privateKey: KeyObject): string =>
  selfSigned({ commonName: poolId, privateKey, from: now() - hourMs, until: lastFrom(now()) }).toString('base64');

// The key stays as long as the provider does: it stands in the settings of the other side.
const encryptionOf = async ({ pool, former }: ProviderDraft) => {
  const certificate = former?.details.ActiveEncryptionCertificate;
  if (certificate !== undefined) return { certificate, secrets: {} };
  const privateKey = await newRsaKey();
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  return {
    certificate: certificateFor(pool.id, privateKey),
    secrets: { [encryptionKeyName]: secret },
  };
};

const told = ({ singleSignOn, singleLogout }: SamlMetadata): ProviderDetails => ({
  ...(singleSignOn.redirect !== undefined && { SSORedirectBindingURI: singleSignOn.redirect }),
  ...(singleLogout?.redirect !== undefined && { SLORedirectBindingURI: singleLogout.redirect }),
});

/**
 * Reads the metadata of a SAML provider, and makes its key for encrypted responses. Throws InvalidParameterException for
 * metadata that cannot be fetched or read, or have a certificate that has expired.
 */
export const prepareSaml: PrepareProvider = async (draft) => {
  const { SSORedirectBindingURI: _signOn, SLORedirectBindingURI: _logout, ...given } = draft.details;
  const saml = await metadataIn(given);
  const { certificate, secrets } = await encryptionOf(draft);
  // Those who configure the other side ask for its certificate right after this.
  await ensureSigningKey(draft.pool);
  return { details: { ...given, ...told(saml), ActiveEncryptionCertificate: certificate }, secrets, saml };
};
