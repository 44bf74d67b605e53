import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordDigest } from '#shared/domain/leaked-passwords/password-digest.ts';
import {
  addToBucket,
  bucketBitsFor,
  bucketBytes,
  bucketOf,
  headerBytes,
  isInBucket,
  makeHeader,
  partOf,
  readHeader,
} from '#shared/domain/leaked-passwords/password-file.ts';

const shape = { bucketBits: 4, slots: 3 };
const wholeBytes = headerBytes + 16 * bucketBytes(shape);

describe('a file of leaked passwords', () => {
  it('has a header that says how it is laid out', () => {
    const header = makeHeader(shape, 2 ** 40);
    expect(header.length).toBe(headerBytes);
    expect(readHeader(header, wholeBytes)).toEqual({ ...shape, size: 2 ** 40 });
  });

  it('is not taken for one where it is cut, longer, or something else', () => {
    const header = makeHeader(shape, 1);
    const newer = Buffer.from(header);
    newer.writeUInt32LE(2, 8);
    expect(readHeader(header, wholeBytes - 1)).toBeUndefined();
    expect(readHeader(header, wholeBytes + 1)).toBeUndefined();
    expect(readHeader(header.subarray(1), wholeBytes)).toBeUndefined();
    expect(readHeader(newer, wholeBytes)).toBeUndefined();
    expect(readHeader(Buffer.alloc(headerBytes), headerBytes)).toBeUndefined();
  });

  it('is not read from any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), (bytes, size) => {
        return readHeader(Buffer.from(bytes), size) === undefined;
      }),
    );
  });

  it.each([
    [0, 0],
    [1, 0],
    [1024, 0],
    [1025, 1],
    [1_000_000, 10],
    [1_000_000_000, 20],
    [10 ** 12, 24],
  ])('has for %i digests 2^%i buckets', (size, bits) => {
    expect(bucketBitsFor(size)).toBe(bits);
  });

  it('has each digest in the bucket of its first bits', () => {
    const digest = Buffer.from('f7c3bc1d808e04732adf679965ccc34ca7ae3441', 'hex');
    expect(bucketOf(shape, digest)).toBe(15);
    expect(bucketOf({ bucketBits: 0 }, digest)).toBe(0);
    expect(bucketOf({ bucketBits: 24 }, digest)).toBe(0xf7c3bc);
    expect(partOf(shape, digest)).toEqual({ start: headerBytes + 15 * 16, length: 16 });
  });

  it('finds what was added to a bucket, and nothing else', () => {
    const bucket = Buffer.alloc(bucketBytes(shape));
    const added = ['a', 'b', 'c'].map(passwordDigest);
    expect(added.some((digest) => isInBucket(bucket, digest))).toBe(false);
    for (const digest of added) addToBucket(bucket, digest);
    expect(added.every((digest) => isInBucket(bucket, digest))).toBe(true);
    expect(isInBucket(bucket, passwordDigest('d'))).toBe(false);
    expect(() => addToBucket(bucket, passwordDigest('d'))).toThrow(RangeError);
  });

  it('does not find a digest of zeros in an empty bucket', () => {
    expect(isInBucket(Buffer.alloc(bucketBytes(shape)), Buffer.alloc(20))).toBe(false);
  });

  it('does not look behind the end of a bucket that says too much', () => {
    const bucket = Buffer.alloc(bucketBytes(shape));
    bucket.writeUInt32LE(0xffffffff);
    expect(isInBucket(bucket, passwordDigest('a'))).toBe(false);
  });
});
