import { setTimeout as pause } from 'node:timers/promises';
import { readTrail } from '#local/audit-trail/read-trail.ts';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';

/** The records of a trail that are meant, once there are so many: they are written soon after an answer. Throws a plain Error after a minute. */
export const recordsOf = async (
  file: string,
  isMeant: (record: TrailRecord) => boolean,
  many = 1,
): Promise<readonly TrailRecord[]> => {
  const late = Date.now() + 60_000;
  for (;;) {
    const found: TrailRecord[] = [];
    for await (const record of readTrail(file)) if (isMeant(record)) found.push(record);
    if (found.length >= many) return found;
    if (Date.now() > late) throw new Error(`The trail has ${found.length} of ${many} records.`);
    await pause(50);
  }
};
