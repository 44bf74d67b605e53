import type { UserRepository } from '#shared/data/users/user-repository.ts';
import type { OwnName } from '#shared/domain/users/names.ts';

/** Finds who has a name that somebody else is to have. */
export interface NameHolders {
  /** The key of a user other than `userKey` who has the name, as it is or as username; undefined where nobody has. */
  readonly find: (poolId: string, name: OwnName, userKey: string) => Promise<string | undefined>;
  /** What a user of that key is called. */
  readonly usernameOf: (poolId: string, userKey: string) => Promise<string | undefined>;
}

export const createNameHolders = ({ users }: { readonly users: UserRepository }): NameHolders => ({
  find: async (poolId, { kind, key }, userKey) => {
    const { user, owners } = await users.read(poolId, key);
    const holders = [user && key, owners.username, owners[kind]];
    return holders.find((holder) => holder !== undefined && holder !== userKey);
  },

  usernameOf: async (poolId, userKey) => (await users.find(poolId, userKey))?.username,
});
