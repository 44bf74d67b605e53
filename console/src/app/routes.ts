/** All screens, one a line, in the order of the side navigation. */
import { type Route, route } from './route.ts';

// biome-ignore format: one line for each screen.
export const routes: readonly Route[] = [
  route('pools', 'User pools', 'deployment', () => import('../screens/pools/pools.tsx')),
  route('pools/:pool', 'Overview', 'pool', () => import('../screens/pools/overview.tsx')),
  route('pools/:pool/settings', 'Settings', 'pool', () => import('../screens/settings/settings.tsx')),
];
