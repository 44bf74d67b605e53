/** The public keys of app clients that prove themselves by one. */
import { now } from '#shared/config/clock.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { type ClientKey, toClientKeys } from '#shared/domain/oauth/client-keys.ts';
import { OutboundRefusal, outbound } from '#shared/gateways/outbound.ts';
import { logger } from '#shared/observability/powertools.ts';
import { createCache } from '../cache/cache.ts';

/** Keys that were fetched, or are just being fetched. */
interface Fetched {
  readonly at: number;
  /** Never rejects. */
  readonly keys: Promise<readonly ClientKey[]>;
}

type Client = Pick<AppClient, 'id' | 'oauth'>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const limits = { maxBytes: 64 * 1024, timeoutMs: 3000 };

const fetched = createCache<Fetched>(1000, now, 24 * hourMs);
const given = new WeakMap<object, readonly ClientKey[]>();

const fetchKeys = async (clientId: string, jwksUri: string, former: Fetched | undefined) => {
  try {
    const keys = toClientKeys(await outbound().fetchJson(jwksUri, limits));
    if (keys) return keys;
    logger.warn('no key set', { clientId });
  } catch (error) {
    if (!(error instanceof OutboundRefusal)) throw error;
    logger.warn('no keys fetched', { clientId, reason: error.reason });
  }
  // A server that is down for a moment does not lock the client out.
  return (await former?.keys) ?? [];
};

const fetchAgain = (id: string, clientId: string, jwksUri: string, former?: Fetched): Fetched => {
  const next = { at: now(), keys: fetchKeys(clientId, jwksUri, former) };
  fetched.set(id, next);
  return next;
};

const provesByFetched = async ({ id: clientId }: Client, jwksUri: string, proves: Proves): Promise<boolean> => {
  const id = `${clientId} ${jwksUri}`;
  const known = fetched.get(id);
  const current = known && now() - known.at < hourMs ? known : fetchAgain(id, clientId, jwksUri, known);
  if (proves(await current.keys)) return true;
  // The key may be new. Whoever makes a key up does not make us fetch more than once a minute.
  if (now() - current.at < minuteMs) return false;
  return proves(await fetchAgain(id, clientId, jwksUri, current).keys);
};

type Proves = (keys: readonly ClientKey[]) => boolean;

/**
 * True where `proves` is, of the client's public keys. Keys at a URL are remembered for an hour, and fetched once more
 * where they prove nothing, at most once a minute for each client.
 */
export const provesByKeys = async (client: Client, proves: Proves): Promise<boolean> => {
  const settings = clientOAuth(client);
  if (settings.jwksUri !== undefined) return provesByFetched(client, settings.jwksUri, proves);
  const keys = given.get(settings) ?? toClientKeys(JSON.parse(settings.jwks ?? '{}')) ?? [];
  given.set(settings, keys);
  return proves(keys);
};
