/**
 * People whom a provider has authenticated, while a page asks for the account that they have here. What is known of them is
 * stored for ten minutes, under the digest of a secret that only a cookie of their browser has. It counts once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { pendingAccountRepository } from '#shared/data/federation/pending-account-repository.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import { linkingOf, withLink } from '#shared/domain/federation/linking.ts';
import type { PendingAccount } from '#shared/domain/federation/pending-account.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { ChangedUser, LinkAtEnd } from '../oauth/page-sign-in.ts';
import { userUpdate } from '../users/user-changes.ts';
import { users } from '../users/users.ts';
import { providerOf } from './asked-provider.ts';
import { type Arrival, toUserIdentity } from './external-users.ts';

const lifetimeMs = 600_000;

/** How long browsers keep the cookie, in seconds. */
export const pendingLifetime = lifetimeMs / 1000;

/** The name of the cookie: each pool has its own. */
export const pendingCookie = ({ id }: Pick<UserPool, 'id'>): string => `gatehouse-link-${poolName(id)}`;

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Keeps somebody until the page is answered. Gives the value of the cookie. One write. */
export const keepPending = async (
  { id }: Pick<UserPool, 'id'>,
  pending: Omit<PendingAccount, 'expiresAt'>,
): Promise<string> => {
  const secret = randomBytes(32).toString('base64url');
  const kept = { ...pending, expiresAt: now() + lifetimeMs };
  await table().write([pendingAccountRepository().create(id, digestOf(secret), kept)]);
  return secret;
};

/** Somebody whom a browser is asked about. */
export interface Pending extends LinkAtEnd {
  readonly account: PendingAccount;
  /** The same as somebody who has just arrived from the provider. Throws invalid_request where the client has it no more. */
  readonly arrival: () => Promise<Arrival>;
  /** The write that uses it up. It refuses what was used meanwhile. */
  readonly spend: Write;
}

const over = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'The page has expired. Please sign in again.');

// As a user who is linked would arrive.
const toArrival = async (
  app: ClientRecord,
  { providerName, identity, attributes }: PendingAccount,
): Promise<Arrival> => ({
  app,
  provider: await providerOf(app, providerName),
  identity: { ...identity, attributes, inbound: {} },
  attributes,
});

const linked = async (app: ClientRecord, pending: PendingAccount, spend: Write, userKey: string, proved: User) => {
  const { pool } = app;
  const { user } = await users().getByKey(pool, userKey);
  // Between the proof and this, the user may have been disabled, signed out, or made anew.
  if (user.sub !== proved.sub || !user.enabled || user.signOuts !== proved.signOuts) throw invalidSession();
  const after = withLink(user, toUserIdentity(await toArrival(app, pending), false), now());
  const on = { taken: over, identityTaken: over };
  return { user: after, writes: [...(await userUpdate(pool, user, after, userKey, on)), spend] };
};

/**
 * Whom the browser with that cookie is asked about, at that client; undefined where that is over, was used, or is not asked any more.
 * One request.
 */
export const findPending = async (app: ClientRecord, cookie: string | undefined): Promise<Pending | undefined> => {
  const { pool, client } = app;
  if (cookie === undefined || linkingOf(pool).policy !== 'ASK') return undefined;
  const digest = digestOf(cookie);
  const account = await pendingAccountRepository().find(pool.id, digest);
  if (!account || account.clientId !== client.id || account.expiresAt <= now()) return undefined;
  const spend = pendingAccountRepository().spend(pool.id, digest, over);
  const end = (userKey: string, proved: User): Promise<ChangedUser> => linked(app, account, spend, userKey, proved);
  return { account, arrival: () => toArrival(app, account), spend, end };
};
