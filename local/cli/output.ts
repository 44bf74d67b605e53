import { type Bar, startBar } from '#local/progress.ts';

/** What a command says: words to people, JSON to machines. Answers go to standard output, all else to standard error. */
export interface Output {
  readonly forMachines: boolean;
  /** The answer of a command: `document` to machines, `text` to people. */
  readonly answer: (document: object, text: string) => void;
  /** What a step of long work came to, before the answer: a line of its own. */
  readonly step: (document: object, text: string) => void;
  /** Something for people to know on the way. */
  readonly note: (text: string) => void;
  /** How far long work is: a bar on a terminal, a line of JSON at each change to machines. */
  readonly progress: (label: string, unit: string) => Bar;
}

/** Text for a terminal. Names and values are of whoever signed up: nothing in them may move its cursor or turn its lines. */
export const printable = (text: string): string =>
  text.replace(/[^\P{Cc}\n]|[\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/** JSON that says the same and can be looked at on a terminal, too: JSON itself leaves most controls as they are. */
export const printableJson = (document: object): string =>
  JSON.stringify(document).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const machineProgress = (step: string, unit: string): Bar => {
  let last = '';
  return {
    update: (done, total) => {
      const line = JSON.stringify({ progress: { step, unit, done, total } });
      if (line !== last) process.stdout.write(`${line}\n`);
      last = line;
    },
    stop: () => undefined,
  };
};

/** The output of a process. */
export const createOutput = (forMachines: boolean): Output => {
  const say = (document: object, text: string): void => {
    process.stdout.write(`${forMachines ? printableJson(document) : printable(text.trimEnd())}\n`);
  };
  return {
    forMachines,
    answer: say,
    step: say,
    note: (text) => {
      if (!forMachines) process.stderr.write(`${printable(text)}\n`);
    },
    progress: (label, unit) => (forMachines ? machineProgress(label, unit) : startBar({ label, total: 0, unit })),
  };
};

const widthsOf = (rows: readonly (readonly string[])[]): number[] =>
  rows.reduce<number[]>((widths, row) => row.map((cell, column) => Math.max(widths[column] ?? 0, cell.length)), []);

/** Lines of cells that stand below each other; the first line is the heading. */
export const toTable = (given: readonly (readonly string[])[]): string => {
  const rows = given.map((row) => row.map((cell) => printable(cell).replaceAll('\n', '\ufffd')));
  const widths = widthsOf(rows);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** Names and what they are, one a line; what is undefined is left out. */
export const toFacts = (facts: Readonly<Record<string, string | number | boolean | undefined>>): string =>
  toTable(Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, String(fact)]])));
