import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';
import {
  addToBucket,
  bucketBitsFor,
  bucketBytes,
  bucketOf,
  makeHeader,
  type PasswordFileShape,
} from '#shared/domain/leaked-passwords/password-file.ts';
import { UsageError } from './failures.ts';

/** How a list is read: lines with digests in hexadecimal, or the passwords themselves. */
export type ListKind = 'digests' | 'passwords';

/** What a list holds: how many digests begin with each value of the first 24 bits, and whether they are in order. */
interface Survey {
  readonly size: number;
  readonly counts: Uint32Array;
  readonly isSorted: boolean;
}

const surveyBits = 24;
// Digests in any order are put into their buckets in memory.
const mostUnsortedBytes = 1024 ** 3;
const windowBuckets = 4096;

const digestLine = /^([\da-f]{40})(?::(\d+))?$/i;

async function* digestsIn(list: string, kind: ListKind): AsyncGenerator<Buffer> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(list), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line === '') continue;
    if (kind === 'passwords') {
      yield passwordDigest(line);
      continue;
    }
    const [, digest, count] = digestLine.exec(line.trim()) ?? [];
    if (digest === undefined) {
      throw new UsageError(
        `Line ${number} of ${list} is no SHA-1 digest: 40 hexadecimal digits, and :count or nothing. If the lines are passwords, add --passwords.`,
      );
    }
    // Services of ranges fill their answers up with such lines.
    if (Number(count ?? 1) > 0) yield Buffer.from(digest, 'hex');
  }
}

const survey = async (list: string, kind: ListKind): Promise<Survey> => {
  const counts = new Uint32Array(2 ** surveyBits);
  let [size, last, isSorted] = [0, 0, true];
  for await (const digest of digestsIn(list, kind)) {
    const start = bucketOf({ bucketBits: surveyBits }, digest);
    counts[start] = (counts[start] ?? 0) + 1;
    isSorted &&= start >= last;
    last = start;
    size += 1;
  }
  return { size, counts, isSorted };
};

const shapeOf = ({ size, counts }: Survey): PasswordFileShape => {
  const bucketBits = bucketBitsFor(size);
  const buckets = new Uint32Array(2 ** bucketBits);
  for (const [start, count] of counts.entries()) {
    const bucket = Math.floor(start / 2 ** (surveyBits - bucketBits));
    buckets[bucket] = (buckets[bucket] ?? 0) + count;
  }
  return { bucketBits, slots: buckets.reduce((most, count) => Math.max(most, count), 1) };
};

const writeBuckets = async (
  file: FileHandle,
  shape: PasswordFileShape,
  digests: AsyncIterable<Buffer>,
  atOnce: number,
): Promise<void> => {
  const length = bucketBytes(shape);
  const window = Buffer.alloc(atOnce * length);
  let first = 0;
  const advance = async (): Promise<void> => {
    await file.write(window);
    window.fill(0);
    first += atOnce;
  };
  for await (const digest of digests) {
    const bucket = bucketOf(shape, digest);
    while (bucket >= first + atOnce) await advance();
    addToBucket(window.subarray((bucket - first) * length, (bucket - first + 1) * length), digest);
  }
  while (first < 2 ** shape.bucketBits) await advance();
};

/**
 * Makes a file of leaked passwords from a list, which is read twice. Gives how many digests it holds. Throws UsageError
 * where a line is none, where there is none, and where a list that is not sorted is too large.
 */
export const makePasswordFile = async (list: string, file: string, kind: ListKind): Promise<number> => {
  const found = await survey(list, kind);
  if (found.size === 0) throw new UsageError(`${list} is empty.`);
  const shape = shapeOf(found);
  const buckets = 2 ** shape.bucketBits;
  if (!found.isSorted && buckets * bucketBytes(shape) > mostUnsortedBytes) {
    throw new UsageError(`${list} is too large to be taken as it is: sort it first, with LC_ALL=C sort.`);
  }
  const unfinished = `${file}.${randomUUID()}.unfinished`;
  const output = await open(unfinished, 'wx');
  try {
    await output.write(makeHeader(shape, found.size));
    const atOnce = found.isSorted ? Math.min(buckets, windowBuckets) : buckets;
    await writeBuckets(output, shape, digestsIn(list, kind), atOnce);
    await output.sync();
    await rename(unfinished, file);
  } finally {
    await output.close();
    await rm(unfinished, { force: true });
  }
  return found.size;
};
