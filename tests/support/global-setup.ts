import type { TestProject } from 'vitest/node';
import { freePort } from '#local/ports.ts';
import { customDomains } from './custom-domains.ts';
import { provideStack } from './own-stack.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** True where pictures of the documentation are to be made, not looked for. */
    makesPictures: boolean;
  }
}

/** One stack for all tests of a run: each test makes a pool of its own in it. Passwords cost next to nothing. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const legacyDirectoryPort = await freePort();
  const { stop } = await provideStack(project, {
    env: {
      ARGON2: '8,1,1',
      LEGACY_DIRECTORY_URL: `http://127.0.0.1:${legacyDirectoryPort}`,
      GATEHOUSE_CUSTOM_DOMAINS: customDomains.join(','),
    },
    store: async () => undefined,
    legacyDirectoryPort,
  });
  project.provide('makesPictures', project.config.snapshotOptions.updateSnapshot === 'all');
  return stop;
};
