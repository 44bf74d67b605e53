import { medianOf } from '#tests/support/median.ts';
import type { Row } from '../table.ts';

/** The two builds: the other checkout, and this one. */
export const sides = ['there', 'here'] as const;

export type Side = (typeof sides)[number];

/** Something of both builds. */
export type Both<Value> = Readonly<Record<Side, Value>>;

/** One measured thing: a value for each round, in the order of the rounds. */
export interface Figure extends Both<readonly number[]> {
  readonly name: string;
  readonly unit: string;
  /** The ratio that is not to be exceeded. */
  readonly most?: number;
  /** The ratio that is to be reached. */
  readonly least?: number;
  /** What the median here is not to exceed, whatever there is on the other side. */
  readonly mostHere?: number;
}

/** Gives something of each build, one after the other. */
export const ofBoth = async <Value>(make: (side: Side) => Promise<Value>): Promise<Both<Value>> => {
  const there = await make('there');
  return { there, here: await make('here') };
};

/**
 * What rounds gave, for each build. The builds take turns, and begin in turn, so that what changes on the machine meanwhile
 * meets both.
 */
export const alternate = async <Value>(
  rounds: number,
  measure: (side: Side, round: number) => Promise<Value>,
): Promise<Both<readonly Value[]>> => {
  const found: Record<Side, Value[]> = { there: [], here: [] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? sides : sides.toReversed();
    for (const side of order) found[side].push(await measure(side, round));
  }
  return found;
};

/** One value of a round. */
export interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

/** Rounds that gave several values each, as a figure for each of them; without those that could not be measured. */
export const toFigures = ({ there, here }: Both<readonly (readonly Measured[])[]>): readonly Figure[] =>
  (here[0] ?? []).flatMap(({ name, unit }, index) => {
    const of = (rounds: typeof here): number[] => rounds.map((round) => round[index]?.value ?? Number.NaN);
    const figure = { name, unit, there: of(there), here: of(here) };
    return [...figure.there, ...figure.here].some(Number.isNaN) ? [] : [figure];
  });

/** The median here in parts of the median there. */
export const ratioOf = ({ there, here }: Both<readonly number[]>): number => medianOf(here) / medianOf(there);

/** The least and the greatest ratio of a single round. */
export const spreadOf = ({ there, here }: Both<readonly number[]>): readonly [number, number] => {
  const ratios = here.map((value, round) => value / (there[round] ?? Number.NaN));
  return [Math.min(...ratios), Math.max(...ratios)];
};

const bestOf = (unit: string, values: readonly number[]): number =>
  unit.startsWith('/') ? Math.max(...values) : Math.min(...values);

/** The same ratio of the best rounds, which others on the machine disturbed least. */
export const bestRatioOf = ({ unit, there, here }: Figure): number => bestOf(unit, here) / bestOf(unit, there);

// NaN is neither kept nor broken by a comparison, so each asks what is to hold.
const verdictOf = ({ most, least, mostHere, here }: Figure, ratio: number): string => {
  if (most !== undefined) return ratio <= most ? `within ${most}` : `OVER ${most}`;
  if (least !== undefined) return ratio >= least ? `at least ${least}` : `UNDER ${least}`;
  if (mostHere !== undefined) return medianOf(here) <= mostHere ? `at most ${mostHere}` : `MORE than ${mostHere}`;
  return '';
};

export const head = ['', 'unit', 'there', 'here', 'here/there', 'of the best', 'of single rounds', ''];

/** A figure as a row of the table. */
export const toRow = (figure: Figure): Row => {
  const { name, unit, there, here } = figure;
  const ratio = ratioOf(figure);
  const [least, greatest] = spreadOf(figure);
  const several = here.length > 1;
  const single = several ? `${least.toFixed(2)} to ${greatest.toFixed(2)}` : '';
  const best = several ? bestRatioOf(figure).toFixed(3) : '';
  return [name, unit, medianOf(there), medianOf(here), ratio.toFixed(3), best, single, verdictOf(figure, ratio)];
};
