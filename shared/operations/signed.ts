import type * as v from 'valibot';
import { type Authenticator, type Call, define, type Stated } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { findPoolId } from '#shared/domain/user-pools/user-pool.ts';
import { type SignedCaller, signedCaller } from '#shared/services/callers/signed.ts';

const poolNamedIn = (request: object): string | undefined => {
  if ('UserPoolId' in request && typeof request.UserPoolId === 'string') return request.UserPoolId;
  return 'ResourceArn' in request && typeof request.ResourceArn === 'string'
    ? findPoolId(request.ResourceArn)
    : undefined;
};

/** Admits the holder of an access key whose policy allows the operation on the pool that the request names. */
const accessKey: Authenticator<SignedCaller> = {
  identify: async (http, name) => {
    const caller = await signedCaller(http);
    return async (request) => {
      caller.assertAllowed(name, poolNamedIn(request));
      return caller;
    };
  },
};

// Members of answers by which somebody could act as an app client, a pool or an importer of users.
const secretMembers: ReadonlySet<string> = new Set([
  'ClientSecret',
  'ClientSecretValue',
  'PreSignedUrl',
  'client_secret',
  'private_key',
]);

const withoutSecrets = <Response extends object>(response: Response): Response =>
  JSON.parse(JSON.stringify(response, (name, value: unknown) => (secretMembers.has(name) ? undefined : value)));

interface Signed<Schema extends v.GenericSchema, Response extends object> extends Stated<Schema> {
  readonly run: (request: v.InferOutput<Schema>, call: Call<SignedCaller>) => Promise<Response>;
}

/** An operation for holders of access keys. */
export const signed = <Schema extends v.GenericSchema, Response extends object>(stated: Signed<Schema, Response>) => {
  const run: Signed<Schema, Response>['run'] = async (request, call) => {
    const response = await stated.run(request, call);
    // Nearly all callers see them.
    return call.caller.seesSecrets(poolNamedIn(Object(request))) ? response : withoutSecrets(response);
  };
  const definition = define({ ...stated, run, caller: 'signed' });
  return { definition, handler: operation(definition, accessKey) };
};
