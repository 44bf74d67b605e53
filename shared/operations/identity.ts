import type * as v from 'valibot';
import { type Authenticator, type Call, define, type Stated } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { findIdentityPoolId } from '#shared/domain/identity-pools/identity-pool.ts';
import { type SignedCaller, signedCaller } from '#shared/services/callers/signed.ts';

const service = 'cognito-identity';

const poolNamedIn = (request: object): string | undefined => {
  if ('IdentityPoolId' in request && typeof request.IdentityPoolId === 'string') return request.IdentityPoolId;
  return 'ResourceArn' in request && typeof request.ResourceArn === 'string'
    ? findIdentityPoolId(request.ResourceArn)
    : undefined;
};

/** Admits the holder of an access key whose policy allows the operation on the identity pool that the request names. */
const accessKey: Authenticator<SignedCaller> = {
  identify: async (http, name) => {
    const caller = await signedCaller(http, service);
    return async (request) => {
      caller.assertAllowed(name, poolNamedIn(request));
      return caller;
    };
  },
};

interface SignedIdentity<Schema extends v.GenericSchema, Response extends object> extends Stated<Schema> {
  readonly run: (request: v.InferOutput<Schema>, call: Call<SignedCaller>) => Promise<Response>;
}

/** An operation on identity pools for holders of access keys. */
export const signedIdentity = <Schema extends v.GenericSchema, Response extends object>(
  stated: SignedIdentity<Schema, Response>,
) => {
  const definition = define({ ...stated, service, caller: 'signed' });
  return { definition, handler: operation(definition, accessKey) };
};

interface OpenIdentity<Schema extends v.GenericSchema, Response extends object> extends Stated<Schema> {
  readonly run: (request: v.InferOutput<Schema>, call: Call) => Promise<Response>;
}

/** An operation of identity pools that anybody may call: what it is given has to prove what it needs. */
export const openIdentity = <Schema extends v.GenericSchema, Response extends object>(
  stated: OpenIdentity<Schema, Response>,
) => {
  const definition = define<Schema, Response>({ ...stated, service, caller: 'anyone' });
  return { definition, handler: operation(definition) };
};
