/**
 * Sets which claims of a provider become principal tags of AWS sessions, in place of the former map.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetPrincipalTagAttributeMap.html
 */

import type {
  SetPrincipalTagAttributeMapInput,
  SetPrincipalTagAttributeMapResponse,
} from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { orTooManyRequests } from '#shared/data/write.ts';
import { assertPrincipalTags, assertTaggingProvider } from '#shared/domain/identity-pools/principal-tags.ts';
import { providerKey } from '#shared/domain/identity-pools/provider-names.ts';
import { signedIdentity } from '#shared/operations/identity.ts';
import { changeIdentityPool } from '#shared/services/identity-pools/identity-pools.ts';
import { toPrincipalTagMap } from '#shared/wire/identity-pool.ts';
import { IdentityPoolId, IdentityProviderName, principalTagMap } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  IdentityPoolId,
  IdentityProviderName,
  ...principalTagMap,
}) satisfies RequestOf<SetPrincipalTagAttributeMapInput>;

export const { definition, handler } = signedIdentity({
  name: 'SetPrincipalTagAttributeMap',
  request,
  throws: [],
  run: async ({
    UseDefaults: useDefaults = false,
    PrincipalTags: tags = {},
    ...named
  }): Promise<Wire<SetPrincipalTagAttributeMapResponse>> => {
    assertPrincipalTags(tags);
    const change = changeIdentityPool(named.IdentityPoolId, ({ settings, principalTags }) => {
      assertTaggingProvider(named.IdentityProviderName, settings, environment());
      const key = providerKey(named.IdentityProviderName, environment());
      return { principalTags: { ...principalTags, [key]: { useDefaults, tags } } };
    });
    await orTooManyRequests(change);
    return toPrincipalTagMap(named, { useDefaults, tags });
  },
});
