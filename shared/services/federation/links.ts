/** Accounts elsewhere that are linked with a user, so that one person is one user. */
import { now } from '#shared/config/clock.ts';
import { externalIdentityRepository } from '#shared/data/federation/external-identity-repository.ts';
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { withLink, withoutLink } from '#shared/domain/federation/linking.ts';
import { isSocial } from '#shared/domain/federation/provider-details.ts';
import { availableFactors } from '#shared/domain/sign-in/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isSameIdentity, mostLinks, subjectAttribute } from '#shared/domain/users/identities.ts';
import type { User, UserIdentity } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { proofsOf } from '../users/proofs.ts';
import { userUpdate } from '../users/user-changes.ts';
import { type UserRecord, users } from '../users/users.ts';
import { forgetProvider } from './known-providers.ts';

/** Somebody, as administrators name them: a user of the pool, or whom a provider knows by an attribute. */
export interface NamedIdentity {
  readonly providerName: string;
  /** Undefined for the provider's own name. */
  readonly attribute: string | undefined;
  readonly value: string;
}

type Named = Pick<UserIdentity, 'providerName' | 'attribute' | 'userId'>;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** True for the name of the pool itself, where a user of it is meant. */
export const isPool = ({ providerName }: NamedIdentity): boolean => providerName.toLowerCase() === 'cognito';

const toNamed = ({ providerName, attribute, value }: NamedIdentity): Named => ({
  providerName,
  ...(attribute !== undefined && attribute !== subjectAttribute && { attribute }),
  userId: value,
});

const ownerOf = async (pool: UserPool, identity: Named): Promise<UserRecord | undefined> => {
  const [owner] = await externalIdentityRepository().findAll(pool.id, [identity]);
  const record = owner && (await users().findByKey(pool, owner.userKey));
  return record?.user && record.user.sub === owner?.sub ? record : undefined;
};

const noUser = (): CognitoException => new CognitoException('UserNotFoundException', 'User does not exist.');

/** The user whom an administrator names. Throws UserNotFoundException. */
const destinationOf = async (pool: UserPool, named: NamedIdentity): Promise<UserRecord> => {
  if (isPool(named)) return users().get(pool, named.value);
  const record = await ownerOf(pool, toNamed(named));
  if (!record) throw noUser();
  return record;
};

const sourceProvider = async (pool: UserPool, { providerName }: NamedIdentity): Promise<IdentityProvider> => {
  const provider = await identityProviderRepository().find(pool.id, providerName);
  if (!provider) throw invalid(`The provider ${providerName} does not exist for User Pool ${pool.id}.`);
  return provider;
};

// Sign-ins through the provider look for these attributes, too.
const withLinkAttribute = async (pool: UserPool, provider: IdentityProvider, attribute: string): Promise<void> => {
  const known = provider.linkAttributes ?? [];
  if (known.includes(attribute)) return;
  if (isSocial(provider.type)) {
    throw invalid(`Users of ${provider.name} are linked by ${subjectAttribute} alone.`);
  }
  if (known.length >= mostLinks) {
    throw new CognitoException('LimitExceededException', `A provider links by ${mostLinks} attributes at most.`);
  }
  const after = { ...provider, linkAttributes: [...known, attribute], version: provider.version + 1 };
  const identifierTaken = () => new Error('A provider that keeps its identifiers found one taken.');
  await table().write(identityProviderRepository().update(provider, after, undefined, { identifierTaken }));
  forgetProvider({ poolId: pool.id, name: provider.name });
};

const isPrimary = (user: User, identity: Named): boolean =>
  (user.identities ?? []).some((own) => own.primary && isSameIdentity(own, identity));

const assertFree = async (pool: UserPool, identity: Named): Promise<void> => {
  const owner = await ownerOf(pool, identity);
  if (!owner) return;
  if (isPrimary(owner.user, identity)) {
    throw invalid(
      'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
    );
  }
  throw invalid('SourceUser is already linked to DestinationUser');
};

/**
 * Links somebody whom a provider knows with a user: whoever signs in so from now on is that user. Throws
 * InvalidParameterException where that somebody has a user already, UserNotFoundException, LimitExceededException.
 */
export const linkProvider = async (
  pool: UserPool,
  destination: NamedIdentity,
  source: NamedIdentity,
): Promise<void> => {
  if (isPool(source)) {
    throw invalid(
      'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser',
    );
  }
  const identity = toNamed(source);
  await retryOnConflict(async () => {
    const provider = await sourceProvider(pool, source);
    await assertFree(pool, identity);
    const { user, userKey } = await destinationOf(pool, destination);
    if (identity.attribute !== undefined) await withLinkAttribute(pool, provider, identity.attribute);
    const linked = { ...identity, providerType: provider.type, primary: false, createdAt: now() };
    const after = withLink(user, linked, now());
    await table().write(await userUpdate(pool, user, after, userKey));
  });
};

const notLinked = (): CognitoException =>
  invalid("Account isn't linked to anyone else, verify that the account has been linked");

/**
 * Ends a link: whoever signs in so from now on is somebody else. Throws InvalidParameterException where nothing is
 * linked.
 */
export const unlinkProvider = (pool: UserPool, named: NamedIdentity): Promise<void> =>
  retryOnConflict(async () => {
    const identity = toNamed(named);
    const owner = await ownerOf(pool, identity);
    const after = owner && withoutLink(owner.user, identity, now());
    if (!after) throw notLinked();
    await table().write(await userUpdate(pool, owner.user, after, owner.userKey));
  });

// Providers may be gone, and a code counts only at an address that is known to be the user's.
const canSignIn = async (pool: UserPool, record: UserRecord): Promise<boolean> => {
  const proofs = proofsOf(pool, record);
  const { status, identities = [] } = record.user;
  const hasOwn = proofs.hasPassword || availableFactors(pool, proofs).first.length > 0;
  if (hasOwn && status !== 'EXTERNAL_PROVIDER') return true;
  const names = [...new Set(identities.map(({ providerName }) => providerName))];
  return names.length > 0 && (await identityProviderRepository().findAll(pool.id, names)).length > 0;
};

/**
 * Ends a link at the wish of its user. Throws InvalidParameterException where that account is not linked with the user, and
 * where the user could not sign in any more.
 */
export const unlinkOwnProvider = (
  { pool, userKey }: { readonly pool: UserPool; readonly userKey: string },
  named: NamedIdentity,
): Promise<void> =>
  retryOnConflict(async () => {
    const record = await users().getByKey(pool, userKey);
    const after = withoutLink(record.user, toNamed(named), now());
    if (!after) throw notLinked();
    if (!(await canSignIn(pool, { ...record, user: after }))) {
      throw invalid('The last way to sign in cannot be unlinked. Set a password or a passkey first.');
    }
    await table().write(await userUpdate(pool, record.user, after, userKey));
  });
