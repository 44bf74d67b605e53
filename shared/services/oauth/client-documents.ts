/**
 * Clients that are known by the URL of a document which describes them: OAuth Client ID Metadata Document. A pool keeps what it
 * read there, so that tokens can be refreshed while the server of the document is down.
 */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { table } from '#shared/data/table.ts';
import { Conflict } from '#shared/data/write.ts';
import { idOfDocument } from '#shared/domain/app-clients/client-registration.ts';
import { isRegistered, type RegisteredClient, unusedLifetimeMs } from '#shared/domain/app-clients/registered-client.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import { type ClientMetadata, isDocumentId, readClientDocument } from '#shared/domain/oauth/client-metadata.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { originOfDomain } from '#shared/domain/user-pool-domains/domain-host.ts';
import { registrationSettings, takesDocument } from '#shared/domain/user-pools/registration-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { OutboundRefusal, outbound } from '#shared/gateways/outbound.ts';
import { logger } from '#shared/observability/powertools.ts';
import { changeAppClient } from '../app-clients/app-clients.ts';
import { countRegistration, createRegisteredClient } from '../app-clients/registered-clients.ts';
import { createCache } from '../cache/cache.ts';
import { type ClientRecord, cachedClientOf } from '../directory/directory.ts';
import { poolAtHost } from '../user-pool-domains/served-pool.ts';
import { keptOf, nameOf, oauthOf, settingsOf } from './client-registration.ts';

/** Where a request comes from, and which host it was sent to. */
export interface Asking {
  readonly host: string;
  readonly sourceIp: string;
}

interface Document {
  readonly metadata: ClientMetadata;
  /** Epoch milliseconds. */
  readonly readAt: number;
  readonly freshUntil: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const limits = { maxBytes: 10 * 1024, timeoutMs: 3000 };

const untrusted = (): UntrustedRequest => new UntrustedRequest('invalid_request');

// RFC 9111 section 5.2.2, within bounds of ours.
const freshnessOf = (cacheControl = ''): number => {
  if (/\bno-(?:store|cache)\b/i.test(cacheControl)) return 5 * minuteMs;
  const [, seconds] = /\bmax-age=(\d{1,9})\b/i.exec(cacheControl) ?? [];
  return seconds === undefined ? hourMs : Math.min(Math.max(Number(seconds) * 1000, 5 * minuteMs), dayMs);
};

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
};

/** The document; `gone` where there is none, and `unreachable` where nobody knows. Nothing of a failure is remembered. */
const fetchDocument = async (url: string): Promise<Document | 'gone' | 'unreachable'> => {
  try {
    const { status, headers, body } = await outbound().send({ url }, limits);
    if (status >= 500) return 'unreachable';
    if (status !== 200 || !/^application\/(?:[\w.+-]+\+)?json\b/i.test(headers['content-type'] ?? '')) return 'gone';
    const metadata = readClientDocument(url, parsed(body));
    oauthOf(metadata);
    return { metadata, readAt: now(), freshUntil: now() + freshnessOf(headers['cache-control']) };
  } catch (error) {
    if (error instanceof OAuthError) {
      logger.warn('no metadata of a client', { url, reason: error.message });
      return 'gone';
    }
    if (!(error instanceof OutboundRefusal)) throw error;
    logger.warn('no metadata of a client', { url, reason: error.reason });
    return error.reason === 'no answer in time' || error.reason === 'no connection' ? 'unreachable' : 'gone';
  }
};

const facts = ({ metadata, readAt, freshUntil }: Document) => ({
  name: nameOf(metadata),
  settings: settingsOf(metadata),
  oauth: oauthOf(metadata),
  kept: { ...keptOf(metadata), readAt, freshUntil },
});

// Of requests at the same moment, one makes the client.
const firstSeen = async (pool: UserPool, url: string, issuer: string, sourceIp: string): Promise<ClientRecord> => {
  // What nobody knows is counted before it is fetched: a stranger decides what that costs.
  const { writes, network } = await countRegistration(pool, { sourceIp, admittedBy: undefined });
  await table().write(writes);
  const document = await fetchDocument(url);
  if (typeof document === 'string') throw untrusted();
  const { kept, ...client } = facts(document);
  try {
    await createRegisteredClient(pool, { writes: [], network }, (slot) => ({
      ...client,
      id: idOfDocument(pool.id, url),
      poolId: pool.id,
      registration: { ...kept, documentUrl: url, issuer, slot, expiresAt: now() + unusedLifetimeMs },
      secrets: [],
      createdAt: now(),
      updatedAt: now(),
      version: 1,
    }));
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  return cachedClientOf(pool.id, url);
};

// What came of asking again a moment ago: nobody makes us ask more than once a minute.
const asked = createCache<'gone' | 'unreachable'>(1000, now, minuteMs);

const readAgain = async (app: ClientRecord, { id, poolId, registration }: RegisteredClient): Promise<ClientRecord> => {
  const { documentUrl = '', freshUntil = 0 } = registration;
  // A server that is down for a day does not lock its client out.
  const isUsable = now() < freshUntil + dayMs;
  const before = asked.get(id);
  if (before === undefined) asked.set(id, 'unreachable');
  const document = before ?? (await fetchDocument(documentUrl));
  if (document === 'gone') asked.set(id, document);
  if (document === 'gone' || (document === 'unreachable' && !isUsable)) throw untrusted();
  if (document === 'unreachable') return app;
  const { kept, ...changed } = facts(document);
  await changeAppClient(poolId, id, ({ client }) => {
    if (!isRegistered(client)) throw untrusted();
    const { displayName: _name, scopes: _scopes, ...others } = client.registration;
    return { ...changed, settings: { ...client.settings, ...changed.settings }, registration: { ...others, ...kept } };
  }).catch((error: unknown) => {
    if (isException(error, 'ResourceNotFoundException')) throw untrusted();
    // Somebody else has just read it, too.
    if (!isException(error, 'ConcurrentModificationException')) throw error;
  });
  return cachedClientOf(poolId, documentUrl);
};

const findKnown = async (poolId: string, url: string): Promise<ClientRecord | undefined> => {
  try {
    return await cachedClientOf(poolId, url);
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

/**
 * The app whose id is the URL of a metadata document, which is fetched where it is not known. Throws UntrustedRequest, and
 * LimitExceededException where too many strangers come.
 */
export const clientOfDocument = async (url: string, { host, sourceIp }: Asking): Promise<ClientRecord> => {
  const { pool, domainName } = await poolAtHost(host).catch((error: unknown) => {
    throw isException(error, 'ResourceNotFoundException') ? untrusted() : error;
  });
  const issuer = originOfDomain(domainName, environment());
  if (!isDocumentId(url) || !takesDocument(registrationSettings(pool), url) || issuer === undefined) throw untrusted();
  const known = await findKnown(pool.id, url);
  const isFresh = (known?.client.registration?.freshUntil ?? 0) > now();
  const app = known && isRegistered(known.client) && !isFresh ? await readAgain(known, known.client) : known;
  const found = app ?? (await firstSeen(pool, url, issuer, sourceIp));
  const { registration } = found.client;
  // It knows the pool by the domain that it is asking.
  return registration ? { ...found, client: { ...found.client, registration: { ...registration, issuer } } } : found;
};
