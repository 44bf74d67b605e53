/** The names of the variable parts of a path: 'pool' and 'username' of `pools/:pool/users/:username`. */
type NamesOf<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? NamesOf<Head> | NamesOf<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never;

/** The variable parts of a path, decoded. */
export type Params<Path extends string> = { readonly [Name in NamesOf<Path>]: string };

/** What a screen gets: the variable parts of its path, and the query behind it. */
export interface ScreenProps<Path extends string> {
  readonly params: Params<Path>;
  readonly query: URLSearchParams;
}

/** The href of a screen, from its parts, which may hold anything: `href('pools', id, 'users')`. */
export const href = (...parts: readonly string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`;

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/** A place in the console, as the fragment of the address says it. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The place of a fragment such as `#/pools/us-east-1_AbCdEfGhI?tab=tags`. */
export const placeOf = (hash: string): Place => {
  const [path = '', ...query] = hash.replace(/^#?\/?/, '').split('?');
  return { path: path.replace(/\/$/, ''), query: new URLSearchParams(query.join('?')) };
};

/** The variable parts of a path that fits the pattern; undefined for one that does not. */
export const matched = (pattern: string, path: string): Readonly<Record<string, string>> | undefined => {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decoded(given[index] ?? '');
    if (value === undefined || value === '') return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
};
