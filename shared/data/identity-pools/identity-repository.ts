import { once } from '#shared/config/once.ts';
import type { Identity, LinkedLogin } from '#shared/domain/identity-pools/identity.ts';
import { cursorAfter, type ShardCursor } from '../shard-cursor.ts';
import { fromItem, type Item, keyOf, ofVersion, table, toItem } from '../table.ts';
import { type Condition, Conflict, type StoredItem, type Write } from '../write.ts';
import { identityKeys, identityLists } from './identity-keys.ts';

/** Whose a login is. */
interface OwnedLogin extends LinkedLogin {
  readonly poolId: string;
  readonly identityId: string;
}

interface IdentityPage {
  readonly identities: readonly Identity[];
  readonly next: ShardCursor | undefined;
}

const [type, loginType] = ['Identity', 'IdentityLogin'];

const changedMeanwhile = (): Error => new Conflict();

const toIdentity = (item: Item): Identity => fromItem<Identity>(type, item);

const keyOfLogin = (poolId: string, { provider, userId, isDeveloper }: LinkedLogin) =>
  identityKeys.login(poolId, isDeveloper ? 'developer' : 'provider', provider, userId);

const toStored = (identity: Identity): StoredItem =>
  toItem(type, identityKeys.identity(identity.id), identity, {
    listPk: identityLists.identities(identity.poolId, identity.id),
    listSk: identity.id,
  });

const ownedBy = (identityId: string): Condition => ({
  expression: '#data.identityId = :owner',
  names: { '#data': 'data' },
  values: { ':owner': identityId },
  refused: changedMeanwhile,
});

const absent: Condition = { expression: 'attribute_not_exists(pk)', refused: changedMeanwhile };

/** Identities, one item each, and one more for each of their logins. */
export const identityRepository = once(() => ({
  find: async (identityId: string): Promise<Identity | undefined> => {
    const item = await table().get(identityKeys.identity(identityId));
    return item && toIdentity(item);
  },

  /** The identities with these ids, as far as they exist. One request. */
  findAll: async (identityIds: readonly string[]): Promise<readonly Identity[]> => {
    const items = await table().getAll(identityIds.map(identityKeys.identity));
    return items.flatMap((item) => (item ? [toIdentity(item)] : []));
  },

  /** The id of the identity of each login, in the order of the logins; undefined where it has none. One request. */
  ownersOf: async (poolId: string, logins: readonly LinkedLogin[]): Promise<readonly (string | undefined)[]> => {
    const items = await table().getAll(logins.map((login) => keyOfLogin(poolId, login)));
    return items.map((item) => item && fromItem<OwnedLogin>(loginType, item).identityId);
  },

  /** A page of a pool's identities, at most `limit`, in no particular order. */
  page: async (poolId: string, limit: number, start: ShardCursor | undefined): Promise<IdentityPage> => {
    const shards = identityLists.allIdentities(poolId);
    let cursor: ShardCursor | undefined = start ?? { shard: 0, key: undefined };
    const found: Item[] = [];
    while (cursor && found.length < limit) {
      const { items, next }: { items: readonly Item[]; next: Item | undefined } = await table().query({
        IndexName: 'list',
        KeyConditionExpression: 'listPk = :pk',
        ExpressionAttributeValues: { ':pk': shards[cursor.shard] ?? '' },
        Limit: limit - found.length,
        ...(cursor.key && { ExclusiveStartKey: cursor.key }),
      });
      found.push(...items);
      cursor = cursorAfter(shards.length, cursor, next);
    }
    const items = await table().getAll(found.map(keyOf));
    return { identities: items.flatMap((item) => (item ? [toIdentity(item)] : [])), next: cursor };
  },

  /** Makes an identity. Its logins are written beside it. */
  create: (identity: Identity): Write => ({ put: toStored(identity), when: absent }),

  /** Replaces the version before it. Throws Conflict. */
  update: (identity: Identity): Write => ({
    put: toStored(identity),
    when: ofVersion(identity.version - 1, changedMeanwhile),
  }),

  /** Throws Conflict where it was changed, or is gone. */
  remove: (identity: Identity): Write => ({
    remove: identityKeys.identity(identity.id),
    when: ofVersion(identity.version, changedMeanwhile),
  }),

  /**
   * Gives a login to an identity, from the one that has it, or from nobody. Throws Conflict where it is somebody else's by
   * now.
   */
  giveLogin: (
    login: LinkedLogin,
    { id: identityId, poolId }: Pick<Identity, 'id' | 'poolId'>,
    from: string | undefined,
  ): Write => ({
    put: toItem(loginType, keyOfLogin(poolId, login), { ...login, poolId, identityId }),
    when: from === undefined ? absent : ownedBy(from),
  }),

  /** Takes a login from an identity. Throws Conflict where it is somebody else's by now. */
  removeLogin: (login: LinkedLogin, { id, poolId }: Pick<Identity, 'id' | 'poolId'>): Write => ({
    remove: keyOfLogin(poolId, login),
    when: ownedBy(id),
  }),
}));
