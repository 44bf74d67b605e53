import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { importAccessKey, newAccessKey } from '#local/access-key.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { freePort } from '#local/ports.ts';
import { publishedPath, startOutboundServer, testAuthority } from './outbound-server.ts';
import { startScriptedFunctions } from './scripted-functions.ts';
import { startStackProcess } from './stack-process.ts';

interface Running {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Asked<Store extends Running | undefined> {
  readonly env: Readonly<Record<string, string>>;
  /** Stands between the functions and the database. */
  readonly store: (port: number, databaseUrl: string) => Promise<Store>;
  readonly legacyDirectoryPort?: number;
  /** True where operations must not start workers. */
  readonly idleWorkers?: boolean;
  /** Where the functions print. */
  readonly logFile?: string;
}

/**
 * A stack for one run, in memory and on free ports, which is provided to its tests. Gives the function that stops it.
 */
export const provideStack = async <Store extends Running | undefined>(
  project: TestProject,
  { env, store: startStore, legacyDirectoryPort = 0, idleWorkers = false, logFile }: Asked<Store>,
): Promise<{ readonly store: Store; readonly stop: () => Promise<void> }> => {
  const [edge, mailbox, files, lambda, https, between] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const databaseAddress = await drawAddress();
  const { host, port } = databaseAddress;
  const store = await startStore(between, process.env.DYNAMODB_ENDPOINT || `http://${host}:${port}`);
  const functions = await startScriptedFunctions(`http://127.0.0.1:${lambda}`, { idle: idleWorkers });
  const outbound = await startOutboundServer();
  const stack = await startStackProcess(
    {
      ports: { edge, mailbox, files, lambda, https },
      databaseAddress,
      verbose: process.env.DEBUG !== undefined,
      tableInFile: true,
      env: {
        LAMBDA_ENDPOINT: functions.endpoint,
        GATEHOUSE_OUTBOUND_HOSTS: outbound.hosts,
        GATEHOUSE_OUTBOUND_CA: testAuthority,
        LOGIN_PROVIDERS_ENDPOINT: `https://${outbound.hosts.split(',')[0]}${publishedPath}`,
        GATEHOUSE_SAML_PROVIDERS: path.join(tmpdir(), `gatehouse-saml-providers-${edge}.json`),
        GATEHOUSE_SAML_RECIPIENTS: 'https://app.example.com/acs',
        GATEHOUSE_OPENID_PROVIDERS: path.join(tmpdir(), `gatehouse-openid-providers-${edge}.json`),
        ...(store && { DYNAMODB_ENDPOINT: store.url }),
        ...env,
      },
    },
    { logFile },
  );
  functions.handOnAs(stack.credentials);
  const accessKey = newAccessKey();
  await importAccessKey(stack, accessKey);
  project.provide('stack', {
    endpoint: stack.endpoint,
    https: stack.https,
    mailboxUrl: stack.mailboxUrl,
    lambdaEndpoint: stack.lambdaEndpoint,
    databaseEndpoint: stack.databaseEndpoint,
    databaseFile: stack.databaseFile,
    tableName: stack.env.TABLE_NAME ?? '',
    region: stack.region,
    trailFile: stack.trailFile,
    credentials: stack.credentials,
    legacyDirectoryPort,
    env: stack.env,
    logFile,
    ...accessKey,
  });
  return {
    store,
    stop: async () => {
      await stack.stop();
      await functions.stop();
      await outbound.stop();
      await store?.stop();
    },
  };
};
