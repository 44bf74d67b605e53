import type { TestProject } from 'vitest/node';
import { provideStack } from '#tests/support/own-stack.ts';

/** A stack that publishes its addresses of HTTPS: clients that insist on it come by its domains, too. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { stop } = await provideStack(project, {
    env: { TABLE_NAME: 'gatehouse-tls', ARGON2: '8,1,1', GATEHOUSE_ISSUER_SCHEME: 'https' },
    store: async () => undefined,
  });
  return stop;
};
