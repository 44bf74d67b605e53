import type { SignIn } from './generator/columns.ts';

/**
 * The model of Freeman and others as the published notebook (das-group/rba-algorithm) calculates it, with counts over
 * all sign-ins of all users. It is what ours is held against.
 */
export interface Notebook {
  /** The score of a sign-in of a user with those earlier ones. */
  readonly score: (earlier: readonly SignIn[], attempt: SignIn) => number;
  /** Counts a sign-in that succeeded. */
  readonly add: (signIn: SignIn) => void;
}

type Column = 'ipAddress' | 'asn' | 'country' | 'userAgent' | 'browser' | 'os' | 'deviceType';

interface Feature {
  /** From the exact value to the coarsest group. */
  readonly columns: readonly (readonly [Column, number])[];
}

const features: readonly Feature[] = [
  {
    columns: [
      ['ipAddress', 0.6],
      ['asn', 0.3],
      ['country', 0.1],
    ],
  },
  {
    columns: [
      ['userAgent', 0.5386653840551359],
      ['browser', 0.2680451498625666],
      ['os', 0.18818295100109536],
      ['deviceType', 0.0051065150812021525],
    ],
  },
];

type Counts = Map<string | number, number>;

const columnsOfAll = features.flatMap(({ columns }) => columns.map(([column]) => column));

/** Starts with no sign-ins. */
export const createNotebook = (): Notebook => {
  const counts = new Map<Column, Counts>(columnsOfAll.map((column) => [column, new Map()]));
  const users = new Set<number>();
  let total = 0;

  const countsOf = (column: Column): Counts => {
    const found = counts.get(column);
    if (!found) throw new Error(`${column} is not counted.`);
    return found;
  };

  const globalOf = ({ columns }: Feature, attempt: SignIn): number => {
    const unseen = columns.slice(1).reduce((sum, [column]) => sum + countsOf(column).size, 1);
    return columns.reduce((sum, [column, weight], level) => {
      const count = countsOf(column).get(attempt[column]) ?? 0;
      if (level > 0) return sum + weight * (count / total);
      // The notebook also counts the sign-in itself here. Each column adds a value that may not have been seen.
      const ofValue = (count + 1) / (count + 1 + columns.length);
      return sum + weight * ofValue * (Math.max(1, count) / (total + unseen));
    }, 0);
  };

  const localOf = ({ columns }: Feature, earlier: readonly SignIn[], attempt: SignIn): number =>
    columns.reduce((sum, [column, weight]) => {
      const same = earlier.filter((one) => one[column] === attempt[column]).length;
      return sum + weight * (same / earlier.length);
    }, 0);

  return {
    score: (earlier, attempt) => {
      const product = features.reduce((ratio, feature) => {
        const global = globalOf(feature, attempt);
        return ratio * (global / (localOf(feature, earlier, attempt) || global / 4));
      }, 1);
      return (product * (1 / users.size)) / (earlier.length / total);
    },
    add: (signIn) => {
      total += 1;
      users.add(signIn.userId);
      for (const column of columnsOfAll) {
        const values = countsOf(column);
        values.set(signIn[column], (values.get(signIn[column]) ?? 0) + 1);
      }
    },
  };
};
