import { type Bar, startBar } from '#local/progress.ts';

/**
 * What a command says: text for people, JSON for machines. Answers go to standard output, everything else to standard
 * error.
 */
export interface Output {
  readonly forMachines: boolean;
  /** The answer of a command: `document` for machines, `text` for people. */
  readonly answer: (document: object, text: string) => void;
  /** The result of one step of long work, before the answer, on a line of its own. */
  readonly step: (document: object, text: string) => void;
  /** Something that people should know meanwhile. */
  readonly note: (text: string) => void;
  /** The progress of long work: a bar on a terminal, for machines a line of JSON at each change. */
  readonly progress: (label: string, unit: string) => Bar;
}

/**
 * Text that is safe on a terminal. Whoever signed up chose names and values: none may move the cursor or change the
 * direction of text.
 */
export const printable = (text: string): string =>
  text.replace(/[^\P{Cc}\n]|[\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/**
 * JSON with the same meaning that is also safe on a terminal: JSON itself leaves most control characters as they are.
 */
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

/** Cells in aligned columns. The first line is the heading. */
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

/** Names and values, one pair a line. Undefined values are left out. */
export const toFacts = (facts: Readonly<Record<string, string | number | boolean | undefined>>): string =>
  toTable(Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, String(fact)]])));
