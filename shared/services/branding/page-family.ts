import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { domainOf, versionOfDomain } from '../user-pool-domains/served-pool.ts';

/** Cognito's two families of pages: those of ManagedLoginVersion 1 and 2. */
export type PageFamily = 'classic' | 'managed';

const noted = (family: PageFamily): PageFamily => {
  noteOnCall({ family });
  return family;
};

const toFamily = (version: number | undefined): PageFamily => noted(version === 2 ? 'managed' : 'classic');

/**
 * Which pages a host shows for an app. At a domain, its ManagedLoginVersion says so. The deployment's own host shows what
 * the pool's domain shows and, for a pool without a domain, managed login where the client has a style. Domains are
 * remembered for ten seconds.
 */
export const pageFamilyAt = async (
  { pool, client }: Pick<ClientRecord, 'pool'> & { readonly client: Pick<AppClient, 'brandingId'> },
  host: string,
): Promise<PageFamily> => {
  const name = domainOf(host) ?? pool.domain ?? pool.customDomain;
  if (name !== undefined) return toFamily(await versionOfDomain(name));
  return noted(client.brandingId === undefined ? 'classic' : 'managed');
};
