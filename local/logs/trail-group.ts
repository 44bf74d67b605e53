import { closeSync, openSync, readSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { trailFile, usualTrail } from '../audit-trail/trail-file.ts';
import { Refusal } from '../signature.ts';
import { filterPattern } from './filter-pattern.ts';

const Search = v.object({
  logGroupName: v.string(),
  filterPattern: v.optional(v.string()),
  startTime: v.optional(v.pipe(v.number(), v.integer())),
  endTime: v.optional(v.pipe(v.number(), v.integer())),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 10_000),
  startFromHead: v.optional(v.boolean(), true),
  nextToken: v.optional(v.string()),
});

/** A line of the trail: when it was called, and where it is. */
interface Entry {
  readonly time: number;
  /** Orders entries of one time. */
  readonly place: number;
  readonly file: Known;
  readonly offset: number;
  readonly length: number;
}

/** A file of the trail, as far as it was read. It stays the same when another one is begun, and has another name then. */
interface Known {
  readonly number: number;
  read: number;
  readonly entries: Entry[];
}

const chunkBytes = 4 * 1024 * 1024;
const newLine = 0x0a;
// Larger than any file.
const between = 2 ** 32;
// As many lines as are looked at for one answer. CloudWatch Logs ends some pages early, too.
const mostLooks = 20_000;
const mostBytes = 1_000_000;

const statOf = (file: string) => statSync(file, { throwIfNoEntry: false });

const bytesOf = (fd: number, offset: number, length: number): Buffer => {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
};

// A quotation mark within a value would have a backslash before it.
const timeIn = (line: Buffer): number => {
  const [, time = ''] = /"eventTime":"([^"]{1,40})"/.exec(line.toString('latin1', 0, 2048)) ?? [];
  return Date.parse(time);
};

// A process that is killed may leave half a line.
const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const readOn = (known: Known, path: string, size: number): void => {
  const fd = openSync(path, 'r');
  try {
    while (known.read < size) {
      const chunk = bytesOf(fd, known.read, Math.min(chunkBytes, size - known.read));
      const end = chunk.lastIndexOf(newLine) + 1;
      // Half a line is read once it is whole. None is as long as a chunk.
      if (end === 0) break;
      for (let start = 0; start < end; ) {
        const stop = chunk.indexOf(newLine, start);
        const time = timeIn(chunk.subarray(start, stop));
        const offset = known.read + start;
        if (!Number.isNaN(time))
          known.entries.push({
            time,
            place: known.number * between + offset,
            file: known,
            offset,
            length: stop - start,
          });
        start = stop + 1;
      }
      known.read += end;
    }
  } finally {
    closeSync(fd);
  }
};

const inOrder = (one: Pick<Entry, 'time' | 'place'>, other: Pick<Entry, 'time' | 'place'>): number =>
  one.time - other.time || one.place - other.place;

const Token = v.object({ time: v.number(), place: v.number(), fromHead: v.boolean() });

const toToken = ({ time, place }: Entry, fromHead: boolean): string =>
  Buffer.from(JSON.stringify({ time, place, fromHead })).toString('base64url');

const fromToken = (token: string): v.InferOutput<typeof Token> => {
  try {
    return v.parse(Token, JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch {
    throw new Refusal(400, 'InvalidParameterException', 'The specified nextToken is invalid.');
  }
};

/**
 * FilterLogEvents for the log group of the trail, over the trail's files. The time of an event is that of its record, in
 * whole seconds. What was read once stays in memory as a time and a place: some 20 bytes for each call.
 */
export const createTrailGroup = (file: string) => {
  const files = new Map<string, Known>();
  let number = 0;
  let sorted: readonly Entry[] = [];

  const update = (): Map<Known, string> => {
    const paths = new Map<Known, string>();
    let isNew = false;
    for (let ago = usualTrail.files - 1; ago >= 0; ago--) {
      const path = trailFile(file, ago);
      const found = statOf(path);
      if (!found) continue;
      const id = `${found.ino} ${found.birthtimeMs}`;
      const before = files.get(id);
      // A file that became shorter is another one under an old number.
      const known = before && before.read <= found.size ? before : { number: ++number, read: 0, entries: [] };
      files.set(id, known);
      paths.set(known, path);
      if (known.read >= found.size) continue;
      readOn(known, path, found.size);
      isNew = true;
    }
    for (const [id, known] of files) {
      if (paths.has(known)) continue;
      files.delete(id);
      isNew = true;
    }
    if (isNew) sorted = [...files.values()].flatMap(({ entries }) => entries).sort(inOrder);
    return paths;
  };

  return (body: Buffer): object => {
    const { success, output } = v.safeParse(Search, JSON.parse(body.toString() || '{}'));
    if (!success) throw new Refusal(400, 'InvalidParameterException', 'A parameter is missing or has another form.');
    const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit, nextToken } = output;
    const position = nextToken === undefined ? undefined : fromToken(nextToken);
    const fromHead = position?.fromHead ?? output.startFromHead;
    const isMeant = output.filterPattern ? filterPattern(output.filterPattern) : () => true;
    const paths = update();
    const ahead = (entry: Entry): boolean =>
      position === undefined || (fromHead ? inOrder(entry, position) > 0 : inOrder(entry, position) < 0);
    const wanted = sorted.filter((entry) => entry.time >= startTime && entry.time <= endTime && ahead(entry));
    if (!fromHead) wanted.reverse();
    const open = new Map<Known, number>();
    const events: object[] = [];
    let bytes = 0;
    try {
      for (const [index, entry] of wanted.entries()) {
        if (events.length >= limit || index >= mostLooks || bytes > mostBytes)
          return { events, nextToken: toToken(wanted[index - 1] ?? entry, fromHead) };
        const fd = open.get(entry.file) ?? openSync(paths.get(entry.file) ?? '', 'r');
        open.set(entry.file, fd);
        const message = bytesOf(fd, entry.offset, entry.length).toString();
        if (!isMeant(parsed(message))) continue;
        events.push({ timestamp: entry.time, message, eventId: String(entry.place), logStreamName: 'trail' });
        bytes += message.length;
      }
    } finally {
      for (const fd of open.values()) closeSync(fd);
    }
    return { events };
  };
};
