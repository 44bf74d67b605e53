/**
 * Gives an identity provider with its details. Its client secret is among them, a private key is not.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html
 */

import type {
  DescribeIdentityProviderRequest,
  DescribeIdentityProviderResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getProvider, shown } from '#shared/services/federation/identity-providers.ts';
import { ProviderNameType, toIdentityProvider } from '#shared/wire/identity-provider.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ProviderName: ProviderNameType,
}) satisfies RequestOf<DescribeIdentityProviderRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DescribeIdentityProvider',
  request,
  throws: [],
  run: async ({ ProviderName }, { pool }): Promise<Wire<DescribeIdentityProviderResponse>> => ({
    IdentityProvider: toIdentityProvider(await shown(pool, await getProvider(pool.id, ProviderName))),
  }),
});
