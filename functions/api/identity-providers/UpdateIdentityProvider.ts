/**
 * Changes an identity provider. What the request states replaces all that there was of it, and the rest stays.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateIdentityProvider.html
 */

import type {
  UpdateIdentityProviderRequest,
  UpdateIdentityProviderResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { changeProvider } from '#shared/services/federation/identity-providers.ts';
import {
  ProviderNameType,
  providerMembers,
  toIdentityProvider,
  toProviderFacts,
} from '#shared/wire/identity-provider.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ProviderName: ProviderNameType,
  ...providerMembers,
  ProviderDetails: v.optional(providerMembers.ProviderDetails),
}) satisfies RequestOf<UpdateIdentityProviderRequest>;

export const { definition, handler } = signedOnPool({
  name: 'UpdateIdentityProvider',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ ProviderName, ...asked }, { pool }): Promise<Wire<UpdateIdentityProviderResponse>> => ({
    IdentityProvider: toIdentityProvider(await changeProvider(pool, ProviderName, toProviderFacts(asked))),
  }),
});
