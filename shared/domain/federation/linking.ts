/** When somebody who first comes through a provider becomes a user that there is. */
import { CognitoException } from '#shared/errors/exception.ts';
import { isCaseSensitive } from '../user-pools/settings.ts';
import type { PoolLinking, UserPool } from '../user-pools/user-pool.ts';
import { isVerified } from '../users/attributes.ts';
import { isSameIdentity, mostLinks, mostUnlinked } from '../users/identities.ts';
import type { Attributes, User, UserIdentity } from '../users/user.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** What a pool does that was told nothing, as Cognito. */
const byDefault: PoolLinking = { policy: 'NEVER', trustedProviders: [] };

/** How the pool links. */
export const linkingOf = ({ linking }: Pick<UserPool, 'linking'>): PoolLinking => linking ?? byDefault;

/** True where an administrator trusts this very provider to say whose an e-mail is. */
export const isTrusted = (pool: Pick<UserPool, 'linking'>, { name, createdAt }: IdentityProvider): boolean =>
  linkingOf(pool).trustedProviders.some((trusted) => trusted.name === name && trusted.createdAt === createdAt);

/** The e-mail that the provider has verified, as far as the pool takes its word. */
export const vouchedEmail = (
  pool: Pick<UserPool, 'linking'>,
  provider: IdentityProvider,
  { email, email_verified: verdict }: Attributes,
): string | undefined => (email && verdict === 'true' && isTrusted(pool, provider) ? email : undefined);

// No more than ASCII: other letters of two cases may be different letters to a mail server.
const asciiFolded = (text: string): string => text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());

const addressOf = (pool: UserPool, email: string): string => {
  const at = email.lastIndexOf('@');
  const [mailbox, domain] = [email.slice(0, at), asciiFolded(email.slice(at))];
  return `${isCaseSensitive(pool) ? mailbox : asciiFolded(mailbox)}${domain}`;
};

/** Who said last that the user's e-mail is verified: undefined for the pool itself. */
export const voucherOf = ({ emailFrom, attributes }: Pick<User, 'emailFrom' | 'attributes'>) =>
  emailFrom?.email === attributes.email ? emailFrom : undefined;

/**
 * True where the user's e-mail is that one, and verified: by the pool, or by a provider that it trusts. `provider` is the one
 * that said so last, where one did.
 */
export const hasProvedEmail = (
  pool: UserPool,
  user: Pick<User, 'emailFrom' | 'attributes' | 'status'>,
  email: string,
  provider: IdentityProvider | undefined,
): boolean => {
  const { email: own } = user.attributes;
  if (own === undefined || addressOf(pool, own) !== addressOf(pool, email)) return false;
  if (!isVerified(user.attributes, 'email') || user.status === 'UNCONFIRMED') return false;
  const voucher = voucherOf(user);
  if (!voucher) return true;
  // A provider of that name that was made since is another one.
  return provider !== undefined && isTrusted(pool, provider) && provider.createdAt <= (voucher.at ?? 0);
};

type Named = Pick<UserIdentity, 'providerName' | 'attribute' | 'userId'>;

const linksOf = ({ identities = [] }: User): number => identities.filter(({ primary }) => !primary).length;

/** True where the user can be linked with one more account. */
export const hasRoom = (user: User): boolean => linksOf(user) < mostLinks;

/** True where the account was linked with the user once, and is not to be again unasked. */
export const wasUnlinked = ({ unlinked = [] }: User, identity: Named): boolean =>
  unlinked.some((one) => isSameIdentity(one, identity));

const withoutOne = <One extends Named>(all: readonly One[], identity: Named): readonly One[] =>
  all.filter((one) => !isSameIdentity(one, identity));

/** The user with one more account. `now` is in epoch milliseconds. Throws LimitExceededException. */
export const withLink = ({ unlinked, ...user }: User, identity: UserIdentity, now: number): User => {
  if (!hasRoom(user)) {
    throw new CognitoException('LimitExceededException', `A user has ${mostLinks} linked identities at most.`);
  }
  const left = withoutOne(unlinked ?? [], identity);
  return {
    ...user,
    identities: [...(user.identities ?? []), identity],
    ...(left.length > 0 && { unlinked: left }),
    updatedAt: now,
  };
};

/**
 * The user without an account that is linked; undefined where it is not. The pool does not link it again by itself. The
 * account that a user was made for stays.
 */
export const withoutLink = (user: User, identity: Named, now: number): User | undefined => {
  const { identities = [], unlinked = [] } = user;
  const left = identities.filter((own) => own.primary || !isSameIdentity(own, identity));
  if (left.length === identities.length) return undefined;
  const { providerName, attribute, userId } = identity;
  const ended = { providerName, ...(attribute !== undefined && { attribute }), userId };
  return {
    ...user,
    identities: left,
    unlinked: [...withoutOne(unlinked, ended), ended].slice(-mostUnlinked),
    updatedAt: now,
  };
};
