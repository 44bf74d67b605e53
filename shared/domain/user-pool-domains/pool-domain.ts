import type { SecurityPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '#shared/errors/exception.ts';

/** A domain of a pool. Its name stands only once in the deployment. */
export interface PoolDomain {
  /** A prefix, or the whole name of a custom domain. */
  readonly name: string;
  readonly poolId: string;
  readonly managedLoginVersion: number;
  /** Set for a custom domain, and only for one. */
  readonly custom?: CustomDomain;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

/** What a request says of a custom domain. */
export interface CustomDomain {
  readonly certificateArn: string;
  readonly securityPolicy?: SecurityPolicyType | undefined;
}

/** What a domain can be given and changed in. Undefined members are not given. */
export interface DomainFacts {
  readonly managedLoginVersion: number | undefined;
  readonly custom: CustomDomain | undefined;
}

const prefix = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
// A name right under a top-level domain has no parent that could be somebody's. With digits at the end, it could be read
// as an address.
const subdomain = new RegExp(`^(?:${label}\\.){2,}(?=[a-z])${label}$`);

const reservedWords: readonly string[] = ['aws', 'amazon', 'cognito'];

/** The protocol that the distribution of every deployment demands at least: resources/edge.yml. */
const onlySecurityPolicy = 'TLS_V1_2_2021';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** True for the form of a prefix: one label of a host name. */
export const isPrefix = (name: string): boolean => prefix.test(name);

const assertPrefix = (name: string): void => {
  if (!isPrefix(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'domain' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$`,
    );
  }
  const word = reservedWords.find((reserved) => name.includes(reserved));
  if (word !== undefined) throw invalid(`Domain cannot contain reserved word: ${word}`);
};

const assertCustom = (name: string, served: readonly string[]): void => {
  if (!subdomain.test(name)) {
    throw invalid(
      'Custom domain is not a valid subdomain: Was not able to resolve a DNS A record for the parent domain or domain parent is a top-level domain.',
    );
  }
  if (!served.includes(name)) {
    throw invalid(
      `Custom domain ${name} is not served by this deployment: it is not among the names of its setting customDomains.`,
    );
  }
};

/**
 * Throws InvalidParameterException for a name that no domain can have, and for settings without effect. `served` are
 * the names that the deployment serves beside its own.
 */
export const assertDomain = (name: string, { managedLoginVersion, custom }: DomainFacts, served: readonly string[]) => {
  if (managedLoginVersion !== undefined && managedLoginVersion !== 1 && managedLoginVersion !== 2) {
    throw invalid('ManagedLoginVersion is 1 or 2.');
  }
  if (custom?.securityPolicy !== undefined && custom.securityPolicy !== onlySecurityPolicy) {
    throw invalid(
      `CustomDomainConfig.SecurityPolicy is not supported: all names of the deployment have ${onlySecurityPolicy}.`,
    );
  }
  if (custom) assertCustom(name, served);
  else assertPrefix(name);
};

/** A new domain of a pool, by default with the classic pages. */
export const newDomain = (
  { name, poolId }: Pick<PoolDomain, 'name' | 'poolId'>,
  { managedLoginVersion = 1, custom }: DomainFacts,
  at: number,
): PoolDomain => ({ name, poolId, managedLoginVersion, ...(custom && { custom }), updatedAt: at, version: 1 });

/** The domain with new facts. What is not given stays as it is. */
export const changedDomain = (domain: PoolDomain, facts: DomainFacts, at: number): PoolDomain => ({
  ...domain,
  managedLoginVersion: facts.managedLoginVersion ?? domain.managedLoginVersion,
  ...(facts.custom && { custom: { ...domain.custom, ...facts.custom } }),
  updatedAt: at,
  version: domain.version + 1,
});
