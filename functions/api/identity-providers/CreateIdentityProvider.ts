/**
 * Lets users of a pool sign in through a provider elsewhere. The users get a group of their own.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */

import type {
  CreateIdentityProviderRequest,
  CreateIdentityProviderResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { createProvider } from '#shared/services/federation/identity-providers.ts';
import {
  IdentityProviderTypeType,
  ProviderNameTypeV2,
  providerMembers,
  toIdentityProvider,
  toProviderFacts,
} from '#shared/wire/identity-provider.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ProviderName: ProviderNameTypeV2,
  ProviderType: IdentityProviderTypeType,
  ...providerMembers,
}) satisfies RequestOf<CreateIdentityProviderRequest>;

export const { definition, handler } = signedOnPool({
  name: 'CreateIdentityProvider',
  request,
  throws: ['DuplicateProviderException', 'LimitExceededException'],
  run: async ({ ProviderName, ProviderType, ...asked }, { pool }): Promise<Wire<CreateIdentityProviderResponse>> => ({
    IdentityProvider: toIdentityProvider(
      await createProvider(pool, ProviderName, ProviderType, toProviderFacts(asked)),
    ),
  }),
});
