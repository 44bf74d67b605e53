import path from 'node:path';

export const parts = ['packages', 'starts', 'stack', 'served', 'store', 'requests'] as const;

export type Part = (typeof parts)[number];

/** What to compare, and how long. */
export interface Plan {
  /** Folder of the other checkout. */
  readonly against: string;
  readonly only: ReadonlySet<Part>;
  /** True where the packages that are in both folders are taken as they are. */
  readonly packaged: boolean;
  /** How often each build is started and served from. */
  readonly rounds: number;
  /** Fresh processes of each function. */
  readonly starts: number;
  /** Of the pool whose users are listed. */
  readonly users: number;
  /** Of each piece of load. */
  readonly milliseconds: number;
  /** How often the client of the store does what a sign-in asks of it, in each of several rounds. */
  readonly storeTimes: number;
  /** How long a stack rests before its memory is read. */
  readonly idleSeconds: number;
}

/** The options of the command line, as they were given. */
export interface Given {
  readonly against: string;
  readonly only?: string | undefined;
  readonly rounds?: string | undefined;
  readonly packaged?: boolean | undefined;
  readonly quick?: boolean | undefined;
}

const isPart = (name: string): name is Part => parts.some((part) => part === name);

const chosen = (only: string | undefined): ReadonlySet<Part> => {
  if (only === undefined) return new Set(parts);
  const names = only.split(',');
  const unknown = names.filter((name) => !isPart(name));
  if (unknown.length > 0) throw new Error(`No part is called ${unknown.join(', ')}: ${parts.join(', ')}.`);
  return new Set(names.filter(isPart));
};

const roundsOf = (rounds: string): number => {
  if (/^[1-9]\d?$/.test(rounds)) return Number(rounds);
  throw new Error(`--rounds is a number from 1 to 99, not ${rounds}.`);
};

/** The plan that options ask for. Throws a sentence about an option that means nothing. */
export const toPlan = ({ against, only, rounds, packaged = false, quick = false }: Given): Plan => {
  const times = roundsOf(rounds ?? (quick ? '1' : '3'));
  return {
    against: path.resolve(against),
    only: chosen(only),
    packaged,
    rounds: times,
    starts: 3 * times,
    ...(quick
      ? { users: 1000, milliseconds: 700, storeTimes: 100, idleSeconds: 5 }
      : { users: 10_000, milliseconds: 3000, storeTimes: 400, idleSeconds: 30 }),
  };
};
