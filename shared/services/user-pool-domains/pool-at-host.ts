/** Pools by the hosts of their domains. Domains are cached for ten seconds, as pools are. */
import { environment } from '#shared/config/environment.ts';
import type { PoolRecord } from '#shared/data/pools/pool-repository.ts';
import { domainRepository } from '#shared/data/user-pool-domains/domain-repository.ts';
import { domainNameOf } from '#shared/domain/user-pool-domains/domain-host.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { cached } from '../cache/cache.ts';
import { cachedPool } from '../directory/directory.ts';

/** A pool as it is reached at one of its domains. */
export interface PoolAtHost extends PoolRecord {
  /** The prefix, or the whole name of a custom domain. */
  readonly domainName: string;
}

const longestHost = 255;

const knownDomains = cached((name) => domainRepository().find(name));

/** To be called after a change of the domain: then it is read again at its next use. */
export const forgetDomain = (name: string): void => knownDomains.forget(name);

/** The pool whose domain a host is. Throws ResourceNotFoundException. */
export const poolAtHost = async (host: string): Promise<PoolAtHost> => {
  const domainName = domainNameOf(host, environment());
  const domain = domainName === undefined ? undefined : await knownDomains.find(domainName);
  if (domain) return { ...(await cachedPool(domain.poolId)), domainName: domain.name };
  const message = `The host ${host.slice(0, longestHost)} is no domain of a user pool.`;
  throw new CognitoException('ResourceNotFoundException', message);
};
