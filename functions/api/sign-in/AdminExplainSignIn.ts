/**
 * Explains why a sign-in of a user would fail now, or what it would ask, with the app client `ClientId` or, without it,
 * with one that may do everything. Findings come in the order in which they matter, each with the operation that mends
 * it. Nothing is written or sent, no password is compared, and no trigger is called. An operation of Gatehouse's own: its
 * target is `Gatehouse.AdminExplainSignIn`.
 */

import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { explain } from '#shared/services/sign-in/explanation.ts';
import { ClientIdType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { type SignInExplanation, toSignInExplanation } from '#shared/wire/sign-in-explanation.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  ClientId: v.optional(ClientIdType),
});

export const { definition, handler } = signedOnPool({
  name: 'AdminExplainSignIn',
  request,
  throws: [],
  run: async ({ Username, ClientId }, { pool }): Promise<SignInExplanation> =>
    toSignInExplanation(await explain(pool, Username, ClientId), ClientId),
});
