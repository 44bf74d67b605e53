/**
 * Deletes an identity provider with its group. Users who signed in through it stay, and cannot sign in so any more.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteIdentityProvider.html
 */

import type { DeleteIdentityProviderRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { workers } from '#shared/gateways/workers.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { deleteProvider } from '#shared/services/federation/identity-providers.ts';
import { ProviderNameType } from '#shared/wire/identity-provider.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ProviderName: ProviderNameType,
}) satisfies RequestOf<DeleteIdentityProviderRequest>;

export const { definition, handler } = signedOnPool({
  name: 'DeleteIdentityProvider',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ProviderName }, { pool }) => {
    const group = await deleteProvider(pool, ProviderName);
    if (group) {
      await workers().start('PurgeGroup', { userPoolId: UserPoolId, groupName: group.name, groupId: group.id });
    }
    return {};
  },
});
