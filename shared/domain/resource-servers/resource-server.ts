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

/** A resource in its usual spelling: scheme and host in lower case, and no slash after a host alone. RFC 3986 section 6.2. */
const spelled = (resource: string): string =>
  resource.replace(/^https?:\/\/[^/?#]+/i, (origin) => origin.toLowerCase()).replace(/^(https?:\/\/[^/?#]+)\/$/, '$1');

/** True for two spellings of one resource. */
export const isSameResource = (one: string | undefined, other: string | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && spelled(one) === spelled(other));

/** Other spellings by which a server may be called that somebody names: clients of MCP add the slash, or leave it out. */
export const otherSpellings = (resource: string): readonly string[] => {
  const usual = spelled(resource);
  const all = /^https?:\/\/[^/?#]+$/.test(usual) ? [usual, `${usual}/`] : [usual];
  return all.filter((spelling) => spelling !== resource);
};

/** The first scope name that stands there twice, or undefined. */
export const repeatedScope = (scopes: readonly ResourceScope[]): string | undefined => {
  const names = scopes.map(({ name }) => name);
  return names.find((name, index) => names.indexOf(name) !== index);
};
