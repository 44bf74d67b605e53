import { once } from '#shared/config/once.ts';
import { mostResourceServers, type ResourceServer } from '#shared/domain/resource-servers/resource-server.ts';
import { removePartition } from '../bulk-removal.ts';
import { incrementCount } from '../increment-count.ts';
import { keys, resourceServerEntries } from '../keys.ts';
import { fromItem, type Item, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

export interface ResourceServerPage {
  readonly servers: readonly ResourceServer[];
  readonly next: Item | undefined;
}

const type = 'ResourceServer';

const toServer = (item: Item): ResourceServer => fromItem<ResourceServer>(type, item);

const keyOfServer = ({ poolId, identifier }: Pick<ResourceServer, 'poolId' | 'identifier'>) =>
  keys.resourceServer(poolId, identifier);

const put = (server: ResourceServer, expression: string, refused: () => Error): Write => ({
  put: toItem(type, keyOfServer(server), server),
  when: { expression, refused },
});

/** Resource servers of pools, those of one pool in one partition, and how many there are. */
export const resourceServerRepository = once(() => ({
  find: async (poolId: string, identifier: string): Promise<ResourceServer | undefined> => {
    const item = await table().get(keys.resourceServer(poolId, identifier));
    return item && toServer(item);
  },

  /** The servers with these identifiers, as far as they exist. One request for up to 100. */
  findAll: async (poolId: string, identifiers: readonly string[]): Promise<readonly ResourceServer[]> => {
    const items = await table().getAll(identifiers.map((identifier) => keys.resourceServer(poolId, identifier)));
    return items.flatMap((item) => (item ? [toServer(item)] : []));
  },

  /** A page of a pool's servers by identifier, at most `limit`. */
  page: async (poolId: string, limit: number, start: Item | undefined): Promise<ResourceServerPage> => {
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': keys.resourceServerPartition(poolId), ':prefix': resourceServerEntries },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { servers: items.map(toServer), next };
  },

  /**
   * Makes a server whose identifier is not taken, and counts it; `refused` gives the errors for a taken identifier and
   * for a full pool.
   */
  create: (
    server: ResourceServer,
    refused: { readonly taken: () => Error; readonly full: () => Error },
  ): readonly Write[] => [
    put(server, 'attribute_not_exists(pk)', refused.taken),
    incrementCount(keys.resourceServerCount(server.poolId), 'ResourceServerCount', mostResourceServers, refused.full),
  ],

  /** Replaces a server; `missing` gives the error where there is none. */
  replace: (server: ResourceServer, missing: () => Error): Write => put(server, 'attribute_exists(pk)', missing),

  /** Removes a server, and counts it no more; `missing` gives the error where there is none. */
  remove: (server: Pick<ResourceServer, 'poolId' | 'identifier'>, missing: () => Error): readonly Write[] => [
    { remove: keyOfServer(server), when: { expression: 'attribute_exists(pk)', refused: missing } },
    {
      update: keys.resourceServerCount(server.poolId),
      expression: 'SET #count = #count - :one',
      names: { '#count': 'count' },
      values: { ':one': 1 },
    },
  ],

  /** All servers of a pool that is being restored, and their number. The pool has none before. */
  restore: (poolId: string, servers: readonly ResourceServer[]): readonly Write[] =>
    servers.length === 0
      ? []
      : [
          ...servers.map((server) => ({ put: toItem(type, keyOfServer(server), server) })),
          { put: { ...keys.resourceServerCount(poolId), type: 'ResourceServerCount', count: servers.length } },
        ],

  /** Removes what a deleted pool left of its servers. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), keys.resourceServerPartition(poolId), isLate),
}));
