import type * as v from 'valibot';
import { define, type Run, type Stated } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';

interface Anyone<Schema extends v.GenericSchema, Response extends object> extends Stated<Schema> {
  readonly run: Run<Schema, Response>;
}

/** An operation that anybody may call, and that tells everybody the same. */
export const anyone = <Schema extends v.GenericSchema, Response extends object>(stated: Anyone<Schema, Response>) => {
  const definition = define<Schema, Response>({ ...stated, caller: 'anyone' });
  return { definition, handler: operation(definition) };
};
