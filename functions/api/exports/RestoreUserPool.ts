/**
 * Makes an empty pool from `Manifest`, the first record of an export: with its settings, its schema, and its app
 * clients with their secrets. Clients get their former ids where those are free. With `KeepId` the pool gets its former
 * id, too, so that nothing changes for apps. `KeyConfiguration` replaces that of the manifest, whose key may be in another
 * account. Its users are imported by CreateUserRecordImportJob. An operation of
 * Gatehouse's own: its target is `Gatehouse.RestoreUserPool`.
 */

import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { regionForPool } from '#shared/domain/user-pools/pool-id.ts';
import { signed } from '#shared/operations/signed.ts';
import { restorePool } from '#shared/services/exports/pool-restore.ts';
import { PoolRecordType } from '#shared/wire/pool-record.ts';
import { toUserPool } from '#shared/wire/user-pool.ts';
import { poolSettings, UserPoolNameType } from '#shared/wire/user-pool-shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  Manifest: PoolRecordType,
  PoolName: v.optional(UserPoolNameType),
  KeepId: v.optional(v.boolean(), false),
  KeyConfiguration: poolSettings.KeyConfiguration,
});

interface Response {
  readonly UserPool: Wire<UserPoolType>;
  readonly UserPoolClients: readonly {
    readonly ClientId: string;
    readonly FormerClientId: string;
    readonly ClientName: string;
  }[];
}

export const { definition, handler } = signed({
  name: 'RestoreUserPool',
  request,
  // The manifest has every app client of the pool with its settings, and Lambda takes no event over 6 MB.
  bounds: { bodyBytes: 6 * 1024 * 1024, members: 500_000 },
  throws: ['InvalidOAuthFlowException', 'ScopeDoesNotExistException'],
  run: async ({ Manifest, PoolName, KeepId, KeyConfiguration }, { caller }): Promise<Response> => {
    const region = regionForPool(environment(), caller.region);
    const settings = { ...Manifest.settings, ...(KeyConfiguration && { KeyConfiguration }) };
    const wanted = { record: { ...Manifest, settings }, name: PoolName, keepId: KeepId, region };
    const { pool, clients } = await restorePool(wanted);
    return {
      UserPool: toUserPool(pool, 0, environment()),
      UserPoolClients: clients.map(({ client, formerId }) => ({
        ClientId: client.id,
        FormerClientId: formerId,
        ClientName: client.name,
      })),
    };
  },
});
