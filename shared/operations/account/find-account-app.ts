import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { accountPageSettings } from '#shared/domain/user-pools/account-page.ts';
import { type ClientRecord, cachedPool } from '#shared/services/directory/directory.ts';
import { findAppById } from '#shared/services/oauth/authorization.ts';
import { servedPool } from '#shared/services/user-pool-domains/served-pool.ts';

const usualClient = async (host: string): Promise<string | undefined> => {
  const poolId = await servedPool(host);
  return poolId === undefined ? undefined : accountPageSettings((await cachedPool(poolId)).pool).clientId;
};

/**
 * The app whose account page is meant: the one that the query names, or else the usual one of the pool whose domain the host
 * is. Undefined where there is none.
 */
export const findAccountApp = async (parameters: Parameters, host: string): Promise<ClientRecord | undefined> => {
  try {
    const clientId = parameters.get('client_id') ?? (await usualClient(host));
    return clientId === undefined ? undefined : await findAppById(clientId, host);
  } catch (error) {
    if (error instanceof UntrustedRequest) return undefined;
    throw error;
  }
};
