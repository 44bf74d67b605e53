/**
 * Gives a pool a domain: a prefix, or one of the names that the deployment serves. No other pool of the deployment may
 * have it. There are no pages and no OAuth endpoints at domains yet: it is stored and described.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
 */

import type { CreateUserPoolDomainResponse } from '@aws-sdk/client-cognito-identity-provider';
import { environment } from '#shared/config/environment.ts';
import { signed } from '#shared/operations/signed.ts';
import { createDomain } from '#shared/services/user-pool-domains/domains.ts';
import { DomainRequest, toDomainAnswer, toDomainFacts } from '#shared/wire/pool-domain.ts';
import type { Wire } from '#shared/wire/wire.ts';

export const { definition, handler } = signed({
  name: 'CreateUserPoolDomain',
  request: DomainRequest,
  throws: ['ConcurrentModificationException'],
  run: async (asked): Promise<Wire<CreateUserPoolDomainResponse>> => {
    const domain = await createDomain(asked.Domain, asked.UserPoolId, toDomainFacts(asked));
    return toDomainAnswer(domain, environment().issuerOrigin);
  },
});
