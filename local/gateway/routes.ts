/** Which functions take which requests. */
export interface RoutedFunction {
  readonly name: string;
  /** Such as `POST /op/SignUp`, or `*` for requests that no other route takes. */
  readonly routes: readonly string[];
}

/** The route that takes a request. */
export interface Match {
  readonly functionName: string;
  /** As API Gateway names it: the method and path of the route, or `$default`. */
  readonly routeKey: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly method: string;
  readonly path: RegExp;
  readonly names: readonly string[];
  readonly match: Match;
}

const patternOf = (method: string, path: string, match: Match): Pattern => {
  const names: string[] = [];
  // A parameter with a plus sign takes the rest of the path.
  const source = path.replace(/\{(\w+)(\+?)\}|[.*+?^$()|[\]\\]/g, (found, name?: string, rest?: string) => {
    if (name === undefined) return `\\${found}`;
    names.push(name);
    return rest ? '(.+)' : '([^/]+)';
  });
  return { method, path: new RegExp(`^${source}$`), names, match };
};

/** Text without its percent-encoding; text whose encoding is broken stays as it is. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * Finds the route of a request by its method and its path as it was sent: first among the paths without parameters, at
 * last the one that takes everything. Undefined where no route takes it.
 */
export const createRouter = (functions: readonly RoutedFunction[]) => {
  const exact = new Map<string, Match>();
  const patterns: Pattern[] = [];
  let otherwise: Match | undefined;
  for (const { name: functionName, routes } of functions) {
    for (const route of routes) {
      const [method = '', path] = route.split(' ');
      if (path === undefined) otherwise = { functionName, routeKey: '$default' };
      else if (path.includes('{')) patterns.push(patternOf(method, path, { functionName, routeKey: route }));
      else exact.set(route, { functionName, routeKey: route });
    }
  }
  return (method: string, path: string): Match | undefined => {
    const found = exact.get(`${method} ${path}`);
    if (found) return found;
    for (const { method: wanted, path: pattern, names, match } of patterns) {
      const values = wanted === method ? pattern.exec(path) : null;
      if (!values) continue;
      const pairs = names.map((name, index) => [name, decoded(values[index + 1] ?? '')]);
      return { ...match, pathParameters: Object.fromEntries(pairs) };
    }
    return otherwise;
  };
};
