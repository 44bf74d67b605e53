/** Styles of managed login as administrators see and change them: read from the store, not from a cache. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { assertAssetsOfStyle, assertGivenAssets } from '#shared/domain/branding/asset-rules.ts';
import {
  type Branding,
  type BrandingAsset,
  type BrandingChange,
  changedAssets,
  mostBrandings,
} from '#shared/domain/branding/branding.ts';
import { mergeSettings } from '#shared/domain/branding/settings-tree.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { getAppClient } from '../app-clients/app-clients.ts';
import { forgetClient } from '../directory/directory.ts';
import { forgetBranding } from './branding-of.ts';

/** A style with its images. */
export interface WholeBranding {
  readonly branding: Branding;
  readonly images: readonly { readonly asset: BrandingAsset; readonly bytes: Uint8Array }[];
}

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const none = (what: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `Managed login branding ${what} does not exist.`);

const taken = (clientId: string): CognitoException =>
  new CognitoException(
    'ManagedLoginBrandingExistsException',
    `The app client ${clientId} has a managed login branding already.`,
  );

const full = (): CognitoException =>
  new CognitoException('LimitExceededException', `A user pool has ${mostBrandings} managed login brandings at most.`);

/**
 * Throws InvalidParameterException for own settings beside the default ones, and for images that may not be served.
 */
const assertChange = ({ usesDefaults, settings, assets }: BrandingChange): void => {
  if (usesDefaults && (settings !== undefined || assets !== undefined)) {
    throw invalid('UseCognitoProvidedValues excludes Settings and Assets.');
  }
  assertGivenAssets(assets ?? []);
};

const withBranding = (client: AppClient, brandingId: string): AppClient => ({
  ...client,
  brandingId,
  version: client.version + 1,
});

const withoutBranding = ({ brandingId: _, ...client }: AppClient): AppClient => ({
  ...client,
  version: client.version + 1,
});

/**
 * The style with the bytes of its images, of which some may be known. An image that went since the style was read is left
 * out.
 */
export const withImages = async (
  branding: Branding,
  known: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<WholeBranding> => {
  const { poolId, id, assets } = branding;
  const bytesOf = (sha256: string) => known.get(sha256) ?? brandingRepository().findImage(poolId, id, sha256);
  const found = await Promise.all(assets.map(async (asset) => ({ asset, bytes: await bytesOf(asset.sha256) })));
  return { branding, images: found.flatMap(({ asset, bytes }) => (bytes ? [{ asset, bytes }] : [])) };
};

/**
 * Gives an app client a style. Throws InvalidParameterException, ResourceNotFoundException, LimitExceededException,
 * ManagedLoginBrandingExistsException; ConcurrentModificationException after the last try.
 */
export const createBranding = async (
  poolId: string,
  clientId: string,
  change: BrandingChange,
): Promise<WholeBranding> => {
  assertChange(change);
  const empty = change.assets?.find(({ bytes }) => bytes === undefined);
  if (empty) throw invalid(`The asset ${empty.category} has no Bytes.`);
  const { assets, added } = changedAssets([], change.assets ?? []);
  assertAssetsOfStyle(assets);
  const createdAt = now();
  const branding: Branding = {
    id: randomUUID(),
    poolId,
    clientId,
    usesDefaults: change.usesDefaults ?? false,
    settings: change.settings ?? {},
    assets,
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
  // The client names its style, and its version is a condition: so it does not get two, and none while it is deleted.
  return retryOnConflict(async () => {
    const { client } = await getAppClient(poolId, clientId);
    if (client.brandingId !== undefined) throw taken(clientId);
    const changed = withBranding(client, branding.id);
    await table().write([appClientRepository().update(changed), ...brandingRepository().create(branding, added, full)]);
    forgetClient(changed);
    return withImages(branding, added);
  });
};

/** Throws ResourceNotFoundException. */
export const getBranding = async (poolId: string, brandingId: string): Promise<Branding> => {
  const branding = await brandingRepository().find(poolId, brandingId);
  if (!branding) throw none(brandingId);
  return branding;
};

/** The style of an app client. Throws ResourceNotFoundException, also where the client has none. */
export const getBrandingOfClient = async (poolId: string, clientId: string): Promise<Branding> => {
  const { client } = await getAppClient(poolId, clientId);
  if (client.brandingId === undefined) throw none(`of the app client ${clientId}`);
  return getBranding(poolId, client.brandingId);
};

const changed = (before: Branding, { usesDefaults, settings, assets }: BrandingChange) => {
  const since = { ...before, updatedAt: now(), version: before.version + 1 };
  if (usesDefaults) {
    return { branding: { ...since, usesDefaults, settings: {}, assets: [] }, added: new Map<string, Uint8Array>() };
  }
  const { assets: after, added } = changedAssets(before.assets, assets ?? []);
  const isOwn = settings !== undefined || assets !== undefined || usesDefaults === false;
  return {
    branding: {
      ...since,
      usesDefaults: before.usesDefaults && !isOwn,
      settings: mergeSettings(before.settings, settings ?? {}),
      assets: after,
    },
    added,
  };
};

/**
 * Changes a style. Settings and images that are not given stay; an image given without bytes goes. Throws
 * InvalidParameterException, ResourceNotFoundException; ConcurrentModificationException after the last try.
 */
export const changeBranding = (poolId: string, brandingId: string, change: BrandingChange): Promise<WholeBranding> => {
  assertChange(change);
  return retryOnConflict(async () => {
    const before = await getBranding(poolId, brandingId);
    const { branding, added } = changed(before, change);
    assertAssetsOfStyle(branding.assets);
    await table().write(brandingRepository().update(branding, before, added));
    forgetBranding(branding);
    return withImages(branding, added);
  });
};

/**
 * The style as it would be after a change, with all its images. Nothing is written. Without a client's style, the change is made to
 * the default one. Throws InvalidParameterException.
 */
export const previewedBranding = async (
  owner: { readonly poolId: string; readonly clientId: string; readonly brandingId: string | undefined },
  change: BrandingChange,
): Promise<WholeBranding> => {
  assertChange(change);
  const { poolId, clientId, brandingId } = owner;
  const times = { createdAt: now(), updatedAt: now(), version: 0 };
  const blank: Branding = {
    id: randomUUID(),
    poolId,
    clientId,
    usesDefaults: true,
    settings: {},
    assets: [],
    ...times,
  };
  const before = brandingId === undefined ? undefined : await brandingRepository().find(poolId, brandingId);
  const { branding, added } = changed(before ?? blank, change);
  assertAssetsOfStyle(branding.assets);
  return withImages(branding, added);
};

/** Throws ResourceNotFoundException; ConcurrentModificationException after the last try. */
export const deleteBranding = (poolId: string, brandingId: string): Promise<void> =>
  retryOnConflict(async () => {
    const branding = await getBranding(poolId, brandingId);
    const { client } = await getAppClient(poolId, branding.clientId);
    const without = withoutBranding(client);
    await table().write([appClientRepository().update(without), ...brandingRepository().remove(branding)]);
    forgetClient(without);
    forgetBranding(branding);
  });
