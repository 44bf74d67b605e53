import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** A program that never outlives this process. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves when it has ended, or could not start. */
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  /** Why it could not start, or which signal ended it, as a sentence; undefined where neither happened. */
  readonly failure: () => string | undefined;
  readonly stop: () => Promise<void>;
}

const patienceMs = 5000;

/**
 * Starts a program in a process group of its own. So Ctrl-C reaches only this process, which stops its parts in order.
 */
export const startChild = (program: string, given: readonly string[], options: SpawnOptions): Child => {
  const child = spawn(program, given, { ...options, detached: process.platform !== 'win32', windowsHide: true });
  const terminate = (): void => {
    child.kill('SIGTERM');
  };
  let running = true;
  let failure: string | undefined;
  process.once('exit', terminate);
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false;
      process.removeListener('exit', terminate);
      resolve();
    };
    child.once('exit', (_code, signal) => {
      if (signal) failure = `(Ended by ${signal}.)`;
      end();
    });
    child.once('error', ({ message }) => {
      failure = `(${message}.)`;
      end();
    });
  });
  return {
    process: child,
    ended,
    isRunning: () => running,
    failure: () => failure,
    stop: async () => {
      if (!running) return;
      terminate();
      const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(late);
    },
  };
};

const startGuard = (pid: number): Child => {
  const stdio = ['pipe', 'ignore', 'ignore'] as const;
  return process.platform === 'win32'
    ? startChild(process.execPath, ['-e', `process.stdin.on('end', () => process.kill(${pid})).resume()`], {
        stdio: [...stdio],
      })
    : startChild('/bin/sh', ['-c', 'read -r line; kill "$0"', String(pid)], { stdio: [...stdio] });
};

type Output = 'ignore' | 'pipe';

interface Guarded {
  /** Where what the program prints goes, and its errors. */
  readonly outputs: readonly [Output, Output];
  /** Environment variables that it gets besides those of this process. */
  readonly settings?: Readonly<Record<string, string>>;
}

// Becomes the program once it is told to, so that there is no moment in which the program has no guard.
const startWaiting = (program: string, given: readonly string[], { outputs, settings }: Guarded): Child => {
  const env = { ...process.env, ...settings };
  return process.platform === 'win32'
    ? startChild(program, given, { env, stdio: ['ignore', ...outputs] })
    : startChild('/bin/sh', ['-c', 'read -r go && exec "$@"', 'sh', program, ...given], {
        env,
        stdio: ['pipe', ...outputs],
      });
};

/**
 * Starts a program that does not notice when this process is gone, with a guard beside it. The guard ends it then, even
 * where this process was killed and could stop nothing.
 */
export const startGuarded = (program: string, given: readonly string[], how: Guarded): Child => {
  const child = startWaiting(program, given, how);
  const { pid, stdin } = child.process;
  if (pid === undefined) return child;
  const guard = startGuard(pid);
  // Whoever ended it meanwhile is heard of by `ended`.
  stdin?.on('error', () => undefined).end('go\n');
  return {
    ...child,
    stop: async () => {
      await child.stop();
      await guard.stop();
    },
  };
};
