import type { Key } from './keys.ts';

const uiPartition = (poolId: string): string => `UI#${poolId}`;

const brandingPartition = (poolId: string): string => `BRANDING#${poolId}`;

/** Prefix of the sort keys of how a pool's classic pages look. Logos have another. */
export const uiEntries = 'C#';

/** Prefix of the sort keys of a pool's own texts for pages, by language. */
export const pageTextEntries = 'T#';

/** Prefix of the sort keys of a pool's own templates of messages, by kind and language. */
export const messageTemplateEntries = 'M#';

/** Prefix of the sort keys of the pieces of an image. */
export const brandingAssetPieces = (brandingId: string, sha256: string): string => `A#${brandingId}#${sha256}#`;

/** The keys of how the pages of a pool look, and of what they say. */
export const pageKeys = {
  uiPartition,
  uiStyle: (poolId: string, clientId: string): Key => ({ pk: uiPartition(poolId), sk: `${uiEntries}${clientId}` }),
  uiImage: (poolId: string, clientId: string): Key => ({ pk: uiPartition(poolId), sk: `I#${clientId}` }),
  pageTexts: (poolId: string, language: string): Key => ({
    pk: uiPartition(poolId),
    sk: `${pageTextEntries}${language}`,
  }),

  messageTemplate: (poolId: string, name: string): Key => ({
    pk: uiPartition(poolId),
    sk: `${messageTemplateEntries}${name}`,
  }),

  brandingPartition,
  branding: (poolId: string, brandingId: string): Key => ({ pk: brandingPartition(poolId), sk: `S#${brandingId}` }),
  brandingCount: (poolId: string): Key => ({ pk: brandingPartition(poolId), sk: 'COUNT' }),
  /** A piece of an image, which is found by its digest. */
  brandingAsset: (poolId: string, brandingId: string, sha256: string, piece: number): Key => ({
    pk: brandingPartition(poolId),
    sk: `${brandingAssetPieces(brandingId, sha256)}${piece}`,
  }),
} as const;
