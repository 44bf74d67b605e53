import { once } from '#shared/config/once.ts';
import { type IdentityProvider, mostProviders } from '#shared/domain/federation/identity-provider.ts';
import { removePartition } from '../bulk-removal.ts';
import { incrementCount } from '../increment-count.ts';
import { providerEntries, providerKeys, samlIssuerEntries } from '../provider-keys.ts';
import { fromItem, type Item, ofVersion, table, toItem } from '../table.ts';
import { type Condition, Conflict, type Write } from '../write.ts';

export interface ProviderPage {
  readonly providers: readonly IdentityProvider[];
  readonly next: Item | undefined;
}

/** The errors for what a provider may not have. */
interface Refused {
  readonly identifierTaken: () => Error;
}

const type = 'IdentityProvider';

const toProvider = (item: Item): IdentityProvider => fromItem<IdentityProvider>(type, item);

const changedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The identity provider was changed by another request.');

// A provider that was deleted and made again may have the same version.
const unchanged = ({ version, groupId }: IdentityProvider): Condition => {
  const { expression, names, values, refused } = ofVersion(version, changedMeanwhile);
  return {
    expression: `${expression} AND #data.groupId = :group`,
    ...(names && { names }),
    values: { ...values, ':group': groupId },
    refused,
  };
};

const putIdentifier = (poolId: string, provider: string, identifier: string, taken: () => Error): Write => ({
  put: toItem('ProviderIdentifier', providerKeys.providerIdentifier(poolId, identifier), { provider }),
  when: { expression: 'attribute_not_exists(pk)', refused: taken },
});

const metadataWrite = ({ poolId, name }: IdentityProvider, file: string): Write => ({
  put: toItem('ProviderMetadata', providerKeys.providerMetadata(poolId, name), { file }),
});

// Messages of a SAML provider say its entity ID, and not its name.
const issuerWrites = ({ poolId, name, saml }: IdentityProvider): readonly Write[] =>
  saml ? [{ put: toItem('SamlIssuer', providerKeys.samlIssuer(poolId, saml.entityId, name), { provider: name }) }] : [];

const issuerRemovals = ({ poolId, name, saml }: IdentityProvider): readonly Write[] =>
  saml ? [{ remove: providerKeys.samlIssuer(poolId, saml.entityId, name) }] : [];

const without = (identifiers: readonly string[], others: readonly string[]): readonly string[] =>
  identifiers.filter((identifier) => !others.includes(identifier));

/** Identity providers of pools, those of one pool in one partition, with their other names and how many there are. */
export const identityProviderRepository = once(() => ({
  find: async (poolId: string, name: string): Promise<IdentityProvider | undefined> => {
    const item = await table().get(providerKeys.identityProvider(poolId, name));
    return item && toProvider(item);
  },

  /** The providers with these names, as far as they exist. One request for up to 100. */
  findAll: async (poolId: string, names: readonly string[]): Promise<readonly IdentityProvider[]> => {
    const items = await table().getAll(names.map((name) => providerKeys.identityProvider(poolId, name)));
    return items.flatMap((item) => (item ? [toProvider(item)] : []));
  },

  /** The name of the provider that an identifier stands for. */
  findName: async (poolId: string, identifier: string): Promise<string | undefined> => {
    const item = await table().get(providerKeys.providerIdentifier(poolId, identifier));
    return item && fromItem<{ readonly provider: string }>('ProviderIdentifier', item).provider;
  },

  /** The SAML providers with that entity ID, a hundred at most. Two requests, or one where there is none. */
  findBySamlIssuer: async (poolId: string, entityId: string): Promise<readonly IdentityProvider[]> => {
    const entries = await table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: {
        ':pk': providerKeys.providerPartition(poolId),
        ':prefix': samlIssuerEntries(entityId),
      },
      ConsistentRead: true,
      Limit: 100,
    });
    const names = entries.items.map((item) => fromItem<{ readonly provider: string }>('SamlIssuer', item).provider);
    const items = await table().getAll(names.map((name) => providerKeys.identityProvider(poolId, name)));
    return items.flatMap((item) => (item ? [toProvider(item)] : []));
  },

  /** The file of metadata that a provider was given, if it was. */
  metadataFile: async ({ poolId, name }: IdentityProvider): Promise<string | undefined> => {
    const item = await table().get(providerKeys.providerMetadata(poolId, name));
    return item && fromItem<{ readonly file: string }>('ProviderMetadata', item).file;
  },

  /** A page of a pool's providers by name, at most `limit`. */
  page: async (poolId: string, limit: number, start: Item | undefined): Promise<ProviderPage> => {
    const { items, next } = await table().query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': providerKeys.providerPartition(poolId), ':prefix': providerEntries },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    return { providers: items.map(toProvider), next };
  },

  /**
   * Makes a provider whose name and identifiers are not taken, and counts it; `refused` gives the errors where they
   * are, and for a full pool.
   */
  create: (
    provider: IdentityProvider,
    metadataFile: string | undefined,
    refused: Refused & { readonly taken: () => Error; readonly full: () => Error },
  ): readonly Write[] => [
    {
      put: toItem(type, providerKeys.identityProvider(provider.poolId, provider.name), provider),
      when: { expression: 'attribute_not_exists(pk)', refused: refused.taken },
    },
    ...provider.identifiers.map((identifier) =>
      putIdentifier(provider.poolId, provider.name, identifier, refused.identifierTaken),
    ),
    ...issuerWrites(provider),
    ...(metadataFile === undefined ? [] : [metadataWrite(provider, metadataFile)]),
    incrementCount(providerKeys.providerCount(provider.poolId), 'ProviderCount', mostProviders, refused.full),
  ],

  /**
   * Replaces the version before it. `metadataFile` is undefined where the one that there is stays. Throws Conflict where
   * another change came first.
   */
  update: (
    before: IdentityProvider,
    after: IdentityProvider,
    metadataFile: string | undefined,
    { identifierTaken }: Refused,
  ): readonly Write[] => [
    { put: toItem(type, providerKeys.identityProvider(after.poolId, after.name), after), when: unchanged(before) },
    ...without(before.identifiers, after.identifiers).map((identifier) => ({
      remove: providerKeys.providerIdentifier(before.poolId, identifier),
    })),
    ...without(after.identifiers, before.identifiers).map((identifier) =>
      putIdentifier(after.poolId, after.name, identifier, identifierTaken),
    ),
    ...(before.saml?.entityId === after.saml?.entityId ? [] : [...issuerRemovals(before), ...issuerWrites(after)]),
    ...(metadataFile === undefined ? [] : [metadataWrite(after, metadataFile)]),
    ...(before.hasMetadataFile && !after.hasMetadataFile
      ? [{ remove: providerKeys.providerMetadata(before.poolId, before.name) }]
      : []),
  ],

  /** Removes a provider with its other names, and counts it no more. Throws Conflict where a change came first. */
  remove: (provider: IdentityProvider): readonly Write[] => [
    { remove: providerKeys.identityProvider(provider.poolId, provider.name), when: unchanged(provider) },
    ...provider.identifiers.map((identifier) => ({
      remove: providerKeys.providerIdentifier(provider.poolId, identifier),
    })),
    ...issuerRemovals(provider),
    ...(provider.hasMetadataFile ? [{ remove: providerKeys.providerMetadata(provider.poolId, provider.name) }] : []),
    {
      update: providerKeys.providerCount(provider.poolId),
      expression: 'SET #count = #count - :one',
      names: { '#count': 'count' },
      values: { ':one': 1 },
    },
  ],

  /**
   * All providers of a pool that is being restored, each with its writes, and their number. `files` has the files of
   * metadata by name. The pool has none before.
   */
  restore: (
    poolId: string,
    providers: readonly IdentityProvider[],
    files: ReadonlyMap<string, string | undefined>,
  ): readonly (readonly Write[])[] =>
    providers.length === 0
      ? []
      : [
          ...providers.map((provider) => {
            const file = files.get(provider.name);
            return [
              { put: toItem(type, providerKeys.identityProvider(poolId, provider.name), provider) },
              ...provider.identifiers.map((identifier) => ({
                put: toItem('ProviderIdentifier', providerKeys.providerIdentifier(poolId, identifier), {
                  provider: provider.name,
                }),
              })),
              ...issuerWrites(provider),
              ...(file === undefined ? [] : [metadataWrite(provider, file)]),
            ];
          }),
          [{ put: { ...providerKeys.providerCount(poolId), type: 'ProviderCount', count: providers.length } }],
        ],

  /** Removes what a deleted pool left of its providers. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), providerKeys.providerPartition(poolId), isLate),
}));
