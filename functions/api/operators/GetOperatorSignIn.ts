/**
 * Tells a page or a program by which app client operators sign in; nothing where there are no operators. It needs no
 * signature, as nobody has a key yet who asks. An operation of Gatehouse's own: its target is `Gatehouse.GetOperatorSignIn`.
 */

import * as v from 'valibot';
import { anyone } from '#shared/operations/anyone.ts';
import { findOperatorSignIn } from '#shared/services/operators/sign-in.ts';

interface Response {
  readonly UserPoolId?: string;
  /** The first one of the configuration. */
  readonly ClientId?: string | undefined;
}

export const { definition, handler } = anyone({
  name: 'GetOperatorSignIn',
  request: v.object({}),
  throws: [],
  run: async (): Promise<Response> => {
    const found = await findOperatorSignIn();
    return found ? { UserPoolId: found.poolId, ClientId: found.clientIds[0] } : {};
  },
});
