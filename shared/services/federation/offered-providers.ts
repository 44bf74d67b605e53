import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { type IdentityProvider, ownName } from '#shared/domain/federation/identity-provider.ts';
import { isSocial } from '#shared/domain/federation/provider-details.ts';
import { createCache } from '../cache/cache.ts';
import type { ClientRecord } from '../directory/directory.ts';

/** A provider as pages offer it. */
export interface OfferedProvider {
  readonly name: string;
  /** What people call it. */
  readonly label: string;
  readonly isSocial: boolean;
  readonly identifiers: readonly string[];
}

const labels: Readonly<Record<string, string>> = { LoginWithAmazon: 'Amazon', SignInWithApple: 'Apple' };

const toOffered = ({ name, type, identifiers }: IdentityProvider): OfferedProvider => ({
  name,
  label: (isSocial(type) && labels[type]) || name,
  isSocial: isSocial(type),
  identifiers,
});

const known = createCache<readonly OfferedProvider[]>(1000);

/**
 * The providers through which users of the client may sign in, as far as the pool has them, in the order of the client's
 * list. They are cached for ten seconds: one request, or none.
 */
export const offeredProviders = async ({ pool, client }: ClientRecord): Promise<readonly OfferedProvider[]> => {
  const names = (client.settings.SupportedIdentityProviders ?? []).filter((name) => name !== ownName);
  if (names.length === 0) return [];
  const id = `${client.id}#${client.version}`;
  const recalled = known.get(id);
  if (recalled) return recalled;
  const found = await identityProviderRepository().findAll(pool.id, [...new Set(names)]);
  const offered = found.map(toOffered);
  known.set(id, offered);
  return offered;
};

/** True where users of the client may sign in to the pool itself: unless its list says otherwise. */
export const signsInHere = ({ client: { settings } }: Pick<ClientRecord, 'client'>): boolean => {
  const { SupportedIdentityProviders: names = [] } = settings;
  return names.length === 0 || names.includes(ownName);
};

/** The provider for the domain of an e-mail address, among those that are offered. */
export const providerForEmail = (offered: readonly OfferedProvider[], email: string): OfferedProvider | undefined => {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const has = ({ identifiers }: OfferedProvider): boolean =>
    identifiers.some((identifier) => identifier.toLowerCase() === domain);
  return email.includes('@') && domain !== '' ? offered.find(has) : undefined;
};
