import { now } from '#shared/config/clock.ts';
import { identityRepository } from '#shared/data/identity-pools/identity-repository.ts';
import { table } from '#shared/data/table.ts';
import { Conflict, retryOnConflict, type Write } from '#shared/data/write.ts';
import {
  hasLogin,
  type Identity,
  isSameLogin,
  joinedLogins,
  type LinkedLogin,
  survivorOf,
} from '#shared/domain/identity-pools/identity.ts';
import { newIdentityId, regionOfIdentity } from '#shared/domain/identity-pools/identity-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** The exception for an identity that does not exist. */
export const noIdentity = (identityId: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `Identity '${identityId}' not found.`);

/** Throws ResourceNotFoundException. */
export const getIdentity = async (identityId: string): Promise<Identity> => {
  const identity = await identityRepository().find(identityId);
  if (!identity) throw noIdentity(identityId);
  return identity;
};

const newIdentity = (poolId: string, logins: readonly LinkedLogin[]): Identity => {
  const createdAt = now();
  const id = newIdentityId(regionOfIdentity(poolId));
  return { id, poolId, logins, enabled: true, createdAt, updatedAt: createdAt, version: 1 };
};

const changed = (identity: Identity, change: Partial<Pick<Identity, 'logins' | 'enabled'>>): Identity => ({
  ...identity,
  ...change,
  updatedAt: now(),
  version: identity.version + 1,
});

/** Makes an identity of the pool, with logins that nobody has. Throws Conflict where somebody has one by now. */
export const makeIdentity = async (poolId: string, logins: readonly LinkedLogin[] = []): Promise<Identity> => {
  const identity = newIdentity(poolId, logins);
  const given = logins.map((login) => identityRepository().giveLogin(login, identity, undefined));
  await table().write([identityRepository().create(identity), ...given]);
  return identity;
};

/**
 * Makes one identity of several, with further logins that nobody has. `into` survives. Throws ResourceConflictException
 * where they cannot be one, Conflict where one of them was changed meanwhile.
 */
export const mergeIdentities = async (
  into: Identity,
  others: readonly Identity[],
  further: readonly LinkedLogin[] = [],
): Promise<Identity> => {
  const logins = joinedLogins(into.logins, ...others.map((other) => other.logins), further);
  const survivor = changed(into, { logins });
  const moved = others.flatMap((other) => other.logins.map((login) => ({ login, from: other.id })));
  const added = further.filter(
    (login) => !hasLogin(into, login) && !moved.some((other) => isSameLogin(other.login, login)),
  );
  const writes: Write[] = [
    identityRepository().update(survivor),
    ...others.map((other) => identityRepository().update(changed(other, { logins: [], enabled: false }))),
    ...moved.map(({ login, from }) => identityRepository().giveLogin(login, survivor, from)),
    ...added.map((login) => identityRepository().giveLogin(login, survivor, undefined)),
  ];
  await table().write(writes);
  return survivor;
};

/** The ids without repeats of the identities that have some of the logins. */
export const distinctIds = (owners: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(owners.filter((owner) => owner !== undefined)),
];

const merged = async (
  logins: readonly LinkedLogin[],
  owners: readonly (string | undefined)[],
  asked: Identity | undefined,
): Promise<Identity> => {
  const ids = distinctIds(owners).filter((id) => id !== asked?.id);
  const found = ids.length === 0 ? [] : await identityRepository().findAll(ids);
  if (found.length < ids.length || found.some(({ enabled }) => !enabled)) throw new Conflict();
  const all = asked ? [asked, ...found] : found;
  const survivor = survivorOf(all);
  if (!survivor) throw new Conflict();
  const others = all.filter(({ id }) => id !== survivor.id);
  const isWhole = others.length === 0 && logins.every((login) => hasLogin(survivor, login));
  return isWhole ? survivor : mergeIdentities(survivor, others, logins);
};

/**
 * The id of the identity with all of these logins. Where nobody has any of them, one is made: one read, one transaction.
 * Where several have some, they are merged, and where one has only some, it gets the others. Throws
 * ResourceConflictException where they cannot be one identity's.
 */
export const identityIdOf = (poolId: string, given: readonly LinkedLogin[]): Promise<string> =>
  retryOnConflict(async () => {
    const logins = joinedLogins(given);
    const owners = await identityRepository().ownersOf(poolId, logins);
    const [first, ...more] = distinctIds(owners);
    if (first === undefined) return (await makeIdentity(poolId, logins)).id;
    if (more.length === 0 && !owners.includes(undefined)) return first;
    return (await merged(logins, owners, undefined)).id;
  });

/**
 * The identity that an enabled one and the owners of further logins become: with all logins, whoever had them before.
 * Where it has them all, it costs nothing. Throws ResourceConflictException where they cannot be one identity's.
 */
export const identityWith = async (identity: Identity, given: readonly LinkedLogin[]): Promise<Identity> => {
  const logins = joinedLogins(given);
  if (logins.every((login) => hasLogin(identity, login))) return identity;
  return retryOnConflict(async (attempt) => {
    const asked = attempt === 1 ? identity : await getIdentity(identity.id);
    const owners = await identityRepository().ownersOf(identity.poolId, logins);
    return merged(logins, owners, asked.enabled ? asked : undefined);
  });
};

/**
 * Takes logins from an identity. Without any it is nobody's any more, and stays so. Throws Conflict where it was changed
 * meanwhile.
 */
export const unlinkLogins = async (identity: Identity, gone: readonly LinkedLogin[]): Promise<void> => {
  const removed = identity.logins.filter((login) => gone.some((other) => isSameLogin(login, other)));
  if (removed.length === 0) return;
  const logins = identity.logins.filter((login) => !removed.includes(login));
  await table().write([
    identityRepository().update(changed(identity, { logins, enabled: logins.length > 0 })),
    ...removed.map((login) => identityRepository().removeLogin(login, identity)),
  ]);
};

/** Deletes an identity with its logins; nothing where there is none. */
export const deleteIdentity = (identityId: string): Promise<void> =>
  retryOnConflict(async () => {
    const identity = await identityRepository().find(identityId);
    if (!identity) return;
    const logins = identity.logins.map((login) => identityRepository().removeLogin(login, identity));
    await table().write([identityRepository().remove(identity), ...logins]);
  });
