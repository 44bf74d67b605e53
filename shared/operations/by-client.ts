import type * as v from 'valibot';
import { type Call, type CallerKind, define, type Stated } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { type ClientRecord, cachedClient, noClient } from '#shared/services/directory/directory.ts';

type OfClient = v.GenericSchema<unknown, { readonly ClientId: string }>;

interface ByClient<Schema extends OfClient, Response extends object> extends Stated<Schema> {
  readonly run: (request: v.InferOutput<Schema>, client: ClientRecord, call: Call) => Promise<Response>;
}

// What registered itself is for the OAuth endpoints alone: there, the user is asked first.
const findApp = async (clientId: string): Promise<ClientRecord> => {
  const app = await cachedClient(clientId);
  if (app.client.registration) throw noClient(clientId);
  return app;
};

const ofKind =
  (caller: Extract<CallerKind, 'client' | 'session'>) =>
  <Schema extends OfClient, Response extends object>({ run, ...stated }: ByClient<Schema, Response>) => {
    const definition = define<Schema, Response>({
      ...stated,
      caller,
      run: async (request, call) => run(request, await findApp(request.ClientId), call),
    });
    return { definition, handler: operation(definition) };
  };

/** An operation for requests that name an app client. Throws ResourceNotFoundException. */
export const byClient = ofKind('client');

/** An operation for requests that continue with a Session of an app client. Throws ResourceNotFoundException. */
export const bySession = ofKind('session');
