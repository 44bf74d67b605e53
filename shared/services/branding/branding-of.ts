/** Styles as the pages of managed login show them. They are cached for ten seconds, as app clients are. */
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import type { Branding } from '#shared/domain/branding/branding.ts';
import { toPageBranding } from '#shared/domain/branding/own-page-branding.ts';
import { defaultBranding, type PageBranding } from '#shared/domain/branding/page-branding.ts';
import { cached } from '../cache/cache.ts';
import type { ClientRecord } from '../directory/directory.ts';

const nameOf = (poolId: string, brandingId: string): string => `${poolId} ${brandingId}`;

const known = cached(async (name) => {
  const [poolId = '', brandingId = ''] = name.split(' ');
  const branding = await brandingRepository().find(poolId, brandingId);
  return branding && toPageBranding(branding);
});

/** To be called after a change of the style: then it is read again at its next use. */
export const forgetBranding = ({ poolId, id }: Pick<Branding, 'poolId' | 'id'>): void =>
  known.forget(nameOf(poolId, id));

/** The style of the client, or the default one. Nothing is read for a client without a style. */
export const brandingOf = async ({
  pool,
  client,
}: Pick<ClientRecord, 'pool'> & { readonly client: Pick<AppClient, 'brandingId'> }): Promise<PageBranding> => {
  if (client.brandingId === undefined) return defaultBranding;
  return (await known.find(nameOf(pool.id, client.brandingId))) ?? defaultBranding;
};
