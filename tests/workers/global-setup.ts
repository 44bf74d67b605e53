import type { TestProject } from 'vitest/node';
import { provideStack } from '#tests/support/own-stack.ts';

/** A stack of its own that hashes passwords as on AWS. Its workers run only where a test calls them. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { stop } = await provideStack(project, { env: {}, store: async () => undefined, idleWorkers: true });
  return stop;
};
