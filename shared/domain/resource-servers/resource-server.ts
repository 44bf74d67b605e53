/** An API that is protected by a pool's access tokens, and the scopes that apps may ask for there. */
export interface ResourceServer {
  readonly poolId: string;
  /** Unique in the pool. It is often the address of the API. */
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly ResourceScope[];
}

export interface ResourceScope {
  readonly name: string;
  readonly description: string;
}

/** The most resource servers of a pool. */
export const mostResourceServers = 25;

/** The scopes of a server as clients and tokens name them: `<identifier>/<name>`. */
export const customScopes = ({ identifier, scopes }: Pick<ResourceServer, 'identifier' | 'scopes'>): string[] =>
  scopes.map(({ name }) => `${identifier}/${name}`);

/** The identifier in a custom scope; undefined for a scope of no server. A name has no slash, an identifier may. */
export const identifierIn = (scope: string): string | undefined => {
  const end = scope.lastIndexOf('/');
  return end > 0 ? scope.slice(0, end) : undefined;
};

/** A resource as it is written without the slash that stands for the root. Clients of MCP add it, or leave it out. */
const withoutRoot = (resource: string): string => resource.replace(/^(https?:\/\/[^/?#]+)\/$/i, '$1');

/** True for two spellings of one resource: RFC 3986 section 6.2.3. */
export const isSameResource = (one: string | undefined, other: string | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && withoutRoot(one) === withoutRoot(other));

/** The other spelling of a resource that is an origin alone; undefined for any other resource. */
export const otherSpelling = (resource: string): string | undefined => {
  const bare = withoutRoot(resource);
  if (bare !== resource) return bare;
  return /^https?:\/\/[^/?#]+$/i.test(resource) ? `${resource}/` : undefined;
};

/** The first scope name that stands there twice, or undefined. */
export const repeatedScope = (scopes: readonly ResourceScope[]): string | undefined => {
  const names = scopes.map(({ name }) => name);
  return names.find((name, index) => names.indexOf(name) !== index);
};
