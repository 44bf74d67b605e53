/**
 * The state that a provider brings back: RFC 6749 section 10.12. All that the answer needs is in it, sealed. A cookie binds
 * it to the browser, one for all sign-ins of that browser under way. Nothing is stored but that it came back, so that it
 * counts once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { now } from '#shared/config/clock.ts';
import { usedStateRepository } from '#shared/data/federation/used-state-repository.ts';
import { table } from '#shared/data/table.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isSameSecret } from '../app-clients/client-secrets.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import type { Remembered } from './provider-kinds.ts';

/** A sign-in that went to a provider. */
export interface FederationState {
  readonly providerName: string;
  /** The query by which the app asked for authorization. */
  readonly query: string;
  readonly remembered: Remembered;
  /** The test whose sign-in it is. Then nobody asked for authorization, and nobody is signed in. */
  readonly testId?: string | undefined;
}

interface SealedState extends FederationState {
  readonly clientId: string;
  /** Digest of the value of the cookie. */
  readonly browser: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const lifetimeMs = 300_000;

/** How long browsers keep the cookie, in seconds. */
export const browserCookieLifetime = lifetimeMs / 1000;

/** The name of the cookie that binds states of a pool to a browser. */
export const browserCookie = ({ id }: Pick<UserPool, 'id'>): string => `gatehouse-idp-${poolName(id)}`;

const browserForm = /^[\w-]{43}$/;

/** The value of that cookie: the one that the browser has, or a new one. */
export const browserIdOf = (cookie: string | undefined): string =>
  cookie !== undefined && browserForm.test(cookie) ? cookie : randomBytes(32).toString('base64url');

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A state for that browser, which counts for five minutes. It begins with the id of the client. */
export const sealState = async (
  { pool, client }: ClientRecord,
  state: FederationState,
  browserId: string,
): Promise<string> => {
  const whole: SealedState = {
    ...state,
    clientId: client.id,
    browser: digestOf(browserId),
    expiresAt: now() + lifetimeMs,
  };
  const packed = deflateRawSync(JSON.stringify(whole));
  const sealed = (await sealing().general(pool)).seal('federation state', packed);
  return `${client.id}.${sealed.toString('base64url')}`;
};

/** The id of the client whose state it is, if it is one. */
export const clientIdIn = (state: string): string | undefined => /^([\w+]{1,128})\.[\w-]+$/.exec(state)?.[1];

const isState = (value: unknown): value is SealedState =>
  typeof value === 'object' && value !== null && 'clientId' in value && 'browser' in value && 'expiresAt' in value;

class StateUsed extends Error {}

// Before the provider is asked: no answer of a browser is exchanged twice.
const spend = async (poolId: string, state: string, expiresAt: number): Promise<boolean> => {
  const used = { poolId, digest: digestOf(state), expiresAt };
  try {
    await table().write([usedStateRepository().use(used, () => new StateUsed())]);
    return true;
  } catch (error) {
    if (error instanceof StateUsed) return false;
    throw error;
  }
};

/**
 * The state, which is used up by that; undefined for one that is over, was used, or is of another client or browser, or
 * none. One write.
 */
export const openState = async (
  { pool, client }: ClientRecord,
  state: string,
  cookie: string | undefined,
): Promise<FederationState | undefined> => {
  if (clientIdIn(state) !== client.id || cookie === undefined) return undefined;
  const packed = (await sealing().general(pool)).open(
    'federation state',
    Buffer.from(state.slice(client.id.length + 1), 'base64url'),
  );
  const opened: unknown = packed && JSON.parse(inflateRawSync(packed).toString());
  if (!isState(opened) || opened.clientId !== client.id || opened.expiresAt <= now()) return undefined;
  if (!isSameSecret(Buffer.from(opened.browser), Buffer.from(digestOf(cookie)))) return undefined;
  const { providerName, query, remembered, testId, expiresAt } = opened;
  return (await spend(pool.id, state, expiresAt)) ? { providerName, query, remembered, testId } : undefined;
};
