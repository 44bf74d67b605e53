import { once } from '#shared/config/once.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { keys, lists } from '../keys.ts';
import { fromItem, type Item, keyOf, ofVersion, table, toItem, ttl } from '../table.ts';
import { type Condition, Conflict, type Write } from '../write.ts';

export interface AppClientPage {
  readonly clients: readonly AppClient[];
  readonly next: Item | undefined;
}

const changedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The app client was changed by another request.');

const put = (client: AppClient, when: Condition): Write => ({
  put: toItem('AppClient', keys.appClient(client.id), client, {
    listPk: lists.appClients(client.poolId),
    listSk: client.id,
    ...(client.registration && { ttl: ttl(client.registration.expiresAt) }),
  }),
  when,
});

/** App clients: one item each, found by client id alone, listed by pool. */
export const appClientRepository = once(() => ({
  find: async (clientId: string): Promise<AppClient | undefined> => {
    const item = await table().get(keys.appClient(clientId));
    return item && fromItem<AppClient>('AppClient', item);
  },

  /** The same, and the item with the limits of the deployment, by the same request. */
  findWithLimits: async (clientId: string): Promise<{ client: AppClient | undefined; limits: Item | undefined }> => {
    const [item, limits] = await table().getAll([keys.appClient(clientId), keys.deploymentLimits()]);
    return { client: item && fromItem<AppClient>('AppClient', item), limits };
  },

  /** A page of a pool's clients, in the order of their ids, at most `limit`. */
  list: async (poolId: string, limit: number, start: Item | undefined): Promise<AppClientPage> => {
    const { items, next } = await table().query({
      IndexName: 'list',
      KeyConditionExpression: 'listPk = :pk',
      ExpressionAttributeValues: { ':pk': lists.appClients(poolId) },
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    const found = await table().getAll(items.map(keyOf));
    return { clients: found.flatMap((item) => (item ? [fromItem<AppClient>('AppClient', item)] : [])), next };
  },

  /** Holds only while the pool has the client; `missing` gives the error where it has not. */
  present: (poolId: string, clientId: string, missing: () => Error): Write => ({
    check: keys.appClient(clientId),
    when: {
      expression: '#data.poolId = :pool',
      names: { '#data': 'data' },
      values: { ':pool': poolId },
      refused: missing,
    },
  }),

  /** Makes a client whose id is not taken. */
  create: (client: AppClient): Write =>
    put(client, { expression: 'attribute_not_exists(pk)', refused: changedMeanwhile }),

  /** The same for a client that registered itself. It may have the id of one that is over. */
  createRegistered: (client: AppClient, now: number): Write =>
    put(client, {
      expression: 'attribute_not_exists(pk) OR #data.#registration.#expiresAt <= :now',
      names: { '#data': 'data', '#registration': 'registration', '#expiresAt': 'expiresAt' },
      values: { ':now': now },
      refused: changedMeanwhile,
    }),

  /** Replaces the client that was read under its id, or none; `refused` gives the error where there is another. */
  restore: (client: AppClient, held: AppClient | undefined, refused: () => Error): Write =>
    put(
      client,
      held
        ? {
            expression: '#data.poolId = :holder',
            names: { '#data': 'data' },
            values: { ':holder': held.poolId },
            refused,
          }
        : { expression: 'attribute_not_exists(pk)', refused },
    ),

  /** Replaces the version before it. */
  update: (client: AppClient): Write => put(client, ofVersion(client.version - 1, changedMeanwhile)),

  /** Moves the end of a client that registered itself, whatever its version; `refused` gives the error where it is gone. */
  keep: ({ id }: AppClient, expiresAt: number, refused: () => Error): Write => ({
    update: keys.appClient(id),
    expression: 'SET #data.#registration.#expiresAt = :expiresAt, #ttl = :ttl',
    names: { '#data': 'data', '#registration': 'registration', '#expiresAt': 'expiresAt', '#ttl': 'ttl' },
    values: { ':expiresAt': expiresAt, ':ttl': ttl(expiresAt) },
    when: { expression: 'attribute_exists(#data.#registration)', refused },
  }),

  remove: ({ id }: Pick<AppClient, 'id'>): Write => ({ remove: keys.appClient(id) }),

  /** Removes that version. Throws Conflict where another change came first, and nothing where the client is gone. */
  removeVersion: ({ id, version }: AppClient): Write => {
    const { expression, ...unchanged } = ofVersion(version, changedMeanwhile);
    return {
      remove: keys.appClient(id),
      when: { ...unchanged, expression: `attribute_not_exists(pk) OR ${expression}` },
    };
  },
}));
