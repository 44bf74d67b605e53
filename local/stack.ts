import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTable, startDatabase } from './dynamodb.ts';
import { startEdge } from './edge.ts';
import { startMailbox } from './mailbox/mailbox.ts';

/** Where each part listens, on 127.0.0.1. */
export interface Ports {
  readonly edge: number;
  readonly mailbox: number;
  readonly httpApi: number;
  readonly lambda: number;
  readonly database: number;
}

export interface StackOptions {
  readonly ports: Ports;
  /** Where data stays between runs; in memory without. */
  readonly dataDir?: string;
  /** Settings of the functions beside those that the stack makes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Says what the functions say. */
  readonly verbose?: boolean;
}

/** A running stack: everything that is on AWS, on this machine. */
export interface Stack {
  readonly endpoint: string;
  readonly mailboxUrl: string;
  readonly lambdaEndpoint: string;
  readonly httpApiUrl: string;
  readonly databaseEndpoint: string;
  readonly region: string;
  /** The settings that its functions were given. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the functions end by themselves. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

const region = 'us-east-1';
const accountId = '000000000000';
const originSecret = 'local';

const keyFileIn = (directory: string): string => {
  const file = path.resolve(directory, 'sealing.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return file;
};

interface Functions {
  readonly process: ChildProcess;
  /** The last of what they said, for when they fail to start. */
  readonly lastWords: () => string;
}

const keptWords = 4000;

const startFunctions = (ports: Ports, env: Readonly<Record<string, string>>, verbose: boolean): Functions => {
  const serverless = path.resolve('node_modules/serverless/bin/serverless.js');
  const listening = ['--httpPort', String(ports.httpApi), '--lambdaPort', String(ports.lambda)];
  const child = spawn(process.execPath, [serverless, 'offline', 'start', ...listening], {
    stdio: ['ignore', verbose ? 'inherit' : 'ignore', verbose ? 'inherit' : 'pipe'],
    env: { ...process.env, ...env },
  });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(-keptWords);
  });
  return { process: child, lastWords: () => words };
};

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

const untilAnswering = async (url: string, functions: Functions): Promise<void> => {
  for (let tries = 0; tries < 1200; tries++) {
    if (functions.process.exitCode !== null) break;
    const reached = await fetch(url).then(
      () => true,
      () => false,
    );
    if (reached) return;
    await pause(50);
  }
  throw new Error(`The functions did not start.\n${functions.lastWords()}`);
};

/** Starts database, mailbox, functions and edge; whatever was started is stopped when one of them fails. */
export const startStack = async ({ ports, dataDir, env: more = {}, verbose = false }: StackOptions): Promise<Stack> => {
  const scratch = dataDir === undefined ? mkdtempSync(path.join(tmpdir(), 'gatehouse-')) : undefined;
  const directory = scratch ?? dataDir ?? '.';
  mkdirSync(directory, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
    if (scratch) rmSync(scratch, { recursive: true, force: true });
  };

  try {
    const kept = (file: string): string | undefined => (scratch ? undefined : path.resolve(directory, file));
    const given = process.env.DYNAMODB_ENDPOINT || undefined;
    const database = await startDatabase({ port: ports.database, file: kept('gatehouse.db'), given });
    stops.push(database.stop);
    const TABLE_NAME = more.TABLE_NAME ?? 'gatehouse';
    await createTable(database.endpoint, TABLE_NAME);
    const mailbox = await startMailbox(ports.mailbox, kept('mailbox.jsonl'));
    stops.push(mailbox.stop);

    const endpoint = `http://localhost:${ports.edge}`;
    const lambdaEndpoint = `http://127.0.0.1:${ports.lambda}`;
    const env = {
      TABLE_NAME,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      GATEHOUSE_REGION: region,
      GATEHOUSE_ACCOUNT_ID: accountId,
      GATEHOUSE_ISSUER_ORIGIN: endpoint,
      GATEHOUSE_TEST_CLOCK: 'header',
      DYNAMODB_ENDPOINT: database.endpoint,
      LAMBDA_ENDPOINT: lambdaEndpoint,
      SES_ENDPOINT: mailbox.url,
      SNS_ENDPOINT: mailbox.url,
      SEALING_KEY_FILE: keyFileIn(directory),
      ORIGIN_SECRETS: originSecret,
      POWERTOOLS_METRICS_DISABLED: 'true',
      POWERTOOLS_LOG_LEVEL: verbose ? 'INFO' : 'CRITICAL',
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      ...more,
    };
    const functions = startFunctions(ports, env, verbose);
    stops.push(async () => {
      functions.process.kill('SIGINT');
      await exited(functions.process);
    });
    await untilAnswering(`http://127.0.0.1:${ports.httpApi}/`, functions);
    const edge = await startEdge(ports.edge, { port: ports.httpApi, secret: originSecret });
    stops.push(edge.stop);
    return {
      endpoint,
      mailboxUrl: mailbox.url,
      lambdaEndpoint,
      httpApiUrl: `http://127.0.0.1:${ports.httpApi}`,
      databaseEndpoint: database.endpoint,
      region,
      env,
      ended: exited(functions.process),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
