import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** What a process and all that come from it take. */
export interface Taken {
  /** In memory now. */
  readonly megabytes: number;
  /** Of CPU since they began. NaN where the system does not tell: Linux alone does. */
  readonly cpuMs: number;
  /** Those that come from it, without the shell in which npm runs a script. */
  readonly others: number;
  readonly pids: readonly number[];
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly kilobytes: number;
  /** Of its program. */
  readonly name: string;
}

// Linux counts CPU in hundredths of a second, whatever its clock does.
const tickMs = 10;

const toRunning = (line: string): Running => {
  const [pid, parent, kilobytes, ...name] = line.trim().split(/\s+/);
  return { pid: Number(pid), parent: Number(parent), kilobytes: Number(kilobytes), name: name.join(' ') };
};

/** A process and all that come from it, by lines of `pid ppid rss` and, where asked for, `comm`; none where it is not there. */
export const familyOf = (listing: string, pid: number): readonly Running[] => {
  const running = listing.trim().split('\n').map(toRunning);
  const withChildren = (one: Running): Running[] => [
    one,
    ...running.filter(({ parent }) => parent === one.pid).flatMap(withChildren),
  ];
  return running.filter((one) => one.pid === pid).flatMap(withChildren);
};

/** Milliseconds of CPU, by what Linux tells in /proc/<pid>/stat. The name, in brackets, may hold anything. */
export const cpuMsOf = (stat: string): number => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
};

const readCpuMs = (pid: number): number => {
  try {
    return cpuMsOf(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return Number.NaN;
  }
};

/** A process and all that come from it, as they are now. */
export const familyMembers = async (pid: number): Promise<readonly Running[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm=']);
  return familyOf(stdout, pid);
};

/** What a process and all that come from it have taken until now. */
export const readTaken = async (pid: number): Promise<Taken> => {
  const family = await familyMembers(pid);
  return {
    megabytes: family.reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1000,
    others: family.filter((one) => one.pid !== pid && !(one.parent === pid && one.name === 'sh')).length,
    pids: family.map((one) => one.pid),
    cpuMs: family.reduce((sum, one) => sum + readCpuMs(one.pid), 0),
  };
};
