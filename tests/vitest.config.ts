import { defineConfig } from 'vitest/config';

const threads = { pool: 'threads', isolate: false, testTimeout: 30_000, hookTimeout: 90_000 } as const;

// Rules need nothing; the rest runs over HTTP against one stack, which a run starts for itself on free ports.
const rules = ['tests/arch/**/*.test.ts', 'tests/contract/**/*.test.ts', 'tests/shared/**/*.test.ts'];

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
          exclude: rules,
          globalSetup: ['tests/support/global-setup.ts'],
        },
      },
    ],
  },
});
