import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from './child.ts';
import { startEdge } from './edge.ts';
import { createOfflineOrigin } from './offline-origin.ts';
import { freePort } from './ports.ts';
import type { LogLevel, Serve } from './serve.ts';

/** Settings by which the functions print so much. */
export const logSettings = {
  silent: { SLS_LOG_LEVEL: 'error', POWERTOOLS_LOG_LEVEL: 'CRITICAL' },
  errors: { SLS_LOG_LEVEL: 'error', POWERTOOLS_LOG_LEVEL: 'ERROR' },
  all: { SLS_LOG_LEVEL: 'notice', POWERTOOLS_LOG_LEVEL: 'INFO' },
} as const satisfies Record<LogLevel, Readonly<Record<string, string>>>;

interface Settings {
  readonly httpPort: number;
  readonly lambdaPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logLevel: LogLevel;
}

const patienceMs = 60_000;
const keptWords = 4000;

// The functions must not see anybody's own AWS account.
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));

const untilAnswering = async (url: string, child: Child): Promise<boolean> => {
  const late = Date.now() + patienceMs;
  while (Date.now() < late && child.isRunning()) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answers) return true;
    await pause(20);
  }
  return false;
};

/** Starts serverless-offline with every function. Where it does not start, throws a plain Error with its last words. */
const startFunctions = async ({ httpPort, lambdaPort, env, logLevel }: Settings): Promise<Child> => {
  const ending = new URL('./end-with-parent.ts', import.meta.url).href;
  const serverless = path.resolve('node_modules/serverless/bin/serverless.js');
  const listening = ['--httpPort', String(httpPort), '--lambdaPort', String(lambdaPort)];
  const child = startChild(process.execPath, ['--import', ending, serverless, 'offline', 'start', ...listening], {
    stdio: 'pipe',
    env: {
      ...ownEnvironment(),
      ...logSettings[logLevel],
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      ...env,
    },
  });
  // What is printed while starting is worth reading only when the start fails.
  let speaking = logLevel === 'all';
  let lastWords = '';
  const hear = (heard: Readable | null, said: Writable): void => {
    heard?.on('data', (chunk: Buffer) => {
      if (speaking) said.write(chunk);
      else lastWords = `${lastWords}${chunk}`.slice(-keptWords);
    });
  };
  hear(child.process.stdout, process.stdout);
  hear(child.process.stderr, process.stderr);
  if (await untilAnswering(`http://127.0.0.1:${httpPort}/`, child)) {
    speaking = logLevel !== 'silent';
    return child;
  }
  await child.stop();
  throw new Error(`The functions did not start.\n${lastWords}`.trim());
};

/** Runs every function in serverless-offline, a process of its own, behind the edge. */
export const inOffline: Serve = async ({ ports, env, logLevel }) => {
  const { edge: edgePort, lambda: lambdaPort, httpApi: httpPort = await freePort() } = ports;
  const functions = await startFunctions({ httpPort, lambdaPort, env, logLevel });
  const { answer, stop: stopOrigin } = createOfflineOrigin(httpPort);
  try {
    const edge = await startEdge(edgePort, { secret: env.ORIGIN_SECRETS, answer });
    return {
      ended: functions.ended,
      stop: async () => {
        await edge.stop();
        stopOrigin();
        await functions.stop();
      },
    };
  } catch (error) {
    await functions.stop();
    throw error;
  }
};
