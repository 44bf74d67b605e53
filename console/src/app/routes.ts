/** All screens, one a line, in the order of the side navigation. */
import { hasMailbox } from '../api/mailbox.ts';
import { type Route, route } from './route.ts';

// biome-ignore format: one line for each screen.
export const routes: readonly Route[] = [
  route('pools', 'User pools', 'deployment', () => import('../screens/pools/pools.tsx')),
  route('new-pool', 'Make a pool', 'none', () => import('../screens/pools/new-pool.tsx')),
  route('operators', 'Operators', 'deployment', () => import('../screens/operators/operators.tsx')),
  route('trail', 'Trail', 'deployment', () => import('../screens/trail/trail.tsx')),
  route('trail/:event', 'A call', 'none', () => import('../screens/trail/trail-record.tsx')),
  ...(hasMailbox() ? [route('mailbox', 'Mailbox', 'deployment', () => import('../screens/mailbox/mailbox.tsx'))] : []),
  route('pools/:pool', 'Overview', 'pool', () => import('../screens/pools/overview.tsx')),
  route('pools/:pool/users', 'Users', 'pool', () => import('../screens/users/users.tsx')),
  route('pools/:pool/users/:username', 'A user', 'none', () => import('../screens/users/user.tsx')),
  route('pools/:pool/groups', 'Groups', 'pool', () => import('../screens/groups/groups.tsx')),
  route('pools/:pool/groups/:group', 'Group', 'none', () => import('../screens/groups/group.tsx')),
  route('pools/:pool/clients', 'App clients', 'pool', () => import('../screens/clients/clients.tsx')),
  route('pools/:pool/clients/:client', 'App client', 'none', () => import('../screens/clients/client.tsx')),
  route('pools/:pool/providers', 'Providers', 'pool', () => import('../screens/providers/providers.tsx')),
  route('pools/:pool/new-provider', 'Make a provider', 'none', () => import('../screens/providers/new-provider.tsx')),
  route('pools/:pool/providers/:provider', 'Identity provider', 'none', () => import('../screens/providers/provider.tsx')),
  route('pools/:pool/resource-servers', 'Resource servers', 'pool', () => import('../screens/resource-servers/resource-servers.tsx')),
  route('pools/:pool/domains', 'Domains', 'pool', () => import('../screens/domains/domains.tsx')),
  route('pools/:pool/branding', 'Branding', 'pool', () => import('../screens/branding/branding.tsx')),
  route('pools/:pool/terms', 'Terms', 'pool', () => import('../screens/terms/terms.tsx')),
  route('pools/:pool/triggers', 'Triggers', 'pool', () => import('../screens/triggers/triggers.tsx')),
  route('pools/:pool/risk', 'Risk', 'pool', () => import('../screens/risk/risk.tsx')),
  route('pools/:pool/charts', 'Charts', 'pool', () => import('../screens/charts/charts.tsx')),
  route('pools/:pool/trail', 'Trail', 'pool', () => import('../screens/trail/pool-trail.tsx')),
  route('pools/:pool/trail/:event', 'A call', 'none', () => import('../screens/trail/pool-trail-record.tsx')),
  route('pools/:pool/transfers', 'Import and export', 'pool', () => import('../screens/transfers/transfers.tsx')),
  route('pools/:pool/settings', 'Settings', 'pool', () => import('../screens/settings/settings.tsx')),
  route('pools/:pool/changes', 'Changes', 'pool', () => import('../screens/changes/changes.tsx')),
  route('pools/:pool/findings', 'Findings', 'pool', () => import('../screens/findings/findings.tsx')),
];
