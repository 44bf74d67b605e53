import type { AppClient } from '#shared/domain/app-clients/app-client.ts';

/** An app client without a secret, as the store has it. */
export const newAppClient = (poolId: string, more: Partial<Pick<AppClient, 'id' | 'settings'>> = {}): AppClient => ({
  id: 'client',
  poolId,
  name: 'test',
  settings: {},
  secrets: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  ...more,
});
