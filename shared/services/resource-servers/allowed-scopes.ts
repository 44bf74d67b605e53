import { isStandardScope } from '#shared/domain/app-clients/oauth-rules.ts';
import { createCache } from '../cache/cache.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { findCustomScopes } from './resource-servers.ts';

const known = createCache<readonly string[]>(1000);

/**
 * The custom scopes that the client may ask for, of resource servers that the pool still has. They are cached for ten
 * seconds: one request, or none.
 */
export const allowedCustomScopes = async ({ pool, client }: ClientRecord): Promise<readonly string[]> => {
  const id = `${client.id}#${client.version}`;
  const recalled = known.get(id);
  if (recalled) return recalled;
  const allowed = (client.settings.AllowedOAuthScopes ?? []).filter((scope) => !isStandardScope(scope));
  const existing = new Set(await findCustomScopes(pool.id, allowed));
  const scopes = allowed.filter((scope) => existing.has(scope));
  known.set(id, scopes);
  return scopes;
};
