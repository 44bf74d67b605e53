/** What becomes of two users who are one person: one of them goes, and the other one gets what it lacks. */
import { CognitoException } from '#shared/errors/exception.ts';
import { type GroupMembership, mostGroups } from '../groups/group.ts';
import type { AcceptedTerms } from '../terms/accepted-terms.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { isContactAttribute, isVerified, verifiedAttribute } from './attributes.ts';
import { isSameIdentity, mostLinks, mostUnlinked } from './identities.ts';
import type { Attributes, User, UserIdentity } from './user.ts';

/** What the user who stays gets of the one who goes, and what is lost. */
export interface MergePlan {
  readonly attributes: Attributes;
  readonly groups: readonly GroupMembership[];
  readonly identities: readonly UserIdentity[];
  readonly acceptedTerms: readonly AcceptedTerms[];
  /** Names of attributes whose values are lost: the other user has another value, or may get none any more. */
  readonly droppedAttributes: readonly string[];
}

/** What is lost of the user who goes. */
export interface Dropped {
  readonly hasPassword: boolean;
  readonly hasSoftwareToken: boolean;
  readonly hasRecoveryCodes: boolean;
  readonly passkeys: number;
  readonly devices: number;
}

export interface Merge {
  readonly source: Pick<User, 'username' | 'sub'>;
  readonly destination: Pick<User, 'username' | 'sub'>;
  readonly status: 'PLANNED' | 'MERGED';
  readonly plan: MergePlan;
  readonly dropped: Dropped;
}

/** A merge that was made before: its answer was lost, or somebody else asked for it. */
export interface MergedBefore {
  readonly source: string;
  readonly destination: Pick<User, 'username' | 'sub'>;
  readonly status: 'MERGED_BEFORE';
}

/** The user who goes, and the one who stays. */
export interface MergedPair {
  readonly source: User;
  readonly destination: User;
}

/** The most users whom one keeps as merged into it, the latest ones. */
const mostMerged = 20;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertMergeable = ({ username, enabled, status }: User): void => {
  if (!enabled) throw invalid(`The user ${username} is disabled. Enable the user before a merge.`);
  if (status === 'UNCONFIRMED') throw invalid(`The user ${username} is not confirmed.`);
};

/**
 * Throws InvalidParameterException for users who cannot be one: the same user, one who is disabled or not confirmed, and while
 * the pool is in change.
 */
export const assertPair = (pool: UserPool, { source, destination }: MergedPair): void => {
  if (source.sub === destination.sub) throw invalid('A user cannot be merged into itself.');
  if (pool.change) throw invalid('While a user pool is being changed, its users cannot be merged.');
  assertMergeable(source);
  assertMergeable(destination);
};

const isVerdict = (name: string): boolean => name === 'email_verified' || name === 'phone_number_verified';

// An address goes with the word on whether it is verified.
const gainOf = (pool: UserPool, { source, destination }: MergedPair, name: string): Attributes | undefined => {
  const value = source.attributes[name] ?? '';
  const own = destination.attributes[name];
  const verdict = isContactAttribute(name)
    ? { [verifiedAttribute(name)]: String(isVerified(source.attributes, name)) }
    : {};
  if (own === value) {
    const isProved = isContactAttribute(name) && isVerified(source.attributes, name);
    return isProved && !isVerified(destination.attributes, name) ? verdict : {};
  }
  const isMutable = pool.schema.find((attribute) => attribute.name === name)?.mutable ?? false;
  return own || !isMutable ? undefined : { [name]: value, ...verdict };
};

const attributesOf = (pool: UserPool, pair: MergedPair): Pick<MergePlan, 'attributes' | 'droppedAttributes'> => {
  // The store keeps no order.
  const names = Object.keys(pair.source.attributes)
    .filter((name) => !isVerdict(name))
    .sort();
  const gains = names.map((name) => [name, gainOf(pool, pair, name)] as const);
  return {
    attributes: Object.assign({}, ...gains.map(([, gain]) => gain ?? {})),
    droppedAttributes: gains.flatMap(([name, gain]) => (gain === undefined ? [name] : [])),
  };
};

const linksOf = (identities: readonly UserIdentity[] = []): number =>
  identities.filter(({ primary }) => !primary).length;

/**
 * What a merge would move. `live` are those of the memberships of the user who goes that count, and `now` is in epoch
 * milliseconds: from then on, sign-ins by the accounts that move are sign-ins of the user who stays. Throws
 * LimitExceededException and InvalidParameterException where that one cannot have so many accounts or groups.
 */
export const planMerge = (
  pool: UserPool,
  pair: MergedPair,
  live: readonly GroupMembership[],
  now: number,
): MergePlan => {
  const { source, destination } = pair;
  const identities = (source.identities ?? []).map((one) => ({ ...one, primary: false, createdAt: now }));
  const groups = live.filter(({ id }) => !destination.groups.some((own) => own.id === id));
  const acceptedTerms = (source.acceptedTerms ?? []).filter(
    ({ name }) => !destination.acceptedTerms?.some((own) => own.name === name),
  );
  if (linksOf(destination.identities) + identities.length > mostLinks) {
    throw new CognitoException('LimitExceededException', `A user has ${mostLinks} linked identities at most.`);
  }
  if (destination.groups.length + groups.length > mostGroups.ofUser) {
    throw invalid(`A user is in ${mostGroups.ofUser} groups at most.`);
  }
  return { ...attributesOf(pool, pair), groups, identities, acceptedTerms };
};

const voucherOf = ({ source, destination }: MergedPair, { attributes }: MergePlan): Pick<User, 'emailFrom'> => {
  const voucher = source.emailFrom;
  const email = attributes.email ?? destination.attributes.email;
  const isGained = attributes.email_verified === 'true' && voucher?.email === email;
  return voucher && isGained ? { emailFrom: voucher } : {};
};

const unlinkedOf = ({ source, destination }: MergedPair, all: readonly UserIdentity[]): Pick<User, 'unlinked'> => {
  const unlinked = [...(source.unlinked ?? []), ...(destination.unlinked ?? [])]
    .filter((one) => !all.some((own) => isSameIdentity(own, one)))
    .slice(-mostUnlinked);
  return unlinked.length > 0 ? { unlinked } : {};
};

/** The user who stays, after the merge. `now` is in epoch milliseconds. */
export const mergedUser = (pair: MergedPair, plan: MergePlan, now: number): User => {
  const { source, destination } = pair;
  const { unlinked: _before, ...kept } = destination;
  const identities = [...(destination.identities ?? []), ...plan.identities];
  const acceptedTerms = [...(destination.acceptedTerms ?? []), ...plan.acceptedTerms];
  const merged = [...(destination.merged ?? []), { sub: source.sub, username: source.username }];
  return {
    ...kept,
    attributes: { ...destination.attributes, ...plan.attributes },
    groups: [...destination.groups, ...plan.groups],
    ...(identities.length > 0 && { identities }),
    ...(acceptedTerms.length > 0 && { acceptedTerms }),
    ...voucherOf(pair, plan),
    ...unlinkedOf(pair, identities),
    merged: merged.slice(-mostMerged),
    updatedAt: now,
  };
};

/** True where that user was merged into this one: under that name as it is unique, or that sub. */
export const wasMerged = ({ merged = [] }: User, named: (username: string) => boolean, sub: string): boolean =>
  merged.some((one) => one.sub === sub || named(one.username));
