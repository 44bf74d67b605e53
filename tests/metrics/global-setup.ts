import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { provideStack } from '#tests/support/own-stack.ts';

/** A stack that counts as on AWS, also by app client, and prints that to a file. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-metrics-'));
  const { stop } = await provideStack(project, {
    env: {
      ARGON2: '8,1,1',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      POWERTOOLS_METRICS_DISABLED: 'false',
      POWERTOOLS_METRICS_NAMESPACE: 'Gatehouse/test',
      GATEHOUSE_CLIENT_METRICS: 'on',
    },
    store: async () => undefined,
    logFile: path.join(directory, 'log.jsonl'),
  });
  return async () => {
    await stop();
    rmSync(directory, { recursive: true });
  };
};
