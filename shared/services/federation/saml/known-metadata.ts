/** Metadata of providers: as they were set, or, where they have an address, as that says within six hours. */
import { now } from '#shared/config/clock.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { metadataBounds, readMetadata } from '#shared/domain/federation/saml/metadata.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import type { SamlMetadata } from '#shared/domain/federation/saml-metadata.ts';
import { OutboundRefusal, outbound } from '#shared/gateways/outbound.ts';
import { logger } from '#shared/observability/powertools.ts';
import { createCache } from '../../cache/cache.ts';

/** Metadata that were fetched, or are just being fetched. */
interface Known {
  readonly at: number;
  /** Epoch milliseconds, from when they are fetched again. */
  readonly until: number;
  /** Never rejects. */
  readonly metadata: Promise<SamlMetadata>;
}

const minuteMs = 60_000;
const freshMs = 6 * 60 * minuteMs;
const limits = { maxBytes: metadataBounds.maxChars, timeoutMs: 5000 };

const known = createCache<Known>(1000, now, 2 * freshMs);

/** The metadata at an address. Throws OutboundRefusal, and SamlRefusal for what is no metadata of one provider. */
export const fetchMetadata = async (url: string): Promise<SamlMetadata> => {
  const accept = 'application/samlmetadata+xml, application/xml, text/xml';
  const { status, body } = await outbound().send({ url, headers: { accept } }, limits);
  if (status !== 200) throw new OutboundRefusal('other status than 200');
  return readMetadata(body.toString());
};

const idOf = ({ poolId, name, version, createdAt }: IdentityProvider): string =>
  `${poolId} ${name} ${createdAt} ${version}`;

const metadataSet = ({ name, saml }: IdentityProvider): SamlMetadata => {
  if (!saml) throw new Error(`The SAML provider ${name} has no metadata.`);
  return saml;
};

const fetched = async (
  provider: IdentityProvider,
  url: string,
  entityId: string,
): Promise<SamlMetadata | undefined> => {
  try {
    const metadata = await fetchMetadata(url);
    // Whoever configured the provider meant that one.
    if (metadata.entityId === entityId) return metadata;
    logger.warn('metadata of another provider', { poolId: provider.poolId, provider: provider.name });
  } catch (error) {
    if (!(error instanceof OutboundRefusal || error instanceof SamlRefusal)) throw error;
    const reason = error instanceof OutboundRefusal ? error.reason : error.message;
    logger.warn('no metadata fetched', { poolId: provider.poolId, provider: provider.name, reason });
  }
  return undefined;
};

const fetchAgain = (provider: IdentityProvider, url: string, former: Promise<SamlMetadata>): Known => {
  const id = idOf(provider);
  const at = now();
  const found = former.then(({ entityId }) => fetched(provider, url, entityId));
  // An address that is down for a moment locks nobody out.
  const metadata = found.then(async (one) => one ?? (await former));
  const next = { at, until: at + minuteMs, metadata };
  known.set(id, next);
  void found.then((one) => {
    if (one && known.get(id) === next) known.set(id, { ...next, until: at + freshMs });
  });
  return next;
};

const currentOf = (provider: IdentityProvider): Known => {
  const { updatedAt } = provider;
  return (
    known.get(idOf(provider)) ?? {
      at: updatedAt,
      until: updatedAt + freshMs,
      metadata: Promise.resolve(metadataSet(provider)),
    }
  );
};

/** What the metadata of a SAML provider say. */
export const metadataOf = (provider: IdentityProvider): Promise<SamlMetadata> => {
  const { MetadataURL: url } = provider.details;
  if (url === undefined) return Promise.resolve(metadataSet(provider));
  const current = currentOf(provider);
  return now() < current.until ? current.metadata : fetchAgain(provider, url, current.metadata).metadata;
};

/**
 * The metadata with other keys than those, where there are such by now: a provider may have changed them. They are fetched
 * for this once a minute at most.
 */
export const renewedMetadata = async (
  provider: IdentityProvider,
  former: SamlMetadata,
): Promise<SamlMetadata | undefined> => {
  const { MetadataURL: url } = provider.details;
  if (url === undefined) return undefined;
  const current = currentOf(provider);
  const isRecent = now() - current.at < minuteMs;
  const metadata = await (isRecent ? current : fetchAgain(provider, url, current.metadata)).metadata;
  const knew = new Set(former.signingCertificates);
  return metadata.signingCertificates.every((one) => knew.has(one)) ? undefined : metadata;
};
