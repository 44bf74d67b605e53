import type * as v from 'valibot';
import { type Call, define, type Stated } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { PoolRecord } from '#shared/data/pools/pool-repository.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';

type OnPool = v.GenericSchema<unknown, { readonly UserPoolId: string }>;

interface AnyoneOnPool<Schema extends OnPool, Response extends object> extends Stated<Schema> {
  readonly run: (request: v.InferOutput<Schema>, pool: PoolRecord, call: Call) => Promise<Response>;
}

/**
 * An operation on the pool that its UserPoolId names, for requests that prove themselves by one of their members, which
 * the operation checks. Throws ResourceNotFoundException.
 */
export const anyoneOnPool = <Schema extends OnPool, Response extends object>({
  run,
  ...stated
}: AnyoneOnPool<Schema, Response>) => {
  const definition = define<Schema, Response>({
    ...stated,
    caller: 'anyone',
    run: async (request, call) => run(request, await cachedPool(request.UserPoolId), call),
  });
  return { definition, handler: operation(definition) };
};
