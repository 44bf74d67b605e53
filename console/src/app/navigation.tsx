import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { href } from '../router/paths.ts';
import type { Route } from './route.ts';

interface Props {
  readonly routes: readonly Route[];
  readonly current: Route | undefined;
  readonly pool: string | undefined;
}

const link = (text: string, to: string): SideNavigationProps.Link => ({ type: 'link', text, href: to });

// The href of a screen whose path has no variable part besides the pool.
const hrefOf = (path: string, pool = ''): string =>
  href(...path.split('/').map((part) => (part === ':pool' ? pool : part)));

// A screen that stands not there itself, such as one user, belongs to the list above it.
const nearest = (routes: readonly Route[], current: Route): Route | undefined =>
  current.navigation === 'none'
    ? routes
        .filter(({ path, navigation }) => navigation !== 'none' && current.path.startsWith(`${path}/`))
        .sort((one, other) => other.path.length - one.path.length)[0]
    : current;

/** What there is: screens of the whole deployment, and those of the pool that is chosen. */
export const Navigation = ({ routes, current, pool }: Props) => {
  const active = current && nearest(routes, current);
  const links = (navigation: Route['navigation']): SideNavigationProps.Link[] =>
    routes.filter((one) => one.navigation === navigation).map(({ title, path }) => link(title, hrefOf(path, pool)));
  return (
    <SideNavigation
      header={{ text: 'Gatehouse', href: href('pools') }}
      activeHref={active ? hrefOf(active.path, pool) : ''}
      items={[
        ...links('deployment'),
        ...(pool ? [{ type: 'section' as const, text: `Pool ${pool}`, items: links('pool') }] : []),
      ]}
    />
  );
};
