/**
 * Takes a domain from its pool. From then on any pool may have its name.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolDomain.html
 */

import type { DeleteUserPoolDomainRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { deleteDomain } from '#shared/services/user-pool-domains/domains.ts';
import { DomainType } from '#shared/wire/pool-domain.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  Domain: DomainType,
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<DeleteUserPoolDomainRequest>;

export const { definition, handler } = signed({
  name: 'DeleteUserPoolDomain',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ Domain, UserPoolId }) => {
    await deleteDomain(Domain, UserPoolId);
    return {};
  },
});
