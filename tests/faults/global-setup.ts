import type { TestProject } from 'vitest/node';
import { provideStack } from '#tests/support/own-stack.ts';
import { startFaultyStore } from './faulty-store.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where faults are ordered. */
    faults: { readonly url: string };
  }
}

/** A stack of its own, whose functions reach the database through a store that fails when it is told to. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { store, stop } = await provideStack(project, {
    env: {
      TABLE_NAME: 'gatehouse-faults',
      ARGON2: '8,1,1',
      POOL_SETTLES_MS: '0',
      // Where a test waits for the limit. It leaves enough time for every other request on a slow machine.
      ...(project.name === 'faults-stalled' && { DYNAMODB_TIMEOUT_MS: '1000' }),
    },
    store: startFaultyStore,
    // Flows call workers themselves, so that a fault strikes in their own flow.
    idleWorkers: true,
  });
  project.provide('faults', { url: store.url });
  return stop;
};
