/**
 * A binary fuse filter (Graf and Lemire, 2022) for digests of passwords: a set that may also claim to hold one digest in
 * 65,536 that it does not hold. It takes about 18 bits for each digest.
 *
 * Each digest has three places, and its fingerprint is the XOR of what stands in them.
 */

/** Where everything stands in the bytes of a filter: four numbers of 32 bits, then the fingerprints, little-endian. */
const headerBytes = 16;
const fingerprintBytes = 2;

interface Shape {
  /** Places in a segment, a power of two. The three places of a digest lie in three segments in a row. */
  readonly segmentLength: number;
  /** In how many segments the first place may lie. */
  readonly segments: number;
  readonly seed: number;
}

/** A filter as it is looked up. */
export interface BinaryFuseFilter extends Shape {
  /** How many digests it was made of. */
  readonly size: number;
  readonly bytes: DataView;
}

type Places = readonly [number, number, number];

// MurmurHash3's last step: it turns one number of 32 bits into one that looks like another one.
const mixed = (word: number, seed: number): number => {
  const a = word ^ seed;
  const b = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
  const c = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  return (c ^ (c >>> 16)) >>> 0;
};

// The parts of a digest are independent of each other, so each decides one thing.
const placesOf = ({ segmentLength, segments, seed }: Shape, digest: Buffer): Places => {
  const first = Math.floor((mixed(digest.readUInt32LE(0), seed) / 2 ** 32) * segments * segmentLength);
  const inSegment = segmentLength - 1;
  const second = (first + segmentLength) ^ (mixed(digest.readUInt32LE(4), seed) & inSegment);
  const third = (first + 2 * segmentLength) ^ (mixed(digest.readUInt32LE(8), seed) & inSegment);
  return [first, second, third];
};

const noDigest = Buffer.alloc(16);

const fingerprintOf = (digest: Buffer): number => digest.readUInt16LE(12);

const placesIn = ({ segmentLength, segments }: Shape): number => (segments + 2) * segmentLength;

const shapeFor = (size: number, seed: number): Shape => {
  const logarithm = Math.log(Math.max(size, 2));
  const segmentLength = Math.min(2 ** 18, 2 ** Math.floor(logarithm / Math.log(3.33) + 2.25));
  const room = size * Math.max(1.125, 0.875 + (0.25 * Math.log(1e6)) / logarithm);
  return { segmentLength, segments: Math.max(1, Math.ceil(room / segmentLength) - 2), seed };
};

/** The places of all digests: three for each, one digest after the other. */
const allPlaces = (digests: readonly Buffer[], shape: Shape): Uint32Array => {
  const places = new Uint32Array(digests.length * 3);
  for (const [index, digest] of digests.entries()) places.set(placesOf(shape, digest), index * 3);
  return places;
};

interface Peeled {
  /** The digests in the order in which each found a place that no later one needs, and that place. */
  readonly order: Uint32Array;
  readonly free: Uint32Array;
}

// Takes away, again and again, a digest that stands alone in a place. Undefined where some always share their places.
const peel = (places: Uint32Array, shape: Shape): Peeled | undefined => {
  const size = places.length / 3;
  const counts = new Uint32Array(placesIn(shape));
  const sums = new Uint32Array(placesIn(shape));
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
    sums[place] = (sums[place] ?? 0) ^ Math.floor(at / 3);
  }
  const alone: number[] = [];
  for (let place = 0; place < counts.length; place += 1) if (counts[place] === 1) alone.push(place);
  const order = new Uint32Array(size);
  const free = new Uint32Array(size);
  let done = 0;
  for (let place = alone.pop(); place !== undefined; place = alone.pop()) {
    if (counts[place] !== 1) continue;
    const index = sums[place] ?? 0;
    order[done] = index;
    free[done] = place;
    done += 1;
    for (let at = index * 3; at < index * 3 + 3; at += 1) {
      const left = places[at] ?? 0;
      counts[left] = (counts[left] ?? 0) - 1;
      sums[left] = (sums[left] ?? 0) ^ index;
      if (counts[left] === 1) alone.push(left);
    }
  }
  return done === size ? { order, free } : undefined;
};

// The last digest that was taken away comes first: nothing else needs its free place, which is still zero until then.
const fill = (fingerprints: Uint16Array, digests: readonly Buffer[], places: Uint32Array, peeled: Peeled): void => {
  for (let step = digests.length - 1; step >= 0; step -= 1) {
    const index = peeled.order[step] ?? 0;
    const at = (which: number): number => fingerprints[places[index * 3 + which] ?? 0] ?? 0;
    fingerprints[peeled.free[step] ?? 0] = fingerprintOf(digests[index] ?? noDigest) ^ at(0) ^ at(1) ^ at(2);
  }
};

const toBytes = ({ segmentLength, segments, seed }: Shape, size: number, fingerprints: Uint16Array): Buffer => {
  const bytes = Buffer.alloc(headerBytes + fingerprints.length * fingerprintBytes);
  for (const [at, value] of [segmentLength, segments, seed, size].entries()) bytes.writeUInt32LE(value, at * 4);
  for (let place = 0; place < fingerprints.length; place += 1) {
    bytes.writeUInt16LE(fingerprints[place] ?? 0, headerBytes + place * fingerprintBytes);
  }
  return bytes;
};

// Nine of ten filters need one try.
const mostTries = 20;

/**
 * Makes the bytes of a filter that holds these digests: the same bytes for the same digests in the same order. Throws a
 * plain Error where a digest comes twice.
 */
export const makeFilter = (digests: readonly Buffer[]): Buffer => {
  for (let seed = 0; seed < mostTries; seed += 1) {
    const shape = shapeFor(digests.length, seed);
    const places = allPlaces(digests, shape);
    const peeled = peel(places, shape);
    if (!peeled) continue;
    const fingerprints = new Uint16Array(placesIn(shape));
    fill(fingerprints, digests, places, peeled);
    return toBytes(shape, digests.length, fingerprints);
  }
  throw new Error('No filter holds these digests: one of them comes twice.');
};

/** Reads the bytes of a filter. Throws a plain Error where they are none. */
export const readFilter = (given: Uint8Array): BinaryFuseFilter => {
  const bytes = new DataView(given.buffer, given.byteOffset, given.byteLength);
  const noFilter = (): Error => new Error('These bytes are no filter.');
  if (given.byteLength < headerBytes) throw noFilter();
  const [segmentLength = 0, segments = 0, seed = 0, size = 0] = [0, 4, 8, 12].map((at) => bytes.getUint32(at, true));
  const filter = { segmentLength, segments, seed, size, bytes };
  if (given.byteLength !== headerBytes + placesIn(filter) * fingerprintBytes) throw noFilter();
  return filter;
};

/** True for a digest that the filter was made of, and for about one in 65,536 of all others. */
export const isInFilter = (filter: BinaryFuseFilter, digest: Buffer): boolean => {
  const at = (place: number): number => filter.bytes.getUint16(headerBytes + place * fingerprintBytes, true);
  const [first, second, third] = placesOf(filter, digest);
  return (at(first) ^ at(second) ^ at(third)) === fingerprintOf(digest);
};
