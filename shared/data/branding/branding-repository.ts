import { once } from '#shared/config/once.ts';
import { type Branding, mostBrandings } from '#shared/domain/branding/branding.ts';
import { removePartition } from '../bulk-removal.ts';
import { incrementCount } from '../increment-count.ts';
import { brandingAssetPieces, pageKeys } from '../page-keys.ts';
import { fromItem, type Item, ofVersion, table, toItem } from '../table.ts';
import { Conflict, type Write } from '../write.ts';

interface Piece {
  readonly bytes: Uint8Array;
}

/** Images of a style by their digests. */
type Images = ReadonlyMap<string, Uint8Array>;

const type = 'Branding';
const pieceType = 'BrandingAssetPiece';

// An item has 400 kB at most.
const pieceBytes = 350_000;

const changedMeanwhile = (): Error =>
  new Conflict('ConcurrentModificationException', 'The style was changed by another request.');

const put = (branding: Branding): Write => ({
  put: toItem(type, pageKeys.branding(branding.poolId, branding.id), branding),
  when:
    branding.version === 1
      ? { expression: 'attribute_not_exists(pk)', refused: changedMeanwhile }
      : ofVersion(branding.version - 1, changedMeanwhile),
});

const numbersOf = (size: number): number[] => Array.from({ length: Math.ceil(size / pieceBytes) }, (_none, at) => at);

const putImages = ({ poolId, id }: Branding, images: Images): readonly Write[] =>
  [...images].flatMap(([sha256, bytes]) =>
    numbersOf(bytes.length).map((number) => {
      const piece: Piece = { bytes: bytes.subarray(number * pieceBytes, (number + 1) * pieceBytes) };
      return { put: toItem(pieceType, pageKeys.brandingAsset(poolId, id, sha256, number), piece) };
    }),
  );

const removeImages = ({ poolId, id, assets }: Branding, kept: ReadonlySet<string>): readonly Write[] => {
  const sizes = new Map(assets.map(({ sha256, size }) => [sha256, size]));
  return [...sizes].flatMap(([sha256, size]) =>
    kept.has(sha256)
      ? []
      : numbersOf(size).map((number) => ({ remove: pageKeys.brandingAsset(poolId, id, sha256, number) })),
  );
};

const toBytes = (items: readonly Item[]): Uint8Array =>
  Buffer.concat(items.map((item) => fromItem<Piece>(pieceType, item).bytes));

/** Styles of app clients, those of a pool in one partition with their images, and how many there are. */
export const brandingRepository = once(() => ({
  find: async (poolId: string, brandingId: string): Promise<Branding | undefined> => {
    const item = await table().get(pageKeys.branding(poolId, brandingId));
    return item && fromItem<Branding>(type, item);
  },

  /** The bytes of an image; undefined where the style has none with that digest. */
  findImage: async (poolId: string, brandingId: string, sha256: string): Promise<Uint8Array | undefined> => {
    const items = await table().partition(pageKeys.brandingPartition(poolId), brandingAssetPieces(brandingId, sha256));
    return items.length === 0 ? undefined : toBytes(items);
  },

  /** Makes a style with its images, and counts it; `full` gives the error where the pool has too many. */
  create: (branding: Branding, images: Images, full: () => Error): readonly Write[] => [
    put(branding),
    incrementCount(pageKeys.brandingCount(branding.poolId), 'BrandingCount', mostBrandings, full),
    ...putImages(branding, images),
  ],

  /** Replaces the version before it, adds images, and removes those that it no longer has. */
  update: (branding: Branding, before: Branding, images: Images): readonly Write[] => [
    put(branding),
    ...putImages(branding, images),
    ...removeImages(before, new Set(branding.assets.map(({ sha256 }) => sha256))),
  ],

  /** Removes that version with its images, and counts it no more. */
  remove: (branding: Branding): readonly Write[] => [
    { remove: pageKeys.branding(branding.poolId, branding.id), when: ofVersion(branding.version, changedMeanwhile) },
    {
      update: pageKeys.brandingCount(branding.poolId),
      expression: 'SET #count = #count - :one',
      names: { '#count': 'count' },
      values: { ':one': 1 },
    },
    ...removeImages(branding, new Set()),
  ],

  /** All styles of a pool that is being restored, and their number. The pool has none before. */
  restore: (poolId: string, brandings: readonly Branding[]): readonly Write[] =>
    brandings.length === 0
      ? []
      : [
          ...brandings.map(put),
          { put: { ...pageKeys.brandingCount(poolId), type: 'BrandingCount', count: brandings.length } },
        ],

  /** Removes what a deleted pool left of its styles. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), pageKeys.brandingPartition(poolId), isLate),
}));
