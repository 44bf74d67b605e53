import { fork } from 'node:child_process';
import { medianOf } from '#tests/support/median.ts';
import { printTable } from '../table.ts';
import { asked, type Machine, tokenRequest } from './sample.ts';

/** The settings of the process that calls the handler. */
export interface HandlerTask {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly warmUps: number;
  readonly rounds: number;
  /** Requests of a round, and signatures beside them. */
  readonly times: number;
}

/** Milliseconds of CPU in a round, for one. */
export interface HandlerCost {
  readonly request: number;
  readonly signature: number;
}

type Env = Readonly<Record<string, string>>;

const most = 2;

const costsOf = (env: Env, task: HandlerTask): Promise<readonly HandlerCost[]> =>
  new Promise((resolve, reject) => {
    // Logs and metrics are on, as on AWS.
    const settings = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };
    const child = fork(new URL('handler-process.ts', import.meta.url), {
      env: { ...process.env, ...env, ...settings },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', (message: readonly HandlerCost[]) => resolve(message));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process of the handler ended with ${code}.`)));
    child.send(task);
  });

/**
 * Prints the CPU that a client_credentials request takes inside the handler of the token endpoint, in a process of its own,
 * as a multiple of the RS256 signature in it.
 */
export const printHandlerCost = async (env: Env, machine: Machine, times: number): Promise<void> => {
  const { body, headers } = tokenRequest(machine, `${asked.identifier}/${asked.scope}`);
  const proved = { ...headers, host: 'localhost', 'x-origin-secret': env.ORIGIN_SECRETS ?? '' };
  const rounds = await costsOf(env, { body, headers: proved, warmUps: 2 * times, rounds: 7, times });
  const request = medianOf(rounds.map((round) => round.request));
  const signature = medianOf(rounds.map((round) => round.signature));
  const multiple = medianOf(rounds.map((round) => round.request / round.signature));
  printTable(
    'client_credentials inside the handler',
    ['', 'CPU ms'],
    [
      ['a request', request],
      ['one RS256 signature', signature],
    ],
  );
  console.log(`  a request is ${multiple.toFixed(2)} signatures, ${multiple <= most ? 'within' : 'OVER'} ${most}`);
};
