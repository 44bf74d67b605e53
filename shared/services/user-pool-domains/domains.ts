/** Domains of pools as administrators see and change them: read from the store, not from a cache. */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { domainRepository } from '#shared/data/user-pool-domains/domain-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import { assertFreeHost } from '#shared/domain/user-pool-domains/domain-host.ts';
import {
  assertDomain,
  changedDomain,
  type DomainFacts,
  newDomain,
  type PoolDomain,
} from '#shared/domain/user-pool-domains/pool-domain.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { forgetPool } from '../directory/directory.ts';
import { getUserPool } from '../user-pools/user-pools.ts';
import { forgetDomain } from './served-pool.ts';

type Kind = 'domain' | 'customDomain';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const none = (): CognitoException => invalid('No such domain or user pool exists.');

const taken = (): CognitoException => invalid('Domain already associated with another user pool');

// The pool names its domains, and its version is a condition: so a pool is not deleted while it gets a domain, and does
// not get two of a kind.
const withPool = async (pool: UserPool, change: Pick<UserPool, Kind>, write: Write): Promise<void> => {
  const changed = { ...pool, ...change, version: pool.version + 1 };
  await table().write([poolRepository().update(changed), write]);
  forgetPool(changed);
};

const kindOf = ({ domain, customDomain }: UserPool, name: string): Kind | undefined => {
  if (domain === name) return 'domain';
  return customDomain === name ? 'customDomain' : undefined;
};

/**
 * Gives a pool a domain. Throws InvalidParameterException for a name that cannot be or is taken, and for a second domain
 * of a kind; ResourceNotFoundException; ConcurrentModificationException after the last try.
 */
export const createDomain = (name: string, poolId: string, facts: DomainFacts): Promise<PoolDomain> => {
  assertDomain(name, facts, environment().customDomains);
  if (!facts.custom) assertFreeHost(name, environment());
  const kind: Kind = facts.custom ? 'customDomain' : 'domain';
  return retryOnConflict(async () => {
    const { pool } = await getUserPool(poolId);
    if (pool[kind] !== undefined) throw invalid('User pool already has a domain configured.');
    const domain = newDomain({ name, poolId }, facts, now());
    await withPool(pool, { [kind]: name }, domainRepository().create(domain, taken));
    return domain;
  });
};

/**
 * Changes a domain of a pool. What is not given stays. Throws InvalidParameterException where the pool has no such
 * domain and for settings without effect; ConcurrentModificationException after the last try.
 */
export const changeDomain = (name: string, poolId: string, facts: DomainFacts): Promise<PoolDomain> =>
  retryOnConflict(async () => {
    const before = await domainRepository().find(name);
    if (before?.poolId !== poolId) throw none();
    const changed = changedDomain(before, facts, now());
    const asked = { ...facts, custom: facts.custom ?? before.custom };
    assertDomain(name, asked, before.custom ? [name] : []);
    await table().write([domainRepository().update(changed)]);
    return changed;
  });

/**
 * Takes a domain from a pool. From then on every pool may have its name. Throws InvalidParameterException where the pool
 * has no such domain; ResourceNotFoundException; ConcurrentModificationException after the last try.
 */
export const deleteDomain = (name: string, poolId: string): Promise<void> =>
  retryOnConflict(async () => {
    const { pool } = await getUserPool(poolId);
    const kind = kindOf(pool, name);
    if (!kind) throw none();
    await withPool(pool, { [kind]: undefined }, domainRepository().remove(name));
    forgetDomain(name);
  });
