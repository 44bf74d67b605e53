import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { CryptoKey } from 'jose';
import * as v from 'valibot';
import { openLines } from '#shared/domain/exports/sealed-lines.ts';

const Record = v.looseObject({ type: v.string() });
const End = v.object({ export: v.string(), groups: v.number(), users: v.number() });

type Record = v.InferOutput<typeof Record>;

/** A record, and the line that it was in the file. */
export interface OpenedRecord {
  readonly record: Record;
  readonly line: string;
}

const broken = (why: string): Error => new Error(`The export is not whole: ${why}.`);

const parseRecord = (line: string): Record => {
  try {
    return v.parse(Record, JSON.parse(line));
  } catch (cause) {
    throw new Error('The export holds something that is no record.', { cause });
  }
};

/** True where a line is a record, of whatever type. */
export const isRecord = (line: string): boolean => v.is(v.pipe(v.string(), v.parseJson(), Record), line);

/** The lines of a text file that are not empty. */
export async function* readLines(file: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    // Without a byte order mark as well: it is white space here, but not in JSON.
    if (line.trim() !== '') yield line.trim();
  }
}

/**
 * The records of an export, opened one portion at a time. Throws an Error that says what is wrong where something is
 * missing, out of order, changed, or sealed for somebody else. The records before that are right.
 */
export async function* openExport(file: string, key: CryptoKey): AsyncGenerator<OpenedRecord> {
  let portions = 0;
  let id: string | undefined;
  let end: v.InferOutput<typeof End> | undefined;
  const counted = { group: 0, user: 0 };
  for await (const sealed of readLines(file)) {
    const opened = await openLines(key, sealed);
    if (!opened) throw broken(`portion ${portions + 1} does not open with this key, or was changed`);
    portions += 1;
    id ??= opened.place?.export;
    if (!opened.place || opened.place.export !== id) throw broken(`portion ${portions} is not of this export`);
    if (opened.place.portion !== portions) {
      throw broken(`portion ${portions} is missing, ${opened.place.portion} stands in its place`);
    }
    if (end) throw broken(`something follows its end`);
    for (const line of opened.lines) {
      const record = parseRecord(line);
      if (record.type === 'group' || record.type === 'user') counted[record.type] += 1;
      if (record.type === 'end') end = v.parse(End, record);
      yield { record, line };
    }
  }
  if (!end) throw broken('its end is missing');
  if (end.groups !== counted.group || end.users !== counted.user) {
    throw broken(`it says ${end.users} users and ${end.groups} groups, and has ${counted.user} and ${counted.group}`);
  }
}
