export type Row = readonly (string | number)[];

const digits = (value: number): string => {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

const toText = (cell: string | number): string => (typeof cell === 'number' ? digits(cell) : cell);

/** Rows under a head, columns aligned: text to the left, numbers to the right. */
export const toTable = (title: string, head: readonly string[], rows: readonly Row[]): string => {
  const texts = [head, ...rows.map((row) => row.map(toText))];
  const widths = head.map((_name, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => rows.every((row) => typeof row[column] === 'number');
  const aligned = (text: string, column: number): string =>
    isNumber(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return [`\n${title}`, ...texts.map((row) => `  ${row.map(aligned).join('  ').trimEnd()}`)].join('\n');
};

/** Prints such a table. */
export const printTable = (title: string, head: readonly string[], rows: readonly Row[]): void =>
  console.log(toTable(title, head, rows));
