import { defineConfig } from 'vitest/config';

const threads = { pool: 'threads', isolate: false, testTimeout: 30_000, hookTimeout: 90_000 } as const;

// Rules need nothing; the rest runs over HTTP against one stack, which a run starts for itself on free ports.
const rules = [
  'tests/arch/**/*.test.ts',
  'tests/contract/**/*.test.ts',
  'tests/shared/**/*.test.ts',
  'tests/local/{database,edge,files,mailbox,viewer-request}.test.ts',
];

// Counted against a stack of their own, so that nobody else's requests are among them.
const costs = ['tests/costs/**/*.test.ts'];

// Against a stack of their own, whose store fails when it is told to.
const faults = ['tests/faults/**/*.test.ts'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      { extends: true, test: { ...threads, name: 'rules', include: rules } },
      {
        extends: true,
        test: {
          ...threads,
          name: 'stack',
          include: ['tests/**/*.test.ts'],
          exclude: [...rules, ...costs, ...faults],
          globalSetup: ['tests/support/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: { ...threads, name: 'costs', include: costs, globalSetup: ['tests/costs/global-setup.ts'] },
      },
      {
        extends: true,
        test: { ...threads, name: 'faults', include: faults, globalSetup: ['tests/faults/global-setup.ts'] },
      },
    ],
  },
});
