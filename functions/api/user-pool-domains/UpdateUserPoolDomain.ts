/**
 * Changes a domain's version of the pages, and the certificate that is noted for a custom domain. What the request
 * leaves out stays as it is.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolDomain.html
 */

import type { UpdateUserPoolDomainResponse } from '@aws-sdk/client-cognito-identity-provider';
import { environment } from '#shared/config/environment.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { changeDomain } from '#shared/services/user-pool-domains/domains.ts';
import { DomainRequest, toDomainAnswer, toDomainFacts } from '#shared/wire/pool-domain.ts';
import type { Wire } from '#shared/wire/wire.ts';

export const { definition, handler } = signedOnPool({
  name: 'UpdateUserPoolDomain',
  request: DomainRequest,
  throws: ['ConcurrentModificationException'],
  run: async (asked, { pool }): Promise<Wire<UpdateUserPoolDomainResponse>> => {
    const domain = await changeDomain(asked.Domain, pool.id, toDomainFacts(asked));
    return toDomainAnswer(domain, environment().issuerOrigin);
  },
});
