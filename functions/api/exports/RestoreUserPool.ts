/**
 * Makes an empty pool as the first record of an export has it, `Manifest`: settings, schema, and app clients with their
 * secrets, under their former ids where those are free. With `KeepId` the pool has its former id, too, and everything
 * that apps know of it stays as it is. Its users come by CreateUserRecordImportJob.
 * An operation of Gatehouse's own: its target is `Gatehouse.RestoreUserPool`.
 */
import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { environment } from '#shared/config/environment.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { PoolRestore } from '#shared/services/exports/pool-restore.ts';
import { PoolRecordType } from '#shared/wire/pool-record.ts';
import { type AwsAccount, toUserPool } from '#shared/wire/user-pool.ts';
import { UserPoolNameType } from '#shared/wire/user-pool-shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { poolRestore } from '#shared/wiring/pool-restore.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  Manifest: PoolRecordType,
  PoolName: v.optional(UserPoolNameType),
  KeepId: v.optional(v.boolean(), false),
});

interface Deps {
  readonly place: AwsAccount;
  readonly poolRestore: PoolRestore;
}

interface Response {
  readonly UserPool: Wire<UserPoolType>;
  readonly UserPoolClients: readonly {
    readonly ClientId: string;
    readonly FormerClientId: string;
    readonly ClientName: string;
  }[];
}

const restoreUserPool =
  ({ place, poolRestore }: Deps): Run<typeof request, Response, SignedCaller> =>
  async ({ Manifest, PoolName, KeepId }) => {
    const wanted = { record: Manifest, name: PoolName, keepId: KeepId, region: place.region };
    const { pool, clients } = await poolRestore.restore(wanted);
    return {
      UserPool: toUserPool(pool, 0, place),
      UserPoolClients: clients.map(({ client, formerId }) => ({
        ClientId: client.id,
        FormerClientId: formerId,
        ClientName: client.name,
      })),
    };
  };

export const definition = define({
  name: 'RestoreUserPool',
  caller: 'signed',
  request,
  // The manifest has every app client of the pool with its settings; Lambda takes no event over 6 MB.
  bounds: { bodyBytes: 6 * 1024 * 1024, members: 500_000 },
  throws: ['InvalidOAuthFlowException', 'ScopeDoesNotExistException'],
  deps: () => ({ place: environment(), poolRestore: poolRestore() }),
  run: restoreUserPool,
});

export const handler = operation(definition, signed);
