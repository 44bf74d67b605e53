import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { recordIn, type TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { trailFile, usualTrail } from './trail-file.ts';

/** The records in a text, in their order. */
export const recordsIn = async function* (text: Readable): AsyncGenerator<TrailRecord> {
  for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
    const record = recordIn(line);
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
        const record = recordIn(line);
        if (record) yield record;
      }
    }
    await pause(lookMs, undefined, { signal }).catch(() => undefined);
  }
};
