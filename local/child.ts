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
