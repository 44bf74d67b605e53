import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { trailFile, usualTrail } from './trail-file.ts';

const texts = v.record(v.string(), v.unknown());

const Line = v.looseObject({
  eventTime: v.string(),
  eventName: v.string(),
  eventSource: v.string(),
  eventID: v.string(),
  sourceIPAddress: v.string(),
  userAgent: v.string(),
  requestID: v.string(),
  userIdentity: texts,
  errorCode: v.optional(v.string()),
  errorMessage: v.optional(v.string()),
  requestParameters: v.nullable(texts),
  additionalEventData: v.optional(texts),
});

/** A record of the trail, as it was read. */
export type TrailRecord = v.InferOutput<typeof Line>;

// What AWS prints of a log has the time before the line. What is no record, or was cut short, is left out.
const parsed = (line: string): TrailRecord | undefined => {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const value: unknown = JSON.parse(line.slice(start));
    return v.is(Line, value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The records in a text, in their order. */
export const recordsIn = async function* (text: Readable): AsyncGenerator<TrailRecord> {
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    const record = parsed(line);
    if (record) yield record;
  }
};

const isThere = async (file: string): Promise<boolean> => (await stat(file).catch(() => undefined)) !== undefined;

/** The records of a trail with those of its earlier files, the oldest first; none where there is no file. */
export const readTrail = async function* (file: string): AsyncGenerator<TrailRecord> {
  for (let ago = usualTrail.files - 1; ago >= 0; ago--) {
    const name = trailFile(file, ago);
    if (await isThere(name)) yield* recordsIn(createReadStream(name));
  }
};

const lookMs = 200;

/** The records that come to the trail from now on, until `signal` ends it. It goes on when another file is begun. */
export const followTrail = async function* (file: string, signal: AbortSignal): AsyncGenerator<TrailRecord> {
  let { ino = 0, size: read = 0 } = (await stat(file).catch(() => undefined)) ?? {};
  let rest = '';
  while (!signal.aborted) {
    const found = await stat(file).catch(() => undefined);
    if (found && found.ino !== ino && ino !== 0 && (await isThere(trailFile(file, 1)))) {
      // The last lines of the former file.
      yield* recordsIn(createReadStream(trailFile(file, 1), { start: read }));
      read = 0;
    }
    ino = found?.ino ?? 0;
    if (found && found.size > read) {
      const chunks: Buffer[] = [];
      for await (const chunk of createReadStream(file, { start: read, end: found.size - 1 })) chunks.push(chunk);
      read = found.size;
      const lines = `${rest}${Buffer.concat(chunks).toString()}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const record = parsed(line);
        if (record) yield record;
      }
    }
    await pause(lookMs, undefined, { signal }).catch(() => undefined);
  }
};
