/** Identity providers as administrators see and change them: read from the store, not from a cache. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { deletedGroupRepository } from '#shared/data/groups/deleted-group-repository.ts';
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import { toMapping } from '#shared/domain/federation/attribute-mapping.ts';
import {
  type IdentityProvider,
  mostIdentifiers,
  mostProviders,
  type ProviderDetails,
  type ProviderType,
  providerGroup,
} from '#shared/domain/federation/identity-provider.ts';
import { apart, assertDetails, assertProviderName, withAdded } from '#shared/domain/federation/provider-details.ts';
import { type Group, mostGroups } from '#shared/domain/groups/group.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { forgetProvider } from './known-providers.ts';
import type { PreparedProvider, PrepareProvider } from './provider-kinds.ts';
import { revealSecrets, sealSecrets } from './provider-secrets.ts';

/** What an administrator states about a provider. Undefined members are not stated. */
export interface ProviderFacts {
  readonly details: ProviderDetails | undefined;
  readonly attributeMapping: Readonly<Record<string, string>> | undefined;
  readonly acrMapping: Readonly<Record<string, string>> | undefined;
  readonly identifiers: readonly string[] | undefined;
}

/** A provider with the details that are told of it, its secret among them. */
export interface ShownProvider {
  readonly provider: IdentityProvider;
  readonly details: ProviderDetails;
}

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const noProvider = (name: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `Identity provider ${name} does not exist.`);

const full = (): CognitoException =>
  new CognitoException('LimitExceededException', `A user pool has ${mostProviders} identity providers at most.`);

const fullOfGroups = (): CognitoException =>
  new CognitoException('LimitExceededException', `A user pool has ${mostGroups.ofPool} groups at most.`);

const identifierTaken = (): CognitoException =>
  invalid('An identifier is already that of another identity provider of the user pool.');

/** Throws ResourceNotFoundException. */
export const getProvider = async (poolId: string, name: string): Promise<IdentityProvider> => {
  const provider = await identityProviderRepository().find(poolId, name);
  if (!provider) throw noProvider(name);
  return provider;
};

/** The provider that has the identifier. Throws ResourceNotFoundException. */
export const getProviderByIdentifier = async (poolId: string, identifier: string): Promise<IdentityProvider> => {
  const name = await identityProviderRepository().findName(poolId, identifier);
  if (name === undefined) throw noProvider(identifier);
  return getProvider(poolId, name);
};

/** The provider with all details that are told: with its client secret, and never with a private key. */
export const shown = async (
  pool: UserPool,
  provider: IdentityProvider,
  metadataFile?: string,
): Promise<ShownProvider> => {
  const { client_secret } = await revealSecrets(pool, provider);
  const file =
    metadataFile ?? (provider.hasMetadataFile && (await identityProviderRepository().metadataFile(provider)));
  const details = {
    ...provider.details,
    ...(client_secret !== undefined && { client_secret }),
    ...(file !== undefined && { MetadataFile: file }),
  };
  return { provider, details };
};

const prepareOpenId: PrepareProvider = async ({ type, details }) => {
  const { open, secret } = apart(withAdded(type, details));
  return { details: open, secrets: secret };
};

const prepare = async (
  pool: UserPool,
  { name, type }: Pick<IdentityProvider, 'name' | 'type'>,
  details: ProviderDetails,
  former?: IdentityProvider,
): Promise<PreparedProvider> => {
  assertDetails(type, details);
  const { prepareSaml } = type === 'SAML' ? await import('./saml/prepare.ts') : { prepareSaml: undefined };
  return (prepareSaml ?? prepareOpenId)({ pool, name, type, details, former });
};

// The file stands beside the provider.
const withoutFile = ({ MetadataFile: _file, ...details }: ProviderDetails): ProviderDetails => details;

const assertIdentifiers = (identifiers: readonly string[]): void => {
  if (new Set(identifiers).size < identifiers.length) throw invalid('An identifier is there twice.');
};

const assertAcrMapping = (type: ProviderType, acrMapping: ProviderFacts['acrMapping']): void => {
  if (acrMapping && type !== 'OIDC') throw invalid('AcrMapping is for providers of the type OIDC.');
};

/**
 * The id of the group of a provider's users, and the writes that make it. Whoever has made a group of that name already
 * shares it.
 */
export const providerGroupWrites = async (
  named: Pick<IdentityProvider, 'poolId' | 'name'>,
  id: string,
): Promise<{ readonly id: string; readonly writes: readonly Write[] }> => {
  const name = providerGroup(named);
  const existing = await groupRepository().find(named.poolId, name);
  if (existing) return { id: existing.id, writes: [] };
  const description = `Autogenerated group for users who sign in using ${named.name}`;
  const times = { createdAt: now(), updatedAt: now(), version: 1 };
  const group: Group = { poolId: named.poolId, id, name, description, ...times };
  const taken = () => new CognitoException('TooManyRequestsException', 'Rate exceeded');
  return { id, writes: groupRepository().create(group, { taken, full: fullOfGroups }) };
};

/**
 * Makes a provider, and the group of its users. Throws DuplicateProviderException, InvalidParameterException,
 * LimitExceededException.
 */
export const createProvider = async (
  pool: UserPool,
  name: string,
  type: ProviderType,
  { details = {}, attributeMapping, acrMapping, identifiers = [] }: ProviderFacts,
): Promise<ShownProvider> => {
  assertProviderName(name, type);
  assertIdentifiers(identifiers);
  assertAcrMapping(type, acrMapping);
  const mapping = toMapping(pool, type, attributeMapping);
  const prepared = await prepare(pool, { name, type }, details);
  const times = { createdAt: now(), updatedAt: now(), version: 1 };
  const named = { poolId: pool.id, name };
  const group = await providerGroupWrites(named, randomUUID());
  const file = prepared.details.MetadataFile;
  const provider: IdentityProvider = {
    ...named,
    type,
    details: withoutFile(prepared.details),
    ...(file !== undefined && { hasMetadataFile: true as const }),
    secrets: await sealSecrets(pool, prepared.secrets),
    ...(prepared.saml && { saml: prepared.saml }),
    attributeMapping: mapping,
    ...(acrMapping && { acrMapping }),
    identifiers,
    groupId: group.id,
    ...times,
  };
  const taken = () =>
    new CognitoException('DuplicateProviderException', `${name} already exists in user pool ${pool.id}`);
  await table().write([
    ...identityProviderRepository().create(provider, file, { taken, full, identifierTaken }),
    ...group.writes,
  ]);
  return shown(pool, provider, file);
};

// What Describe does not tell need not be given again.
const withKept = async (
  pool: UserPool,
  former: IdentityProvider,
  details: ProviderDetails,
): Promise<ProviderDetails> => {
  if (former.type !== 'SignInWithApple' || details.private_key !== undefined) return details;
  const { private_key = '' } = await revealSecrets(pool, former);
  return { ...details, private_key };
};

// A client secret that is not given again is gone; what a kind keeps of its own stays.
const keptSecrets = ({ secrets }: IdentityProvider): IdentityProvider['secrets'] => {
  const { client_secret: _secret, ...kept } = secrets;
  return kept;
};

const changedDetails = async (pool: UserPool, former: IdentityProvider, given: ProviderDetails) => {
  const prepared = await prepare(pool, former, await withKept(pool, former, given), former);
  const { hasMetadataFile: _had, saml: _saml, ...rest } = former;
  const file = prepared.details.MetadataFile;
  const after: IdentityProvider = {
    ...rest,
    details: withoutFile(prepared.details),
    ...(file !== undefined && { hasMetadataFile: true as const }),
    secrets: { ...keptSecrets(former), ...(await sealSecrets(pool, prepared.secrets)) },
    ...(prepared.saml && { saml: prepared.saml }),
  };
  return { after, file };
};

const change = (pool: UserPool, name: string, facts: ProviderFacts): Promise<ShownProvider> =>
  retryOnConflict(async () => {
    const before = await getProvider(pool.id, name);
    const { details, attributeMapping, acrMapping, identifiers } = facts;
    assertIdentifiers(identifiers ?? []);
    assertAcrMapping(before.type, acrMapping);
    const { after, file } = details ? await changedDetails(pool, before, details) : { after: before, file: undefined };
    const changed: IdentityProvider = {
      ...after,
      ...(attributeMapping && { attributeMapping: toMapping(pool, before.type, attributeMapping) }),
      ...(acrMapping && { acrMapping }),
      ...(identifiers && { identifiers }),
      updatedAt: now(),
      version: before.version + 1,
    };
    await table().write(identityProviderRepository().update(before, changed, file, { identifierTaken }));
    forgetProvider(changed);
    return shown(pool, changed, file);
  });

const nothing: ProviderFacts = {
  details: undefined,
  attributeMapping: undefined,
  acrMapping: undefined,
  identifiers: undefined,
};

/**
 * Changes a provider: details, mapping and identifiers that are stated replace the former ones whole. Throws
 * ResourceNotFoundException, InvalidParameterException, ConcurrentModificationException.
 */
export const changeProvider = async (pool: UserPool, name: string, facts: ProviderFacts): Promise<ShownProvider> => {
  const { identifiers = [] } = facts;
  // A transaction has a hundred writes at most: fifty identifiers and fifty others are too many for one.
  if (identifiers.length > mostIdentifiers - 10) {
    const { identifiers: former } = await getProvider(pool.id, name);
    const kept = former.filter((identifier) => identifiers.includes(identifier));
    if (former.length - kept.length > 10) await change(pool, name, { ...nothing, identifiers: kept });
  }
  return change(pool, name, facts);
};

/**
 * Deletes a provider with its group, whose members are removed later. Gives the group, or undefined where there was
 * none. Users who signed in through it stay. Throws ResourceNotFoundException, ConcurrentModificationException.
 */
export const deleteProvider = (pool: UserPool, name: string): Promise<Group | undefined> =>
  retryOnConflict(async () => {
    const provider = await getProvider(pool.id, name);
    const group = await groupRepository().find(pool.id, providerGroup(provider));
    const own = group?.id === provider.groupId ? group : undefined;
    await table().write([
      ...identityProviderRepository().remove(provider),
      ...(own
        ? [deletedGroupRepository().put({ group: own, deletedAt: now() }), ...groupRepository().remove(own)]
        : []),
    ]);
    forgetProvider(provider);
    return own;
  });
