import type * as v from 'valibot';
import type { Call, Stated } from '#shared/api/definition.ts';
import type { PoolRecord } from '#shared/data/pools/pool-repository.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import { signed } from './signed.ts';

type OnPool = v.GenericSchema<unknown, { readonly UserPoolId: string }>;

interface SignedOnPool<Schema extends OnPool, Response extends object> extends Stated<Schema> {
  readonly run: (request: v.InferOutput<Schema>, pool: PoolRecord, call: Call<SignedCaller>) => Promise<Response>;
}

/** An operation for holders of access keys, on the pool that its UserPoolId names. Throws ResourceNotFoundException. */
export const signedOnPool = <Schema extends OnPool, Response extends object>({
  run,
  ...stated
}: SignedOnPool<Schema, Response>) =>
  signed<Schema, Response>({
    ...stated,
    run: async (request, call) => run(request, await cachedPool(request.UserPoolId), call),
  });
