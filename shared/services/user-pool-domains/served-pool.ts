import { environment } from '#shared/config/environment.ts';
import { domainRepository } from '#shared/data/user-pool-domains/domain-repository.ts';
import { domainNameOf } from '#shared/domain/user-pool-domains/domain-host.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { cached } from '../cache/cache.ts';

const knownDomains = cached((name) => domainRepository().find(name));

/**
 * The one pool that a host serves; undefined for the deployment's own host, which serves every pool. A domain is cached
 * for ten seconds. Throws ResourceNotFoundException for the host of a domain that no pool has.
 */
export const servedPool = async (host: string): Promise<string | undefined> => {
  const name = domainNameOf(host, environment());
  if (name === undefined) return undefined;
  const domain = await knownDomains.find(name);
  if (!domain) throw new CognitoException('ResourceNotFoundException', 'No user pool has this domain.');
  return domain.poolId;
};
