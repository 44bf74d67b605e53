/** Pools by the hosts of their domains. Domains are cached for ten seconds, as pools are. */
import { environment } from '#shared/config/environment.ts';
import type { PoolRecord } from '#shared/data/pools/pool-repository.ts';
import { domainRepository } from '#shared/data/user-pool-domains/domain-repository.ts';
import { domainNameOf } from '#shared/domain/user-pool-domains/domain-host.ts';
import type { PoolDomain } from '#shared/domain/user-pool-domains/pool-domain.ts';
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

const noDomain = (host: string): CognitoException =>
  new CognitoException('ResourceNotFoundException', `No user pool has the domain ${host.slice(0, longestHost)}.`);

// Undefined for a host that is no domain.
const domainAt = async (host: string): Promise<PoolDomain | undefined> => {
  const name = domainNameOf(host, environment());
  if (name === undefined) return undefined;
  const domain = await knownDomains.find(name);
  if (!domain) throw noDomain(host);
  return domain;
};

/**
 * The one pool that a host serves; undefined for the deployment's own host, which serves every pool. Throws
 * ResourceNotFoundException for the host of a domain that no pool has.
 */
export const servedPool = async (host: string): Promise<string | undefined> => (await domainAt(host))?.poolId;

/** The version of managed login of a domain, 1 or 2; undefined for the name of none. */
export const versionOfDomain = async (name: string): Promise<number | undefined> =>
  (await knownDomains.find(name))?.managedLoginVersion;

/** The name of the domain that a host is; undefined for the deployment's own host. */
export const domainOf = (host: string): string | undefined => domainNameOf(host, environment());

/** The pool whose domain a host is. Throws ResourceNotFoundException for any other host. */
export const poolAtHost = async (host: string): Promise<PoolAtHost> => {
  const domain = await domainAt(host);
  if (!domain) throw noDomain(host);
  return { ...(await cachedPool(domain.poolId)), domainName: domain.name };
};
