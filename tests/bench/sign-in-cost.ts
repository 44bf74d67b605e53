import { fork } from 'node:child_process';
import { password, type Sample } from './sample.ts';
import { printTable } from './table.ts';
import type { Spent } from './time-split.ts';

/** The settings of the process that signs in. */
export interface SignInTask {
  readonly clientId: string;
  readonly usernames: readonly string[];
  readonly password: string;
  readonly originSecret: string;
  readonly warmUps: number;
  readonly rounds: number;
  /** Sign-ins of a round. */
  readonly times: number;
}

/** By part: hashing, signing, store and rest. */
type Split = Readonly<Record<string, Spent>>;

type Env = Readonly<Record<string, string>>;

const parts = ['hashing', 'signing', 'store', 'rest'];
const budget = 1;

const cpuOf = (split: Split): number => Object.values(split).reduce((sum, { cpu }) => sum + cpu, 0);

const signIns = (env: Env, task: SignInTask): Promise<readonly Split[]> =>
  new Promise((resolve, reject) => {
    const settings = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };
    const child = fork(new URL('sign-in-process.ts', import.meta.url), {
      env: { ...process.env, ...env, ...settings },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', (message: readonly Split[]) => resolve(message));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process that signs in ended with ${code}.`)));
    child.send(task);
  });

/**
 * What a sign-in takes, in milliseconds, through the handler of InitiateAuth in a process of its own, with logs and
 * metrics on as on AWS. Of several rounds, the shortest: the others shared the machine with something else.
 */
export const measureSignIn = async (env: Env, sample: Sample, times: number): Promise<Split> => {
  const rounds = await signIns(env, {
    clientId: sample.clientId,
    usernames: sample.users.map(({ username }) => username),
    password,
    originSecret: env.ORIGIN_SECRETS ?? '',
    warmUps: 3 * times,
    rounds: 5,
    times,
  });
  const least = rounds.reduce((best, round) => (cpuOf(round) < cpuOf(best) ? round : best));
  const each = ({ cpu, clock }: Spent): Spent => ({ cpu: cpu / times, clock: clock / times });
  return Object.fromEntries(Object.entries(least).map(([name, spent]) => [name, each(spent)]));
};

/** Prints the split, and whether our own part takes less than its millisecond. */
export const printSignIn = (title: string, found: Split): void => {
  const rows = parts.map((name) => {
    const { cpu = 0, clock = 0 } = found[name] ?? {};
    return [name === 'rest' ? 'our own' : name, cpu, clock] as const;
  });
  const sum = (column: 1 | 2): number => rows.reduce((total, row) => total + row[column], 0);
  printTable(title, ['part', 'CPU ms', 'clock ms'], [...rows, ['all', sum(1), sum(2)]]);
  const own = found.rest?.cpu ?? Number.NaN;
  console.log(`  our own CPU a sign-in: ${own.toFixed(2)} ms, ${own < budget ? 'under' : 'OVER'} ${budget} ms`);
};
