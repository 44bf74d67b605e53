import { CsvError, parse } from 'csv-parse';
import { reasonAgainstColumns } from '#shared/domain/imports/csv-columns.ts';
import { toUserRecord } from '#shared/domain/imports/csv-row.ts';
import { parsedBy } from './csv-stream.ts';
import { type ImportRow, type ReadFrom, type RowReaderFor, UnreadableFile } from './row-reader.ts';

// These are the API's own limits, like that of a file's size.
const longestRow = 16_000;
const mostRows = 500_000;

/** A field that ends in a backslash outside of quotes: the comma behind it belongs to the value. */
interface Unended {
  readonly before: string;
}

type Field = string | Unended;

interface Parsed {
  readonly record: readonly Field[];
  /** Bytes up to the end of the record. */
  readonly info: { readonly bytes: number };
}

/** A row that is longer than allowed. */
class LongRow extends Error {
  override readonly name = 'LongRow';
}

// The parser itself does not count commas, so a row of nothing else would fill the memory.
const createParser = (bom: boolean) => {
  let length = 0;
  return parse({
    bom,
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    cast: (value, { index, quoting }): Field => {
      length = index === 0 ? value.length : length + 1 + value.length;
      if (length > longestRow) throw new LongRow();
      return !quoting && value.endsWith('\\') ? { before: value.slice(0, -1) } : value;
    },
  });
};

const toUnreadable = (error: unknown): unknown => {
  const isLong = error instanceof LongRow || (error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE');
  if (isLong) return new UnreadableFile(`A row is longer than ${longestRow} characters.`);
  if (!(error instanceof CsvError)) return error;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new UnreadableFile('A quotation mark is not closed.');
    default:
      return new UnreadableFile('The file is no CSV file.');
  }
};

const NOT_UTF8 = 'The file is not UTF-8.';

// With this byte order mark, the parser would read the header as UTF-16, but not the rows, which are read separately.
async function* exceptUtf16(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) throw new UnreadableFile(NOT_UTF8);
    isFirst = false;
    yield chunk;
  }
}

async function* parsedFrom(read: ReadFrom, byte: number): AsyncGenerator<Parsed> {
  try {
    const bytes = await read(byte);
    yield* parsedBy<Parsed>(createParser(byte === 0), byte === 0 ? exceptUtf16(bytes) : bytes);
  } catch (error) {
    throw toUnreadable(error);
  }
}

const toValues = (fields: readonly Field[]): readonly string[] => {
  const values: string[] = [];
  let begun = '';
  fields.forEach((field, index) => {
    if (typeof field === 'string') {
      values.push(begun + field);
      begun = '';
    } else if (index === fields.length - 1) values.push(`${begun}${field.before}\\`);
    else begun += `${field.before},`;
  });
  return values;
};

const readHeader = async (read: ReadFrom): Promise<{ readonly columns: readonly string[]; readonly end: number }> => {
  for await (const { record, info } of parsedFrom(read, 0)) {
    const columns = toValues(record).map((column) => column.trim());
    if (columns.some((column) => /[\0\ufffd]/.test(column))) throw new UnreadableFile(NOT_UTF8);
    return { columns, end: info.bytes };
  }
  throw new UnreadableFile('The file is empty.');
};

/** Reads CSV files by the API's rules: a header, commas, and quotation marks or backslashes for commas in values. */
export const csvRowReaderFor: RowReaderFor = async (pool, { hashing }) =>
  async function* rows(read, position): AsyncGenerator<ImportRow> {
    const { columns, end } = await readHeader(read);
    const reason = reasonAgainstColumns(pool, columns);
    if (reason !== undefined) throw new UnreadableFile(reason);
    const start = position.byte === 0 ? { ...position, byte: end } : position;
    let row = start.row;
    for await (const { record, info } of parsedFrom(read, start.byte)) {
      row++;
      if (row > mostRows) throw new UnreadableFile(`The file has more than ${mostRows} rows.`);
      const next = { byte: start.byte + info.bytes, row, done: 0 };
      const values = toValues(record);
      if (values.length !== columns.length) {
        yield { row, next, refused: `The row has ${values.length} values, the header ${columns.length}.` };
      } else if (values.some((value) => value.includes('\ufffd'))) {
        yield { row, next, refused: 'The row is not UTF-8.' };
      } else {
        const byColumn = new Map(columns.map((column, index) => [column, values[index] ?? '']));
        yield { row, next, ...toUserRecord(pool, byColumn, hashing) };
      }
    }
  };
