/**
 * Requests for authorization that clients push to us, so that browsers carry a reference alone: RFC 9126. The reference holds
 * the request, sealed. So nothing is stored until it is used, which happens once.
 */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { pushedRequestRepository } from '#shared/data/oauth/pushed-request-repository.ts';
import { table } from '#shared/data/table.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';

// A reference leads from the client to us, and then from page to page.
type Stage = 'pushed request' | 'opened request';

interface SealedRequest {
  readonly id: string;
  readonly clientId: string;
  readonly query: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What a reference stands for. */
export interface OpenedRequest {
  /** The request, as a query. */
  readonly query: string;
  /** The query by which pages find it again. */
  readonly pageQuery: string;
}

const prefix = 'urn:ietf:params:oauth:request_uri:';

/** How long a client may take to send the browser, in seconds. */
export const pushedLifetime = 90;

// As long as other forms of the pages are remembered.
const pagesLifetimeMs = 3_600_000;

/** True for a reference of ours, whatever it holds. */
export const isPushedReference = (requestUri: string): boolean => requestUri.startsWith(prefix);

const isSealedRequest = (value: unknown): value is SealedRequest =>
  typeof value === 'object' && value !== null && 'id' in value && 'clientId' in value && 'query' in value;

const sealRequest = async ({ pool }: ClientRecord, stage: Stage, request: SealedRequest): Promise<string> => {
  const bytes = (await sealing().general(pool)).seal(stage, JSON.stringify(request));
  return `${prefix}${bytes.toString('base64url')}`;
};

// Pages look for these in their own query.
const languagesIn = (query: string): Readonly<Record<string, string>> => {
  const given = [...new URLSearchParams(query)].filter(([name]) => name === 'lang' || name === 'ui_locales');
  return Object.fromEntries(given);
};

const unknown = (clientId: string): UntrustedRequest => new UntrustedRequest('invalid_request_uri', clientId);

const openRequest = async ({ pool, client }: ClientRecord, stage: Stage, uri: string): Promise<SealedRequest> => {
  const bytes = Buffer.from(uri.slice(prefix.length), 'base64url');
  const plain = (await sealing().general(pool)).open(stage, bytes);
  const request: unknown = plain && JSON.parse(plain.toString());
  const isGood = isSealedRequest(request) && request.clientId === client.id && request.expiresAt > now();
  if (!isGood) throw unknown(client.id);
  return request;
};

/** The reference for a request of the client, which is good once. */
export const pushRequest = (app: ClientRecord, query: string): Promise<string> => {
  const expiresAt = now() + pushedLifetime * 1000;
  return sealRequest(app, 'pushed request', { id: randomUUID(), clientId: app.client.id, query, expiresAt });
};

/**
 * The request of a reference that comes from a client, which is used up by that. One write. Throws UntrustedRequest for one
 * that is of another client, over, or used.
 */
export const takePushedRequest = async (app: ClientRecord, uri: string): Promise<OpenedRequest> => {
  const request = await openRequest(app, 'pushed request', uri);
  const { client, pool } = app;
  await table().write([pushedRequestRepository().use(pool.id, request, () => unknown(client.id))]);
  const opened = { ...request, expiresAt: now() + pagesLifetimeMs };
  const request_uri = await sealRequest(app, 'opened request', opened);
  const pageQuery = new URLSearchParams({ client_id: client.id, request_uri, ...languagesIn(request.query) });
  return { query: request.query, pageQuery: pageQuery.toString() };
};

/** The request of a reference that comes from page to page. Throws UntrustedRequest, also for one that was never used up. */
export const findOpenedRequest = async (app: ClientRecord, uri: string): Promise<Pick<OpenedRequest, 'query'>> =>
  openRequest(app, 'opened request', uri);
