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

/** The first scope name that stands there twice, or undefined. */
export const repeatedScope = (scopes: readonly ResourceScope[]): string | undefined => {
  const names = scopes.map(({ name }) => name);
  return names.find((name, index) => names.indexOf(name) !== index);
};
