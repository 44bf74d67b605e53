import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { isatty } from 'node:tty';
import { isAlive } from './processes.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const watchMs = 500;

interface Place {
  readonly program: string;
  readonly parent: number;
  readonly session: number;
}

const reading = <Result>(work: () => Result): Result | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

// Undefined where there is no /proc.
const placeOf = (pid: number): Place | undefined => {
  const stat = reading(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === undefined) return undefined;
  const [, name = '', parent, session] = /^\d+ \((.*)\) \w (\d+) \d+ (\d+) /s.exec(stat) ?? [];
  // A script has its own name, and the program of its shell. Another user's program is not shown.
  const program = path.basename(reading(() => readlinkSync(`/proc/${pid}/exe`)) ?? name);
  return { program, parent: Number(parent), session: Number(session) };
};

const isShell = ({ program }: Place): boolean =>
  /^(?:sh|dash|bash|ash|busybox|zsh|ksh\d*|mksh|fish|t?csh)\b/.test(program);

// npm and npx run programs in a shell, which passes nothing on and outlives an npm that was killed. Where there is no
// /proc, the shell of the system puts the program in its own place.
const aboveShells = (pid: number): number | undefined => {
  const place = placeOf(pid);
  return place && isShell(place) ? aboveShells(place.parent) : pid;
};

const isByNpm = (): boolean => process.env.npm_lifecycle_event !== undefined;

// A shell that started a program in the background may end before it. So may whatever gave it a session of its own.
const mayBeLeft = (): boolean => {
  const [own, parent] = [placeOf(process.pid), placeOf(process.ppid)];
  return own?.session === process.pid || (!isByNpm() && (parent === undefined || isShell(parent)));
};

// Node makes a program that nohup started listen to SIGHUP again. Such a one has no terminal, which alone sends it.
const hasTerminal = (): boolean => [0, 1, 2].some((file) => isatty(file));

/**
 * Calls `leave` once nobody wants this process any more: at the signals that ask it to end, when its parent, or the npm
 * that runs it, has ended, and when a parent that listens to it no longer does. Where `outlivesShell`, a shell that is its
 * parent may end before it, and so may a terminal that it does not use. Gives a function that says whether the process is
 * still wanted.
 */
export const whenUnwanted = (leave: () => void, { outlivesShell = false } = {}): (() => boolean) => {
  const parent = process.ppid;
  const isLeft = outlivesShell && mayBeLeft();
  const npm = isByNpm() && !isLeft ? aboveShells(parent) : undefined;
  let asked = false;
  const isWanted = (): boolean => !asked && (isLeft || process.ppid === parent) && (npm === undefined || isAlive(npm));
  process.once('disconnect', () => {
    asked = true;
    leave();
  });
  const isDeafTo = (signal: string): boolean => signal === 'SIGHUP' && outlivesShell && !hasTerminal();
  for (const signal of signals) {
    process.on(signal, () => {
      if (isDeafTo(signal)) return;
      asked = true;
      leave();
    });
  }
  setInterval(() => isWanted() || leave(), watchMs).unref();
  return isWanted;
};
