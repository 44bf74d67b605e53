import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { toClientKeys } from '#shared/domain/oauth/client-keys.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { OutboundRefusal, outbound } from '#shared/gateways/outbound.ts';
import { logger } from '#shared/observability/powertools.ts';
import { createCache } from '../cache/cache.ts';

type Keys = ReadonlyMap<unknown, KeyObject>;

interface Fetched {
  readonly at: number;
  readonly keys: Promise<Keys>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const limits = { maxBytes: 64 * 1024, timeoutMs: 3000 };

const Discovery = v.object({ issuer: v.string(), jwks_uri: v.string() });

const fetched = createCache<Fetched>(1000, now, hourMs);

const silent = (cause: unknown): CognitoException =>
  new CognitoException('ExternalServiceException', 'The login provider did not answer as it should.', { cause });

/** JSON of a login provider. Throws ExternalServiceException. */
export const fetchFromProvider = async (url: string): Promise<unknown> => {
  try {
    return await outbound().fetchJson(url, limits);
  } catch (error) {
    if (!(error instanceof OutboundRefusal)) throw error;
    // The address is not told: it may hold a token.
    logger.warn('login provider not reached', { reason: error.reason });
    throw silent(error);
  }
};

const fetchKeys = async (origin: string, issuers: readonly string[]): Promise<Keys> => {
  const discovery = v.safeParse(Discovery, await fetchFromProvider(`${origin}/.well-known/openid-configuration`));
  if (!discovery.success || !issuers.includes(discovery.output.issuer)) throw silent(undefined);
  const keys = toClientKeys(await fetchFromProvider(discovery.output.jwks_uri)) ?? [];
  const usable = keys.filter(({ algorithms }) => algorithms.some((name) => name === 'RS256' || name === 'ES256'));
  return new Map(usable.map(({ kid, key }) => [kid, key]));
};

const fetchAgain = (origin: string, issuers: readonly string[]): Fetched => {
  const next = { at: now(), keys: fetchKeys(origin, issuers) };
  fetched.set(origin, next);
  next.keys.catch(() => fetched.delete(origin));
  return next;
};

/**
 * The key with that id of an issuer, which may be called by several names: OpenID Connect Discovery 1.0. Keys are
 * remembered for an hour, and fetched once more for an id that is new, at most once a minute. Throws
 * ExternalServiceException.
 */
export const issuerKey = async (
  origin: string,
  issuers: readonly string[],
  kid: unknown,
): Promise<KeyObject | undefined> => {
  const known = fetched.get(origin) ?? fetchAgain(origin, issuers);
  const key = (await known.keys).get(kid);
  if (key || now() - known.at < minuteMs) return key;
  return (await fetchAgain(origin, issuers).keys).get(kid);
};
