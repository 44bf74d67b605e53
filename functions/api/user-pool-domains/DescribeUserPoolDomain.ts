/**
 * Gives what is known of a domain, and an empty description for a name that no pool has. As the request names no pool,
 * an access key needs the right to it on all pools.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolDomain.html
 */

import type {
  DescribeUserPoolDomainRequest,
  DescribeUserPoolDomainResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { domainRepository } from '#shared/data/user-pool-domains/domain-repository.ts';
import { signed } from '#shared/operations/signed.ts';
import { DomainType, toDomainDescription } from '#shared/wire/pool-domain.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  Domain: DomainType,
}) satisfies RequestOf<DescribeUserPoolDomainRequest>;

export const { definition, handler } = signed({
  name: 'DescribeUserPoolDomain',
  request,
  throws: [],
  run: async ({ Domain }): Promise<Wire<DescribeUserPoolDomainResponse>> => {
    const domain = await domainRepository().find(Domain);
    return { DomainDescription: domain ? toDomainDescription(domain, environment()) : {} };
  },
});
