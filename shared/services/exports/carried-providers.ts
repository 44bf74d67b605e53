/** Identity providers in exports, with what is sealed here in clear, and in restored pools. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { type Item, table } from '#shared/data/table.ts';
import type { IdentityProviderRecordLine } from '#shared/domain/exports/pool-record.ts';
import { toMapping } from '#shared/domain/federation/attribute-mapping.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { assertProviderName } from '#shared/domain/federation/provider-details.ts';
import { toTime, toTimeText } from '#shared/domain/imports/record-time.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { providerGroupWrites } from '../federation/identity-providers.ts';
import { revealSecrets, sealSecrets } from '../federation/provider-secrets.ts';

const toLine = async (pool: UserPool, provider: IdentityProvider): Promise<IdentityProviderRecordLine> => {
  const { name, type, details, saml, attributeMapping, acrMapping, identifiers, linkAttributes, createdAt } = provider;
  const file = provider.hasMetadataFile ? await identityProviderRepository().metadataFile(provider) : undefined;
  return {
    name,
    type,
    details,
    secrets: await revealSecrets(pool, provider),
    ...(file !== undefined && { metadataFile: file }),
    ...(saml && { saml }),
    attributeMapping,
    ...(acrMapping && { acrMapping }),
    identifiers,
    ...(linkAttributes && { linkAttributes }),
    createdAt: toTimeText(createdAt),
  };
};

/** All identity providers of a pool. */
export const carriedProviders = async (pool: UserPool): Promise<readonly IdentityProviderRecordLine[]> => {
  const found: IdentityProviderRecordLine[] = [];
  let start: Item | undefined;
  do {
    const page = await identityProviderRepository().page(pool.id, 60, start);
    for (const provider of page.providers) found.push(await toLine(pool, provider));
    start = page.next;
  } while (start);
  return found;
};

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** Throws InvalidParameterException for providers that the pool cannot have. */
export const assertProviders = (
  { schema }: Pick<UserPool, 'schema'>,
  lines: readonly IdentityProviderRecordLine[] = [],
): void => {
  const identifiers = lines.flatMap((line) => line.identifiers);
  if (new Set(lines.map(({ name }) => name)).size < lines.length) throw invalid('The record has a provider twice.');
  if (new Set(identifiers).size < identifiers.length) throw invalid('The record has an identifier twice.');
  for (const { name, type, attributeMapping } of lines) {
    assertProviderName(name, type);
    toMapping({ schema }, type, attributeMapping);
  }
};

/** Makes the providers of a pool that is being restored, and their groups. Until the pool is there, nobody sees them. */
export const restoreProviders = async (
  pool: UserPool,
  lines: readonly IdentityProviderRecordLine[] = [],
): Promise<void> => {
  const providers: IdentityProvider[] = [];
  for (const { secrets, metadataFile, createdAt, ...line } of lines) {
    const group = await providerGroupWrites({ poolId: pool.id, name: line.name }, randomUUID());
    await table().write(group.writes);
    providers.push({
      ...line,
      poolId: pool.id,
      ...(metadataFile !== undefined && { hasMetadataFile: true as const }),
      secrets: await sealSecrets(pool, secrets),
      groupId: group.id,
      createdAt: toTime(createdAt),
      updatedAt: now(),
      version: 1,
    });
  }
  const files = new Map(lines.map(({ name, metadataFile }) => [name, metadataFile]));
  for (const writes of identityProviderRepository().restore(pool.id, providers, files)) await table().write(writes);
};
