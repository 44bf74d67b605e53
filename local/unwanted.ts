import { readFileSync } from 'node:fs';
import { isAlive } from './processes.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const watchMs = 500;

// npm runs programs in a shell, which passes nothing on and outlives an npm that was killed. Where there is no /proc, the
// shell of the system puts the program in its own place.
const npmAbove = (parent: number): number | undefined => {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  try {
    const [, npm] = /^\d+ \((?:sh|dash|bash)\) \w (\d+)/.exec(readFileSync(`/proc/${parent}/stat`, 'utf8')) ?? [];
    return npm === undefined ? undefined : Number(npm);
  } catch {
    return undefined;
  }
};

/**
 * Calls `leave` once nobody wants this process any more: at the signals that ask it to end, and when its parent, or the
 * npm that runs it, has ended. Gives a function that says whether the process is still wanted.
 */
export const whenUnwanted = (leave: () => void): (() => boolean) => {
  const parent = process.ppid;
  const npm = npmAbove(parent);
  let asked = false;
  const isWanted = (): boolean => !asked && process.ppid === parent && (npm === undefined || isAlive(npm));
  for (const signal of signals) {
    process.on(signal, () => {
      asked = true;
      leave();
    });
  }
  setInterval(() => isWanted() || leave(), watchMs).unref();
  return isWanted;
};
