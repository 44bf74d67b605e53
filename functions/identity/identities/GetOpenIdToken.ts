/**
 * Gives a token of an identity for STS, where the client itself chooses a role: the classic flow.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdToken.html
 */

import type { GetOpenIdTokenInput, GetOpenIdTokenResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { assertClassicFlow } from '#shared/domain/identity-pools/classic-flow.ts';
import { openIdentity } from '#shared/operations/identity.ts';
import { sessionTagsOf } from '#shared/services/identity-pools/credentials.ts';
import { openIdToken } from '#shared/services/identity-pools/open-id-tokens.ts';
import { methodsOf, provedIdentity } from '#shared/services/identity-pools/proved-identity.ts';
import { IdentityId, LoginsMap } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  IdentityId,
  Logins: v.optional(LoginsMap),
}) satisfies RequestOf<GetOpenIdTokenInput>;

const tenMinutes = 600;

export const { definition, handler } = openIdentity({
  name: 'GetOpenIdToken',
  request,
  throws: ['ExternalServiceException', 'ResourceConflictException'],
  run: async ({ IdentityId: asked, Logins }): Promise<GetOpenIdTokenResponse> => {
    const proved = await provedIdentity(asked, Logins);
    const { pool, identityId, own } = proved;
    assertClassicFlow(pool);
    // A developer's token gives no other one that outlives it.
    const left = own?.exp === undefined ? tenMinutes : own.exp - Math.floor(now() / 1000);
    const Token = await openIdToken({
      poolId: pool.id,
      identityId,
      methods: methodsOf(proved),
      principalTags: sessionTagsOf(proved),
      seconds: Math.min(tenMinutes, left),
    });
    return { IdentityId: identityId, Token };
  },
});
