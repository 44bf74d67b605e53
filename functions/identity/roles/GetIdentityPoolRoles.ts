/**
 * Gives the roles of an identity pool, and how logins choose among others.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetIdentityPoolRoles.html
 */

import type { GetIdentityPoolRolesInput, GetIdentityPoolRolesResponse } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { getIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { IdentityPoolId } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({ IdentityPoolId }) satisfies RequestOf<GetIdentityPoolRolesInput>;

export const { definition, handler } = signedIdentity({
  name: 'GetIdentityPoolRoles',
  request,
  throws: [],
  run: async ({ IdentityPoolId: poolId }): Promise<Wire<GetIdentityPoolRolesResponse>> => {
    const { id, roles } = await getIdentityPool(poolId);
    const hasMappings = Object.keys(roles?.mappings ?? {}).length > 0;
    return { IdentityPoolId: id, Roles: roles?.roles, RoleMappings: hasMappings ? { ...roles?.mappings } : undefined };
  },
});
