/** Users whom the e-mail finds that a trusted provider has verified. */
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import {
  hasProvedEmail,
  hasRoom,
  linkingOf,
  vouchedEmail,
  voucherOf,
  wasUnlinked,
} from '#shared/domain/federation/linking.ts';
import { aliasAttributes, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { attributeSearch } from '../users/attribute-search.ts';
import { type UserRecord, users } from '../users/users.ts';
import { type Arrival, candidatesOf } from './external-users.ts';

// More users than these with one e-mail are too many to know whose it is.
const mostFound = 60;

const isName = (pool: UserPool): boolean =>
  usernameAttributes(pool).includes('email') || aliasAttributes(pool).includes('email');

const voucherFor = async (poolId: string, user: User): Promise<IdentityProvider | undefined> => {
  const voucher = voucherOf(user);
  return voucher && identityProviderRepository().find(poolId, voucher.provider);
};

const isProved = async (pool: UserPool, user: User, email: string): Promise<boolean> =>
  hasProvedEmail(pool, user, email, await voucherFor(pool.id, user));

// Where an e-mail is a name, only one user can have it so. Those who came through a provider have no such name.
const byName = async (pool: UserPool, email: string): Promise<User | undefined> =>
  isName(pool) ? (await users().find(pool, email)).user : undefined;

const byAttribute = async (pool: UserPool, email: string): Promise<readonly User[]> => {
  const conditions = [
    { attribute: 'email', equals: email },
    { attribute: 'email_verified', equals: 'true' },
  ];
  const query = { conditions, sortBy: undefined, isCount: false, limit: mostFound, token: undefined };
  const found = await attributeSearch().page(pool, query);
  return found.token === undefined ? found.users : [];
};

const onlyOne = async (pool: UserPool, email: string): Promise<User | undefined> => {
  const named = await byName(pool, email);
  if (named && (await isProved(pool, named, email))) return named;
  const proved: User[] = [];
  for (const user of await byAttribute(pool, email)) if (await isProved(pool, user, email)) proved.push(user);
  const [only, ...others] = proved;
  return others.length === 0 ? only : undefined;
};

/**
 * The user whom somebody is to be linked with who has none: the only one with the e-mail that the provider vouches for,
 * where the pool links by e-mail. Undefined where there is no such user, where the address is not proved on both sides, and
 * where that account was unlinked before. Indexes may be a moment behind: then it is undefined, too.
 */
export const findByEmail = async (arrival: Arrival, given: Attributes): Promise<UserRecord | undefined> => {
  const { pool } = arrival.app;
  if (linkingOf(pool).policy !== 'VERIFIED_EMAIL') return undefined;
  const email = vouchedEmail(pool, arrival.provider, given);
  const user = email === undefined ? undefined : await onlyOne(pool, email);
  if (email === undefined || !user) return undefined;
  // Read again with all that there is of the user, and judged by that.
  const record = await users().find(pool, user.sub);
  if (!record.user || record.user.sub !== user.sub) return undefined;
  const { user: latest } = record;
  const mayHave = hasRoom(latest) && !candidatesOf(arrival).some((one) => wasUnlinked(latest, one));
  return mayHave && (await isProved(pool, latest, email)) ? record : undefined;
};
