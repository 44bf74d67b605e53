/** The look of classic pages as administrators see and change it: read from the store, not from a cache. */
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { table } from '#shared/data/table.ts';
import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import type { Image } from '#shared/domain/ui-customization/image.ts';
import { allClients, type UICustomization } from '#shared/domain/ui-customization/ui-customization.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { getAppClient } from '../app-clients/app-clients.ts';
import { noClient } from '../directory/directory.ts';
import { forgetPageStyle } from './page-style.ts';

/** A style sheet that was checked, and a logo. */
export interface Look {
  readonly css: string | undefined;
  readonly image: Image | undefined;
}

const assertDomain = ({ domain, customDomain }: UserPool): void => {
  if (domain === undefined && customDomain === undefined) {
    throw new CognitoException('InvalidParameterException', 'A domain must be associated with this user pool.');
  }
};

/**
 * Replaces style sheet and logo of an app client, or of `ALL`. With neither, nothing of its own is left to it. Throws
 * InvalidParameterException without a domain, ResourceNotFoundException without the app client.
 */
export const setUICustomization = async (
  pool: UserPool,
  clientId: string,
  { css, image }: Look,
): Promise<UICustomization> => {
  assertDomain(pool);
  const owner = { poolId: pool.id, clientId };
  const [before] = await uiCustomizationRepository().find(pool.id, [clientId]);
  const at = now();
  const after: UICustomization = {
    ...owner,
    ...(css !== undefined && { css }),
    ...(image && { image: { type: image.type, hash: image.hash } }),
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  };
  const isNothing = css === undefined && image === undefined;
  await table().write([
    // A client that is being deleted gets nothing that would outlive it.
    ...(clientId === allClients ? [] : [appClientRepository().present(pool.id, clientId, () => noClient(clientId))]),
    ...(isNothing ? uiCustomizationRepository().remove(owner) : uiCustomizationRepository().put(after, image)),
  ]);
  forgetPageStyle(owner);
  return after;
};

/**
 * What is set for the app client, else for `ALL`, else undefined. Throws ResourceNotFoundException without the app
 * client.
 */
export const getUICustomization = async (poolId: string, clientId: string): Promise<UICustomization | undefined> => {
  if (clientId !== allClients) await getAppClient(poolId, clientId);
  const [own, common] = await uiCustomizationRepository().find(poolId, [...new Set([clientId, allClients])]);
  return own ?? common;
};
