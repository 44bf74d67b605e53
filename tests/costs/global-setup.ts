import type { TestProject } from 'vitest/node';
import { importAccessKey, localAccessKey } from '#local/access-key.ts';
import { freePort } from '#local/ports.ts';
import { startStack } from '#local/stack.ts';
import { startScriptedFunctions } from '#tests/support/scripted-functions.ts';
import { startCountingProxy } from './counting-proxy.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    costs: {
      /** Where the costs are told. */
      readonly url: string;
      /** True where docs/costs.md is to be written, not held against. */
      readonly update: boolean;
    };
  }
}

/** A stack of its own, whose functions reach the database through a proxy that counts. Passwords cost next to nothing. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const [edge, mailbox, httpApi, lambda, database, counting] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const proxy = await startCountingProxy(counting, process.env.DYNAMODB_ENDPOINT || `http://127.0.0.1:${database}`);
  const functions = await startScriptedFunctions(proxy.url);
  const stack = await startStack({
    ports: { edge, mailbox, httpApi, lambda, database },
    verbose: process.env.DEBUG !== undefined,
    env: {
      TABLE_NAME: 'gatehouse-costs',
      DYNAMODB_ENDPOINT: proxy.url,
      LAMBDA_ENDPOINT: functions.endpoint,
      ARGON2: '8,1,1',
      GATEHOUSE_WATCH: 'off',
    },
  });
  await importAccessKey(stack);
  project.provide('stack', {
    endpoint: stack.endpoint,
    mailboxUrl: stack.mailboxUrl,
    lambdaEndpoint: stack.lambdaEndpoint,
    databaseEndpoint: stack.databaseEndpoint,
    tableName: stack.env.TABLE_NAME ?? '',
    region: stack.region,
    httpApiUrl: `http://127.0.0.1:${httpApi}`,
    legacyDirectoryPort: 0,
    env: stack.env,
    ...localAccessKey,
  });
  project.provide('costs', {
    url: proxy.url,
    update: project.config.snapshotOptions.updateSnapshot === 'all',
  });
  return async () => {
    await stack.stop();
    await functions.stop();
    await proxy.stop();
  };
};
