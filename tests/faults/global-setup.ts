import type { TestProject } from 'vitest/node';
import { importAccessKey, localAccessKey } from '#local/access-key.ts';
import { freePort } from '#local/ports.ts';
import { startStack } from '#local/stack.ts';
import { startScriptedFunctions } from '#tests/support/scripted-functions.ts';
import { startFaultyStore } from './faulty-store.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where faults are ordered. */
    faults: { readonly url: string };
  }
}

/** A stack of its own, whose functions reach the database through a store that fails when it is told to. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const [edge, mailbox, httpApi, lambda, database, faulty] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const store = await startFaultyStore(faulty, process.env.DYNAMODB_ENDPOINT || `http://127.0.0.1:${database}`);
  const functions = await startScriptedFunctions(`http://127.0.0.1:${lambda}`);
  const stack = await startStack({
    ports: { edge, mailbox, httpApi, lambda, database },
    verbose: process.env.DEBUG !== undefined,
    env: {
      TABLE_NAME: 'gatehouse-faults',
      DYNAMODB_ENDPOINT: store.url,
      LAMBDA_ENDPOINT: functions.endpoint,
      DYNAMODB_TIMEOUT_MS: '300',
      ARGON2: '8,1,1',
      GATEHOUSE_WATCH: 'off',
    },
  });
  await importAccessKey(stack);
  project.provide('stack', {
    endpoint: stack.endpoint,
    mailboxUrl: stack.mailboxUrl,
    lambdaEndpoint: stack.lambdaEndpoint,
    httpApiUrl: stack.httpApiUrl,
    databaseEndpoint: stack.databaseEndpoint,
    tableName: stack.env.TABLE_NAME ?? '',
    region: stack.region,
    legacyDirectoryPort: 0,
    env: stack.env,
    ...localAccessKey,
  });
  project.provide('faults', { url: store.url });
  return async () => {
    await stack.stop();
    await functions.stop();
    await store.stop();
  };
};
