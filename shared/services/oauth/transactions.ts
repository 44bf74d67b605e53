/**
 * Sign-ins on an app's own pages. What one is about is stored, sealed, under the digest of its id. It counts for half an hour,
 * for the client and the browser that began it, and ends once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { transactionRepository } from '#shared/data/oauth/transaction-repository.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { keepsSignIns } from '#shared/domain/oauth/sso-session.ts';
import {
  type StoredTransaction,
  type TransactionContent,
  type TransactionOutcome,
  TransactionRefusal,
  type TransactionStep,
  transactionEndMs,
  transactionLifetimeMs,
  transactionPath,
} from '#shared/domain/oauth/transaction.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isSameSecret } from '../app-clients/client-secrets.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import type { Origin } from '../sessions/origin.ts';
import { users } from '../users/users.ts';
import type { Granted } from './authorization.ts';
import type { GiveAnswer } from './page-sign-in.ts';

/** How long browsers keep the cookie, in seconds. */
export const transactionCookieLifetime = transactionLifetimeMs / 1000;

/** The name of the cookie that binds transactions of a pool to a browser: one for all of its tabs. */
export const transactionCookie = ({ id }: Pick<UserPool, 'id'>): string => `gatehouse-transaction-${poolName(id)}`;

/** A transaction whose browser has proved itself. */
export interface LiveTransaction extends TransactionContent {
  readonly id: string;
  readonly turn: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const secretForm = /^[\w-]{43}$/;

const newSecret = (): string => randomBytes(32).toString('base64url');

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const seal = async ({ pool }: ClientRecord, content: TransactionContent): Promise<string> =>
  (await sealing().general(pool)).seal('transaction', JSON.stringify(content)).toString('base64url');

const isContent = (value: unknown): value is TransactionContent =>
  typeof value === 'object' && value !== null && 'query' in value && 'at' in value;

/** The value of the cookie of a browser: the one that it has, or a new one. */
export const transactionBrowser = (cookie: string | undefined): string =>
  cookie !== undefined && secretForm.test(cookie) ? cookie : newSecret();

/** Begins a transaction of that browser, and gives its id, which begins with the id of the client. One write. */
export const beginTransaction = async (
  app: ClientRecord,
  content: TransactionContent,
  browser: string,
): Promise<string> => {
  const { pool, client } = app;
  const id = `${client.id}.${newSecret()}`;
  const stored: StoredTransaction = {
    clientId: client.id,
    browser: digestOf(browser),
    turn: 0,
    sealed: await seal(app, content),
    expiresAt: now() + transactionLifetimeMs,
  };
  await table().write([transactionRepository().create(pool.id, digestOf(id), stored)]);
  return id;
};

const notFound = (): TransactionRefusal =>
  new TransactionRefusal('TransactionNotFoundException', 'The transaction is over, or is not of this browser.');

const taken = (): TransactionRefusal =>
  new TransactionRefusal('StepMismatchException', 'The transaction is at another step.');

/**
 * The transaction, for the browser with that cookie. Throws TransactionRefusal for a browser that brings none, and, without a
 * difference, for one that is unknown, over, or of another client or browser. One read.
 */
export const openTransaction = async (
  app: ClientRecord,
  id: string,
  cookie: string | undefined,
): Promise<LiveTransaction> => {
  const { pool, client } = app;
  if (cookie === undefined) {
    throw new TransactionRefusal(
      'BrowserNotKnownException',
      'The browser did not bring the cookie of the transaction.',
    );
  }
  const stored = await transactionRepository().find(pool.id, digestOf(id));
  if (!stored || stored.clientId !== client.id || stored.expiresAt <= now()) throw notFound();
  if (!isSameSecret(Buffer.from(stored.browser), Buffer.from(digestOf(cookie)))) throw notFound();
  const plain = (await sealing().general(pool)).open('transaction', Buffer.from(stored.sealed, 'base64url'));
  const content: unknown = plain && JSON.parse(plain.toString());
  if (!isContent(content)) throw notFound();
  const { turn, expiresAt } = stored;
  return { ...content, id, turn, expiresAt };
};

const contentOf = ({ query, pending }: LiveTransaction, at: TransactionStep): TransactionContent => ({
  query,
  ...(pending !== undefined && { pending }),
  at,
});

/** The write that takes it to its next step. It refuses where another request has done so meanwhile. */
const stepTo = async (app: ClientRecord, transaction: LiveTransaction, at: TransactionStep): Promise<Write> => {
  const sealed = await seal(app, contentOf(transaction, at));
  return transactionRepository().advance(app.pool.id, digestOf(transaction.id), transaction.turn, sealed, taken);
};

/** The same transaction, one step later. One write. */
export const takeStep = async (
  app: ClientRecord,
  transaction: LiveTransaction,
  at: TransactionStep,
): Promise<LiveTransaction> => {
  await table().write([await stepTo(app, transaction, at)]);
  return { ...transaction, at, turn: transaction.turn + 1 };
};

/** The write that ends it. It refuses where it has ended. */
export const endTransaction = ({ pool }: ClientRecord, { id, turn }: LiveTransaction): Write =>
  transactionRepository().end(pool.id, digestOf(id), turn, notFound);

/** Throws TransactionRefusal where the request names another step than the one that the transaction waits for. */
export const assertTurn = ({ turn }: LiveTransaction, named: number): void => {
  if (named !== turn) throw taken();
};

/**
 * Keeps the answer for the app until the browser comes for it, in place of giving it at once: the cookie of the session can only
 * be set then, and the code never passes through a page. What the transaction ends with is written together with the sign-in.
 */
export const keepingAnswer =
  (app: ClientRecord, transaction: LiveTransaction): GiveAnswer =>
  async ({ userKey, user, authContext }, writes, cookie) => {
    const { sub, signOuts } = user;
    const endsAt = now() + transactionEndMs;
    const outcome = { userKey, sub, signOuts, authContext, endsAt, ...(cookie !== undefined && { cookie }) };
    await table().write([...writes, await stepTo(app, transaction, { step: 'done', outcome })]);
    return { location: transactionPath(transaction.id, 'return') };
  };

const over = (): OAuthError => new OAuthError('access_denied', { description: 'The sign-in is over.' });

/** Whom the app gets an answer about, as the store has the user now. Throws access_denied where that is over. One read. */
export const keptAnswer = async (
  { pool }: ClientRecord,
  { userKey, sub, signOuts, authContext, endsAt }: TransactionOutcome,
  origin: Origin,
): Promise<Granted> => {
  const { user } = await users().findByKey(pool, userKey);
  const isSame = user?.sub === sub && user.signOuts === signOuts && keepsSignIns(user, authContext);
  if (!user || !isSame || endsAt <= now()) throw over();
  return { userKey, user, authContext, origin };
};
