/** A request of an app's own page, and who may make it. */
import { hostCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { originOfOwnPages } from '#shared/domain/app-clients/own-pages.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import {
  type TransactionAddress,
  type TransactionContent,
  TransactionRefusal,
  transactionAddress,
} from '#shared/domain/oauth/transaction.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import { findAppById } from '#shared/services/oauth/authorization.ts';
import { type LiveTransaction, openTransaction, transactionCookie } from '#shared/services/oauth/transactions.ts';
import type { AuthorizationCall } from '../by-authorization-request.ts';

/** A step of a transaction. */
export interface TransactionCall extends AuthorizationCall {
  readonly transaction: LiveTransaction;
}

/** The step that a transaction waits for, of one kind. */
export type StepOf<Name extends TransactionContent['at']['step']> = Extract<
  TransactionContent['at'],
  { readonly step: Name }
>;

/** A transaction that a request names, at the client whose id it begins with. */
export interface NamedTransaction {
  readonly app: ClientRecord;
  readonly address: TransactionAddress;
}

/** The client of the transaction that a request names; undefined where there is none, or it has no pages of its own. */
export const findNamed = async ({ path, headers }: HttpRequest): Promise<NamedTransaction | undefined> => {
  const address = transactionAddress(path);
  if (!address) return undefined;
  try {
    const app = await findAppById(address.clientId, headers.host ?? '');
    return clientOAuth(app.client).ownPages && { app, address };
  } catch (error) {
    if (error instanceof UntrustedRequest) return undefined;
    throw error;
  }
};

/** The transaction of a browser. Throws TransactionRefusal. */
export const openNamed = (http: HttpRequest, { app, address }: NamedTransaction): Promise<LiveTransaction> =>
  openTransaction(app, address.id, http.cookies.get(hostCookie(http, transactionCookie(app.pool))));

/** The origin of the client's pages, where the request comes from one of them. Throws TransactionRefusal. */
export const ownOrigin = ({ headers }: HttpRequest, named: NamedTransaction | undefined): string => {
  const ownPages = named && clientOAuth(named.app.client).ownPages;
  const origin = ownPages && originOfOwnPages(ownPages);
  if (origin !== undefined && headers.origin === origin) return origin;
  throw new TransactionRefusal('OriginNotAllowedException', 'The page is not of an origin of the app client.');
};

/** An answer that the page of that origin may read, and nobody may store. Without an origin, no page may. */
export const jsonFor = (origin: string | undefined, body: object, statusCode = 200): Result => ({
  statusCode,
  headers: {
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
    'content-type': 'application/json;charset=UTF-8',
    vary: 'Origin, Accept-Language, Cookie',
    'x-content-type-options': 'nosniff',
    ...(origin !== undefined && {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'retry-after',
    }),
  },
  body: JSON.stringify(body),
});

/** The answer to what a browser asks before the page of that origin posts anything: Fetch section 3.3. */
export const preflightFor = (origin: string): Result => ({
  statusCode: 204,
  headers: {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
    'cache-control': 'no-store',
    vary: 'Origin',
  },
  body: '',
});
