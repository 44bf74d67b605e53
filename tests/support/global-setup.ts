import type { TestProject } from 'vitest/node';
import { importAccessKey, localAccessKey } from '#local/access-key.ts';
import { freePort } from '#local/ports.ts';
import { startStack } from '#local/stack.ts';
import { startScriptedFunctions } from './scripted-functions.ts';

/** One stack for all tests of a run, in memory and on free ports: each test makes a pool of its own in it. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const [edge, mailbox, httpApi, lambda, database, legacyDirectoryPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const functions = await startScriptedFunctions(`http://127.0.0.1:${lambda}`);
  const stack = await startStack({
    ports: { edge, mailbox, httpApi, lambda, database },
    verbose: process.env.DEBUG !== undefined,
    // Sources that change while tests run must not change what is tested.
    env: {
      GATEHOUSE_WATCH: 'off',
      LAMBDA_ENDPOINT: functions.endpoint,
      LEGACY_DIRECTORY_URL: `http://127.0.0.1:${legacyDirectoryPort}`,
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
    legacyDirectoryPort,
    env: stack.env,
    ...localAccessKey,
  });
  return async () => {
    await stack.stop();
    await functions.stop();
  };
};
