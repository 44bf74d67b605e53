/**
 * A file of digests of passwords, for lists that are too large for a filter. To look one up, one part of it is read: the
 * bucket that the first bits of the digest name.
 *
 * 64 bytes of header, then 2^bucketBits buckets of one size. A bucket holds how many entries it has, and has room for
 * `slots` of them. An entry is the second four bytes of a digest. All numbers have 32 bits, little-endian, but the last
 * of the header: how many digests there are, in 64 bits.
 */

/** Bytes before the first bucket. */
export const headerBytes = 64;

const mark = 'GHLEAKED';
const version = 1;
const wordBytes = 4;
const mostBucketBits = 24;
const usualEntries = 1024;

/** How a file of digests is laid out. */
export interface PasswordFileShape {
  /** How many leading bits of a digest name its bucket: 24 at most. */
  readonly bucketBits: number;
  /** How many entries a bucket has room for. */
  readonly slots: number;
}

/** A part of a file, in bytes. */
export interface FilePart {
  readonly start: number;
  readonly length: number;
}

/** The number of leading bits by which so many digests make buckets of a thousand at most, about. */
export const bucketBitsFor = (size: number): number =>
  Math.min(mostBucketBits, Math.max(0, Math.ceil(Math.log2(size / usualEntries))));

/** The bucket of a digest. */
export const bucketOf = ({ bucketBits }: Pick<PasswordFileShape, 'bucketBits'>, digest: Buffer): number =>
  Math.floor(digest.readUInt32BE(0) / 2 ** (32 - bucketBits));

/** The bytes of a bucket. */
export const bucketBytes = ({ slots }: Pick<PasswordFileShape, 'slots'>): number => (1 + slots) * wordBytes;

/** Where the bucket of a digest is in the file. */
export const partOf = (shape: PasswordFileShape, digest: Buffer): FilePart => {
  const length = bucketBytes(shape);
  return { start: headerBytes + bucketOf(shape, digest) * length, length };
};

const wordOf = (digest: Buffer): number => digest.readUInt32LE(wordBytes);

/** Adds a digest to its bucket. Throws a RangeError where it is full. */
export const addToBucket = (bucket: Buffer, digest: Buffer): void => {
  const count = bucket.readUInt32LE(0) + 1;
  bucket.writeUInt32LE(wordOf(digest), count * wordBytes);
  bucket.writeUInt32LE(count, 0);
};

/** True for a digest that is in the bucket, and for about one in four million of all others. */
export const isInBucket = (bucket: Buffer, digest: Buffer): boolean => {
  const word = wordOf(digest);
  const end = Math.min((1 + bucket.readUInt32LE(0)) * wordBytes, bucket.length);
  for (let at = wordBytes; at < end; at += wordBytes) if (bucket.readUInt32LE(at) === word) return true;
  return false;
};

/** The header of a file with so many digests. */
export const makeHeader = ({ bucketBits, slots }: PasswordFileShape, size: number): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.write(mark, 'latin1');
  for (const [index, word] of [version, bucketBits, slots].entries()) {
    header.writeUInt32LE(word, mark.length + index * wordBytes);
  }
  header.writeBigUInt64LE(BigInt(size), mark.length + 4 * wordBytes);
  return header;
};

/** Reads the header of a file of so many bytes. Undefined where it is no such file, or not whole. */
export const readHeader = (
  header: Buffer,
  fileBytes: number,
): (PasswordFileShape & { readonly size: number }) | undefined => {
  if (header.length < headerBytes || header.toString('latin1', 0, mark.length) !== mark) return undefined;
  const [given, bucketBits = 0, slots = 0] = [0, 1, 2].map((index) => header.readUInt32LE(mark.length + index * 4));
  const isWhole = fileBytes === headerBytes + 2 ** bucketBits * bucketBytes({ slots });
  if (given !== version || bucketBits > mostBucketBits || !isWhole) return undefined;
  return { bucketBits, slots, size: Number(header.readBigUInt64LE(mark.length + 4 * wordBytes)) };
};
