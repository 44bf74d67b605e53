import { externalIdentityRepository } from '#shared/data/federation/external-identity-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isSameIdentity } from '#shared/domain/users/identities.ts';
import type { User } from '#shared/domain/users/user.ts';

const without = (identities: User['identities'] = [], others: User['identities'] = []) =>
  identities.filter((identity) => !others.some((other) => isSameIdentity(identity, other)));

/** The writes that give a user accounts elsewhere, and take others away; `taken` gives the error for one that is another's. */
export const identityChanges = (
  { id: poolId }: UserPool,
  before: Pick<User, 'identities'>,
  after: User,
  userKey: string,
  taken: () => Error,
): readonly Write[] => [
  ...without(before.identities, after.identities).map((identity) =>
    externalIdentityRepository().release(poolId, identity, after.sub),
  ),
  ...without(after.identities, before.identities).map((identity) =>
    externalIdentityRepository().claim(poolId, identity, { userKey, sub: after.sub }, taken),
  ),
];
