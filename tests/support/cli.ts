import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownEnvironment } from './own-environment.ts';
import { stack } from './stack.ts';

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  /** Replaces the settings that point at the stack. */
  readonly env?: Readonly<Record<string, string>>;
  /** The Node that starts it. */
  readonly node?: string;
  /** Gets all that it has said so far. Once it gives true, the process gets the signal. */
  readonly interruptedAt?: (said: string) => boolean;
  readonly signal?: 'SIGINT' | 'SIGKILL';
}

const program = fileURLToPath(new URL('../../local/cli/gatehouse.js', import.meta.url));
const nowhere = path.join(tmpdir(), 'gatehouse-no-data-dir');

/** Settings that point the command line at this run's stack. */
export const cliSettings = (): Record<string, string> => ({
  GATEHOUSE_ENDPOINT: stack().endpoint,
  GATEHOUSE_REGION: stack().region,
  GATEHOUSE_ACCESS_KEY_ID: stack().accessKeyId,
  GATEHOUSE_SECRET_ACCESS_KEY: stack().secretAccessKey,
});

/** Runs `gatehouse` as a process of its own, which knows the stack only by its environment. */
export const runCli = async (parameters: readonly string[], options: CliOptions = {}): Promise<CliRun> => {
  const { env = cliSettings(), node = process.execPath, interruptedAt = () => false, signal = 'SIGINT' } = options;
  const child = spawn(node, [program, ...parameters], {
    env: { ...ownEnvironment(), GATEHOUSE_DATA_DIR: nowhere, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  const hear = (): void => {
    if (interrupted || !interruptedAt(stdout + stderr)) return;
    interrupted = true;
    child.kill(signal);
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    hear();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    hear();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
};

/** The last JSON document that `gatehouse-pools … --json` prints. Where it fails, throws an Error with what it said. */
export const runCliJson = async <Answer = Record<string, unknown>>(
  ...parameters: readonly string[]
): Promise<Answer> => {
  const { code, stdout, stderr } = await runCli([...parameters, '--json']);
  if (code !== 0) throw new Error(`gatehouse ${parameters.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
};

/** A directory for one test, removed after `work`. */
export const inDirectory = async <Result>(work: (directory: string) => Promise<Result>): Promise<Result> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-cli-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const majorOf = (node: string): number => {
  try {
    return Number.parseInt(execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }), 10);
  } catch {
    return 0;
  }
};

/** A Node of this machine that is too old to read TypeScript; undefined where there is none. */
export const oldNode = (): string | undefined =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((directory) => path.join(directory, 'node'))
    .find((node) => existsSync(node) && majorOf(node) >= 20 && majorOf(node) < 24);
