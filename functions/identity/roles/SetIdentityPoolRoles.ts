/**
 * Sets the roles of an identity pool, and how logins choose among others, in place of the former ones.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html
 */

import type { SetIdentityPoolRolesInput } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { environment } from '#shared/config/environment.ts';
import { assertIdentityPoolRoles } from '#shared/domain/identity-pools/roles-rules.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { changeIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { IdentityPoolId, RoleMappingMap, RolesMap } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  IdentityPoolId,
  Roles: RolesMap,
  RoleMappings: v.optional(RoleMappingMap),
}) satisfies RequestOf<SetIdentityPoolRolesInput>;

export const { definition, handler } = signedIdentity({
  name: 'SetIdentityPoolRoles',
  request,
  // Ten providers with 25 rules each, which have a role's ARN and texts of a client that escapes them.
  bounds: { ...usualBounds, bodyBytes: 1024 * 1024 },
  throws: ['ConcurrentModificationException'],
  run: async ({ IdentityPoolId: poolId, Roles: roles, RoleMappings: mappings = {} }) => {
    await changeIdentityPool(poolId, ({ settings }) => {
      assertIdentityPoolRoles({ roles, mappings }, settings, environment());
      return { roles: { roles, mappings } };
    });
    return {};
  },
});
