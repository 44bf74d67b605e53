import { type ComponentType, lazy } from 'react';
import { matched, type Place, type ScreenProps } from '../router/paths.ts';

/** A screen of the console. */
export interface Route {
  readonly path: string;
  /** In breadcrumbs, and in the side navigation where it stands there. */
  readonly title: string;
  /** Where in the side navigation: for the whole deployment, for the pool that is chosen, or not at all. */
  readonly navigation: 'deployment' | 'pool' | 'none';
  readonly Screen: ComponentType<{
    readonly params: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
  }>;
}

/** A screen, which is loaded when it is first shown. Its file exports `Screen`. */
export const route = <Path extends string>(
  path: Path,
  title: string,
  navigation: Route['navigation'],
  load: () => Promise<{ readonly Screen: ComponentType<ScreenProps<Path>> }>,
): Route => ({
  path,
  title,
  navigation,
  // `matched` gives exactly the names of the path.
  Screen: lazy(async () => ({ default: (await load()).Screen as Route['Screen'] })),
});

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The screen at a place. Of two that fit, the one that stands first counts. */
export const findRoute = (routes: readonly Route[], { path }: Place): Found | undefined => {
  for (const one of routes) {
    const params = matched(one.path, path);
    if (params) return { route: one, params };
  }
  return undefined;
};
