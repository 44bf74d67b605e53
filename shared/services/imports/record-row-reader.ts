import { fromMark, type ReadPosition, reasonAgainst, toMark } from '#shared/domain/exports/read-position.ts';
import { isSealedLine, type LinePosition, openLines, toPrivateKey } from '#shared/domain/exports/sealed-lines.ts';
import type { ImportPosition } from '#shared/domain/imports/import-position.ts';
import { type ParsedRecord, parseRecord } from '#shared/domain/imports/parsed-record.ts';
import type { UserImportJob } from '#shared/domain/imports/user-import-job.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { sealing } from '../sealing/sealing.ts';
import { type Line, linesOf } from './lines.ts';
import { type ImportRow, type RowReader, UnreadableFile } from './row-reader.ts';

// A user with sixty devices and every attribute has a hundred kilobytes, and a line of an export has several users.
const mostBytes = 16 * 1024 * 1024;
// Of the shortest users, an export has a few thousand in a line.
const mostRecords = 100_000;

/** Opens a sealed line; undefined for a line that is not for us. */
export type Open = (line: string) => ReturnType<typeof openLines>;

interface Opened {
  readonly records: readonly ParsedRecord[];
  readonly place: LinePosition | undefined;
}

const nothing: Opened = { records: [], place: undefined };

const openLine = async (open: Open, { text, start }: Line): Promise<Opened> => {
  if (!isSealedLine(text)) return { records: [parseRecord(text)], place: undefined };
  const opened = await open(text);
  if (!opened) throw new UnreadableFile(`The line at byte ${start} does not open with the key of the job.`);
  const { lines, place } = opened;
  if (lines.length > mostRecords)
    throw new UnreadableFile(`The line at byte ${start} has more than ${mostRecords} records.`);
  return { records: lines.filter((record) => record.trim() !== '').map(parseRecord), place };
};

const isRow = (record: ParsedRecord): record is Extract<ParsedRecord, { kind: 'row' | 'refused' }> =>
  record.kind === 'row' || record.kind === 'refused';

const toImportRow = (
  parsed: Extract<ParsedRecord, { kind: 'row' | 'refused' }>,
  at: Pick<ImportRow, 'row' | 'next'>,
): ImportRow => {
  if (parsed.kind === 'row') return { ...at, record: parsed.record };
  const { refused, username } = parsed;
  return { ...at, refused, ...(username !== undefined && { username }) };
};

// In every export, the end is alone in its line. Where it is not, whatever follows it in the line is one row too many.
const endOf = (records: readonly ParsedRecord[]) => records.find((record) => record.kind === 'end');

const readLine = (
  before: ReadPosition | undefined,
  { records, place }: Opened,
  { isFirst, rows }: { readonly isFirst: boolean; readonly rows: number },
): ReadPosition | undefined => {
  const reason = reasonAgainst(before, place, isFirst);
  if (reason !== undefined) throw new UnreadableFile(reason);
  const end = endOf(records);
  if (end && end.rows !== rows) {
    throw new UnreadableFile(`The export has ${end.rows} groups and users, the file ${rows}.`);
  }
  return place && { ...place, ...(end && { ended: true }) };
};

const positionOf = (byte: number, row: number, done: number, place: ReadPosition | undefined): ImportPosition => {
  const mark = toMark(place);
  return { byte, row, done, ...(mark !== undefined && { mark }) };
};

/**
 * Reads files of records: JSON Lines, in clear or sealed for the job's key. The lines of an export must be complete and
 * in order.
 */
export const createRecordRowReader = (open: Open): RowReader =>
  async function* rows(read, position): AsyncGenerator<ImportRow> {
    let place = fromMark(position.mark);
    let { byte: idle, row, done } = position;
    for await (const line of linesOf(await read(position.byte), { start: position.byte, mostBytes })) {
      const opened = line.text.trim() === '' ? nothing : await openLine(open, line);
      const found = opened.records.filter(isRow);
      // Only rows are noted. A file without any could be neither stopped nor continued, and would be read from its
      // beginning for ever.
      if (found.length > 0) idle = line.end;
      else if (line.end - idle > mostBytes) throw new UnreadableFile(`There are no records from byte ${idle} on.`);
      if (opened === nothing) continue;
      const before = place;
      const rowBefore = row;
      row += found.length;
      place = readLine(before, opened, { isFirst: rowBefore === 0, rows: row });
      for (const [index, parsed] of found.entries()) {
        if (index < done) continue;
        const next =
          index === found.length - 1
            ? positionOf(line.end, row, 0, place)
            : positionOf(line.start, rowBefore, index + 1, before);
        yield toImportRow(parsed, { row: rowBefore + index + 1, next });
      }
      done = 0;
    }
    if (place && !place.ended) throw new UnreadableFile('The file ends before the end of its export.');
  };

/** The same, with the job's key. */
export const recordRowReaderFor = async (pool: UserPool, { key }: UserImportJob): Promise<RowReader> => {
  const seal = key && (await sealing().general(pool));
  const jwk = key && seal?.open('import key', key.privateKey);
  const privateKey = jwk && (await toPrivateKey(JSON.parse(jwk.toString())));
  return createRecordRowReader(async (line) => privateKey && openLines(privateKey, line));
};
