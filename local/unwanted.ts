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
 * Calls `leave` once nobody wants this process any more: at the signals that ask it to end, when its parent, or the npm
 * that runs it, has ended, and when a parent that listens to it no longer does. Where `outlivesShell`, a shell that is its
 * parent may end before it. Gives a function that says whether the process is still wanted.
 */
export const whenUnwanted = (leave: () => void, { outlivesShell = false } = {}): (() => boolean) => {
  const parent = process.ppid;
  const npm = npmAbove(parent);
  const isOrphan = (): boolean =>
    process.ppid !== parent && !(outlivesShell && process.env.npm_lifecycle_event === undefined);
  let asked = false;
  const isWanted = (): boolean => !asked && !isOrphan() && (npm === undefined || isAlive(npm));
  process.once('disconnect', () => {
    asked = true;
    leave();
  });
  for (const signal of signals) {
    process.on(signal, () => {
      asked = true;
      leave();
    });
  }
  setInterval(() => isWanted() || leave(), watchMs).unref();
  return isWanted;
};
