import { join, resolve } from 'node:path';
import { medianOf } from '#tests/support/median.ts';
import { readModules } from './import-graph.ts';

/** How long files may be, in lines. */
export interface LineLimits {
  /** The median of operation files. */
  readonly medianOperation: number;
  readonly operation: number;
  /** Any file of production code: functions/, shared/, local/ and console/. */
  readonly production: number;
}

/** How many lines a file of each kind has. */
export interface Lengths {
  readonly medianOperation: number;
  readonly operations: ReadonlyMap<string, number>;
  readonly production: ReadonlyMap<string, number>;
}

/** What this project keeps to. */
export const limits: LineLimits = { medianOperation: 36, operation: 110, production: 300 };

const isOperation = (path: string): boolean => /^functions\/(?:api|identity)\/.*\.ts$/.test(path);
const isProduction = (path: string): boolean => /^(functions|shared|local|console)\//.test(path);

const linesOf = (source: string): number => source.trimEnd().split('\n').length;

/** The lengths of modules, which are given by path from the top of the project. */
export const lengthsOf = (modules: ReadonlyMap<string, string>): Lengths => {
  const lines = [...modules].map(([path, source]) => [path, linesOf(source)] as const);
  const operations = new Map(lines.filter(([path]) => isOperation(path)));
  const production = new Map(lines.filter(([path]) => isProduction(path)));
  return { medianOperation: medianOf([...operations.values()]), operations, production };
};

/** What is longer than allowed, one sentence each. */
export const tooLong = ({ medianOperation, operations, production }: Lengths, most: LineLimits): string[] => [
  ...(medianOperation <= most.medianOperation
    ? []
    : [`the median operation has ${medianOperation} lines, ${most.medianOperation} are the most`]),
  ...[...operations]
    .filter(([, lines]) => lines > most.operation)
    .map(([path, lines]) => `${path} has ${lines} lines, ${most.operation} are the most of an operation`),
  ...[...production]
    .filter(([, lines]) => lines > most.production)
    .map(([path, lines]) => `${path} has ${lines} lines, ${most.production} are the most`),
];

const longestOf = (lengths: ReadonlyMap<string, number>): string => {
  const [path, lines] = [...lengths].reduce((longest, one) => (one[1] > longest[1] ? one : longest), ['none', 0]);
  return `${lines} (${path})`;
};

/** The lengths as lines of text. */
export const toReport = ({ medianOperation, operations, production }: Lengths): string =>
  [
    `operations          ${operations.size}`,
    `median of them      ${medianOperation} lines`,
    `longest of them     ${longestOf(operations)}`,
    `files of production ${production.size}, ${[...production.values()].reduce((sum, lines) => sum + lines, 0)} lines`,
    `longest of them     ${longestOf(production)}`,
  ].join('\n');

// Run as a program, it prints the lengths of this checkout, or of the one whose folder is given.
if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'));
  console.log(toReport(lengthsOf(readModules(folder))));
}
