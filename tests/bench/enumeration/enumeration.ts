import { randomInt } from 'node:crypto';
import type { Connection } from '../connection.ts';
import { printTable, type Row } from '../table.ts';
import { auc, chance } from './auc.ts';
import { makeNames, type Name } from './names.ts';
import { type Way, waysOf } from './ways.ts';

/** How many names of each kind there are, and how often every way asks about each. */
export interface Effort {
  readonly names: number;
  readonly rounds: number;
  /** Only ways with the text in their names. */
  readonly ways: string;
}

type Side = 'known' | 'unknown';

interface Sample {
  readonly side: Side;
  readonly index: number;
  readonly name: Name;
}

interface Measured {
  /** Users with an even number and users with an odd one, which are the same kind of name. */
  readonly even: number[];
  readonly odd: number[];
  readonly unknown: number[];
  readonly forms: Readonly<Record<Side, Map<string, number>>>;
}

/** Distance from 0.5, either way. */
const most = 0.05;
// Longer than wrong passwords and codes are remembered, and than any limit counts.
const apartMs = 2 * 3_600_000;
const warmUps = 40;
const settling = 1000;

const shuffled = <T>(values: readonly T[]): readonly T[] =>
  values
    .map((value) => ({ value, place: randomInt(2 ** 40) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);

const commonest = (forms: ReadonlyMap<string, number>): string =>
  [...forms].sort(([, a], [, b]) => b - a).map(([form]) => form)[0] ?? '';

const measureWay = async (
  { send }: Connection,
  { known, prepare }: Way,
  unknown: readonly Name[],
  { rounds, clock }: { readonly rounds: number; readonly clock: () => number },
): Promise<Measured> => {
  const forms = { known: new Map<string, number>(), unknown: new Map<string, number>() };
  const measured: Measured = { even: [], odd: [], unknown: [], forms };
  const samples = [
    ...known.map((name, index): Sample => ({ side: 'known', index, name })),
    ...unknown.map((name, index): Sample => ({ side: 'unknown', index, name })),
  ];
  const take = async ({ name }: Sample, at: number) => {
    const { operation, members } = await prepare(name, at);
    const start = performance.now();
    const received = await send(operation, members, { at });
    return { received, took: performance.now() - start };
  };

  const before = clock();
  for (const sample of shuffled(samples).slice(0, warmUps)) await take(sample, before);
  for (let round = 0; round < rounds; round++) {
    const at = clock();
    for (const sample of shuffled(samples)) {
      const { received, took } = await take(sample, at);
      const { side, index } = sample;
      measured[side === 'unknown' ? 'unknown' : index % 2 === 0 ? 'even' : 'odd'].push(took);
      const { status, headers, text } = received;
      const form = `${status} ${headers.join(' ')} ${text.length}`;
      forms[side].set(form, (forms[side].get(form) ?? 0) + 1);
    }
  }
  return measured;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const isNear = (value: number): boolean => Math.abs(value - 0.5) <= most;

/**
 * Prints, for every way to ask without a proof, how well the time of the answer tells unknown names from users' names.
 * As a control, it prints how well users can be told from other users. False where unknown names can be told too well.
 */
export const printEnumeration = async (connection: Connection, effort: Effort): Promise<boolean> => {
  const names = await makeNames(connection, effort.names);
  const each = effort.names * effort.rounds;
  let time = Date.now();
  const clock = (): number => {
    time += apartMs;
    return time;
  };
  const rows: Row[] = [];
  let isHidden = true;
  console.log(
    `\nTelling nobody from a user by time: ${each} + ${each} samples a row, from ${effort.names} names each.`,
  );
  const ways = waysOf(connection, names).filter(({ name }) => name.includes(effort.ways));
  // Many users were made at once. Until that is forgotten, functions assume that finding one takes that long.
  for (const way of ways.slice(0, 1)) {
    await measureWay(connection, way, names.nobody, { rounds: Math.ceil(settling / effort.names), clock });
  }
  for (const way of ways) {
    const { even, odd, unknown, forms } = await measureWay(connection, way, names.nobody, {
      rounds: effort.rounds,
      clock,
    });
    const known = [...even, ...odd];
    const told = auc(known, unknown);
    const sameForm = commonest(forms.known) === commonest(forms.unknown);
    const isFine = isNear(told) && sameForm;
    isHidden &&= isFine;
    const verdict = isFine ? 'ok' : sameForm ? 'TOLD APART' : 'ANOTHER FORM';
    rows.push([way.name, median(known), median(unknown), told.toFixed(3), auc(even, odd).toFixed(3), verdict]);
    console.log(`  ${way.name}: ${told.toFixed(3)} ${verdict}`);
  }
  printTable(
    'nobody or a user',
    ['asked by', 'user ms', 'nobody ms', 'AUC', 'user or user', `|AUC - 0.5| <= ${most}`],
    rows,
  );
  console.log(
    `  Chance alone: 0.5 ± ${chance(each, each).toFixed(3)}; user or user ± ${chance(each / 2, each / 2).toFixed(3)}.`,
  );
  return isHidden;
};
