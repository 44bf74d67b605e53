import type { Authenticator } from '#shared/api/definition.ts';
import { findPoolId } from '#shared/domain/user-pools/user-pool.ts';
import { createSignedCallers, type SignedCaller } from '#shared/services/callers/signed.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { accessKeyRepository } from './store.ts';

const callers = once(() => createSignedCallers({ accessKeys: accessKeyRepository(), sealing: sealing() }));

const poolNamedIn = (request: object): string | undefined => {
  if ('UserPoolId' in request && typeof request.UserPoolId === 'string') return request.UserPoolId;
  return 'ResourceArn' in request && typeof request.ResourceArn === 'string'
    ? findPoolId(request.ResourceArn)
    : undefined;
};

/** Admits the holder of an access key whose policy allows the operation on the pool that the request names. */
export const signed: Authenticator<SignedCaller> = {
  identify: async (http, operation) => {
    const caller = await callers()(http);
    return async (request) => {
      caller.assertAllowed(operation, poolNamedIn(request));
      return caller;
    };
  },
};
