import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { href } from '../router/paths.ts';
import { type Found, findRoute, type Route } from './route.ts';

interface Props {
  readonly routes: readonly Route[];
  readonly path: string;
  readonly found: Found | undefined;
}

// Screens of a pool are called by the pool, and those of one thing by the name of the thing.
const textOf = ({ route, params }: Found): string => {
  const name = /:(\w+)$/.exec(route.path)?.[1];
  return (name && params[name]) || route.title;
};

/** The way to the screen: each part of its path that is a screen by itself. */
export const Crumbs = ({ routes, path, found }: Props) => {
  const parts = path.split('/').filter((part) => part !== '');
  const above = parts.slice(0, -1).flatMap((_, index) => {
    const own = parts.slice(0, index + 1).join('/');
    const there = findRoute(routes, { path: own, query: new URLSearchParams() });
    return there ? [{ text: textOf(there), href: `#/${own}` }] : [];
  });
  const here = { text: found ? textOf(found) : 'Not there', href: `#/${path}` };
  return (
    <BreadcrumbGroup
      items={[{ text: 'Gatehouse', href: href('pools') }, ...above, here]}
      ariaLabel="Where this screen is"
      expandAriaLabel="Show all"
    />
  );
};
