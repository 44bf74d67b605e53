import { once } from '#shared/config/once.ts';
import { subjectAttribute } from '#shared/domain/users/identities.ts';
import type { UserIdentity } from '#shared/domain/users/user.ts';
import type { Key } from '../keys.ts';
import { providerKeys } from '../provider-keys.ts';
import { fromItem, table, toItem } from '../table.ts';
import { Conflict, type Write } from '../write.ts';

type Named = Pick<UserIdentity, 'providerName' | 'attribute' | 'userId'>;

/** Which user signs in by an identity. */
export interface IdentityOwner {
  readonly userKey: string;
  readonly sub: string;
}

const type = 'ExternalIdentity';

/** Somebody else changed whose identity it is: read it again and decide again. */
class IdentityMoved extends Conflict {}

const keyOf = (poolId: string, { providerName, attribute = subjectAttribute, userId }: Named): Key =>
  providerKeys.externalIdentity(poolId, providerName, attribute, userId);

const toOwnedItem = (poolId: string, identity: Named, { userKey, sub }: IdentityOwner) => {
  const { providerName, attribute, userId } = identity;
  const data = { providerName, ...(attribute !== undefined && { attribute }), userId, userKey, sub };
  return toItem(type, keyOf(poolId, identity), data);
};

const ownedBy = (sub: string) => ({
  names: { '#data': 'data', '#sub': 'sub' },
  values: { ':sub': sub },
  refused: () => new IdentityMoved(),
});

/** Whom accounts elsewhere belong to: for each, one item by a digest of provider, attribute and value. */
export const externalIdentityRepository = once(() => ({
  /** The owner of each of the identities, in their order. One request for up to 100. */
  findAll: async (poolId: string, identities: readonly Named[]): Promise<readonly (IdentityOwner | undefined)[]> => {
    const items = await table().getAll(identities.map((identity) => keyOf(poolId, identity)));
    return items.map((item) => item && fromItem<IdentityOwner>(type, item));
  },

  /** Gives an identity that is nobody's to a user; `taken` gives the error where somebody has it. */
  claim: (poolId: string, identity: Named, owner: IdentityOwner, taken: () => Error): Write => ({
    put: toOwnedItem(poolId, identity, owner),
    when: { expression: 'attribute_not_exists(pk)', refused: taken },
  }),

  /** Takes an identity from a user. Throws Conflict where somebody else has it by now. */
  release: (poolId: string, identity: Named, sub: string): Write => ({
    remove: keyOf(poolId, identity),
    when: { ...ownedBy(sub), expression: 'attribute_not_exists(pk) OR #data.#sub = :sub' },
  }),

  /** Hands an identity on from one user to another. Throws Conflict where somebody else has it by now. */
  move: (poolId: string, identity: Named, from: string, owner: IdentityOwner): Write => ({
    put: toOwnedItem(poolId, identity, owner),
    when: { ...ownedBy(from), expression: '#data.#sub = :sub' },
  }),

  /** The key of an identity's item, for the removal of a deleted pool. */
  keyOf,
}));
