import type { TestProject } from 'vitest/node';
import { provideStack } from '#tests/support/own-stack.ts';
import { startCountingProxy } from './counting-proxy.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    costs: {
      /** Where the costs are told. */
      readonly url: string;
      /** True where docs/costs.md is to be written, not compared. */
      readonly update: boolean;
    };
  }
}

/**
 * A stack of its own, whose functions reach the database through a proxy that counts. Passwords cost next to nothing.
 * What is remembered stays so, however slow the machine is. Workers stay idle, as what they do later is not part of an operation's cost.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { store, stop } = await provideStack(project, {
    env: { TABLE_NAME: 'gatehouse-costs', ARGON2: '8,1,1', POOL_SETTLES_MS: '0', GATEHOUSE_CACHE_MS: '3600000' },
    store: startCountingProxy,
    idleWorkers: true,
  });
  project.provide('costs', {
    url: store.url,
    update: project.config.snapshotOptions.updateSnapshot === 'all',
  });
  return stop;
};
