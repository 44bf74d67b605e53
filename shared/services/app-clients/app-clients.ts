/** App clients as administrators see and change them: read from the store, not from a cache. */
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { brandingRepository } from '#shared/data/branding/branding-repository.ts';
import { riskMailRepository } from '#shared/data/risk/risk-mail-repository.ts';
import { table } from '#shared/data/table.ts';
import { termsRepository } from '#shared/data/terms/terms-repository.ts';
import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import { orTooManyRequests, retryOnConflict, type Write } from '#shared/data/write.ts';
import { type AppClient, currentClient } from '#shared/domain/app-clients/app-client.ts';
import { type ClientRecord, forgetClient, noClient } from '../directory/directory.ts';
import { forgetTermsLinks } from '../terms/terms-links.ts';
import { getUserPool } from '../user-pools/user-pools.ts';
import { noteLogouts } from './logout-clients.ts';
import { slotRemoval } from './registered-clients.ts';

/** The client, if it is that pool's. Throws ResourceNotFoundException. */
export const getAppClient = async (poolId: string, clientId: string): Promise<ClientRecord> => {
  const [record, client] = await Promise.all([getUserPool(poolId), appClientRepository().find(clientId)]);
  if (client?.poolId !== poolId) throw noClient(clientId);
  return { ...record, client: currentClient(record.pool, client) };
};

/**
 * Changes a client, and tries again after a conflict. `besides` is written together with it. Throws
 * ResourceNotFoundException, or ConcurrentModificationException after the last try.
 */
export const changeAppClient = (
  poolId: string,
  clientId: string,
  change: (
    app: ClientRecord,
  ) => Partial<
    Pick<
      AppClient,
      'name' | 'settings' | 'ssoSessionMinutes' | 'oauth' | 'registration' | 'secrets' | 'risk' | 'limits'
    >
  >,
  besides: readonly Write[] = [],
): Promise<ClientRecord> =>
  retryOnConflict(async () => {
    const app = await getAppClient(poolId, clientId);
    const client = { ...app.client, ...change(app), updatedAt: now(), version: app.client.version + 1 };
    await noteLogouts(app.pool, client);
    await table().write([appClientRepository().update(client), ...besides]);
    forgetClient(client);
    return { ...app, client };
  });

const brandingRemoval = async ({ poolId, brandingId }: AppClient): Promise<readonly Write[]> => {
  const branding = brandingId === undefined ? undefined : await brandingRepository().find(poolId, brandingId);
  return branding ? brandingRepository().remove(branding) : [];
};

/**
 * Deletes a client with its terms and the looks of its pages, and tries again after a conflict. Throws
 * ResourceNotFoundException, or TooManyRequestsException after the last try.
 */
export const deleteAppClient = (poolId: string, clientId: string): Promise<void> =>
  orTooManyRequests(
    retryOnConflict(async () => {
      const [{ client }, terms] = await Promise.all([
        getAppClient(poolId, clientId),
        termsRepository().ofClient(poolId, clientId),
      ]);
      await table().write([
        // Its version tells whether it got a style meanwhile.
        appClientRepository().removeVersion(client),
        ...slotRemoval(client),
        ...(await brandingRemoval(client)),
        ...termsRepository().removeOfClient(poolId, clientId, terms),
        ...uiCustomizationRepository().remove({ poolId, clientId }),
        riskMailRepository().put(poolId, clientId, undefined),
      ]);
      forgetClient(client);
      forgetTermsLinks({ clientId });
    }),
  );
