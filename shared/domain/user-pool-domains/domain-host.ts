import { CognitoException } from '#shared/errors/exception.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { isPrefix } from './pool-domain.ts';

/** Where a deployment serves domains of pools: its own settings. */
export interface DomainSettings {
  /** Scheme and host of the deployment itself. */
  readonly issuerOrigin: string;
  /** A prefix domain is served at `<prefix>.<base domain>`; undefined where prefix domains have no host. */
  readonly baseDomain: string | undefined;
  /** The custom domains that the deployment serves. */
  readonly customDomains: readonly string[];
}

// A host that ends in a dot is the same one: RFC 1034 section 3.1.
const withoutPort = (host: string): string => host.toLowerCase().replace(/\.?(?::\d+)?$/, '');

/**
 * The domain that a host is: its prefix, or the whole name of a custom domain. Undefined for the deployment's own host and
 * for hosts that it does not serve. The port does not count. Whether a pool has the domain is for the store to say.
 */
export const domainNameOf = (
  host: string,
  { issuerOrigin, baseDomain, customDomains }: DomainSettings,
): string | undefined => {
  const name = withoutPort(host);
  if (name === new URL(issuerOrigin).hostname) return undefined;
  if (customDomains.includes(name)) return name;
  const parent = baseDomain && `.${withoutPort(baseDomain)}`;
  if (!parent || !name.endsWith(parent)) return undefined;
  const prefix = name.slice(0, -parent.length);
  return isPrefix(prefix) ? prefix : undefined;
};

/** The host of a prefix domain; undefined where the deployment has no base domain. */
export const hostOfPrefix = (prefix: string, { baseDomain }: Pick<DomainSettings, 'baseDomain'>): string | undefined =>
  baseDomain && `${prefix}.${baseDomain}`;

/** Throws InvalidParameterException for a prefix whose host is the deployment's own or a custom domain's. */
export const assertFreeHost = (prefix: string, settings: DomainSettings): void => {
  const host = hostOfPrefix(prefix, settings);
  if (host === undefined || domainNameOf(host, settings) === prefix) return;
  const message = `Domain ${prefix} cannot be given: its host would be ${host}, which is a name of the deployment.`;
  throw new CognitoException('InvalidParameterException', message);
};

/** The host of a domain with the scheme and port of the deployment; undefined where the deployment does not serve it. */
export const originOfDomain = (name: string, settings: DomainSettings): string | undefined => {
  const { protocol, port } = new URL(settings.issuerOrigin);
  // A prefix is one label, and a custom domain has more.
  const isPrefixDomain = isPrefix(name);
  const host = isPrefixDomain ? hostOfPrefix(name, settings) : name;
  if (host === undefined || domainNameOf(host, settings) !== name) return undefined;
  return `${protocol}//${host}${isPrefixDomain || port === '' ? '' : `:${port}`}`;
};

// RFC 6761 section 6.3: browsers find every name below localhost. Other clients need not, and on many systems do not.
const isBrowsersOnly = (origin: string): boolean => new URL(origin).hostname.endsWith('.localhost');

/**
 * The origin at which the OAuth endpoints and pages of a pool are published: its custom domain, else its prefix domain,
 * else the deployment itself. What the deployment does not serve is passed over, and so are names below `localhost`, which
 * only browsers find.
 */
export const originOfPool = (
  { domain, customDomain }: Pick<UserPool, 'domain' | 'customDomain'>,
  settings: DomainSettings,
): string => {
  const origins = [customDomain, domain].flatMap((name) => (name && originOfDomain(name, settings)) || []);
  return origins.find((origin) => !isBrowsersOnly(origin)) ?? settings.issuerOrigin;
};
