import { createHash } from 'node:crypto';
import type {
  AssetCategoryType,
  AssetExtensionType,
  ColorSchemeModeType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SettingsTree } from './settings-tree.ts';

/** The place of an image in a style. A style has one image for each. */
export interface AssetPlace {
  readonly category: AssetCategoryType;
  readonly colorMode: ColorSchemeModeType;
  /** Which of several, where a category has more than one, as the icons of identity providers. */
  readonly resourceId?: string;
}

/** An image of a style, without its bytes. */
export interface BrandingAsset extends AssetPlace {
  readonly extension: AssetExtensionType;
  /** In hexadecimal. The image is found by it, so two places may share one. */
  readonly sha256: string;
  readonly size: number;
}

/** The image that a request brings for a place; without bytes, the image there goes. */
export interface GivenAsset extends AssetPlace {
  readonly extension: AssetExtensionType;
  readonly bytes?: Uint8Array;
}

/** How the pages of managed login look for one app client. */
export interface Branding {
  /** A UUID. */
  readonly id: string;
  readonly poolId: string;
  readonly clientId: string;
  /** True where it has nothing of its own, and follows the default document. */
  readonly usesDefaults: boolean;
  /** What was set. Everything else is as in the default document. */
  readonly settings: SettingsTree;
  readonly assets: readonly BrandingAsset[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** What a request changes in a style. */
export interface BrandingChange {
  readonly usesDefaults?: boolean | undefined;
  readonly settings?: SettingsTree | undefined;
  readonly assets?: readonly GivenAsset[] | undefined;
}

/** The most styles of a pool. */
export const mostBrandings = 20;

/** The most images of a style. */
export const mostAssets = 40;

/** The most bytes of one image. */
export const mostAssetBytes = 1_000_000;

/** The most bytes of a style's images all together: one answer brings them all, in base64, and has 6 MB at most. */
export const mostAssetBytesOfAll = 3_000_000;

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A name of the place that no other place of the style has. */
export const nameOfPlace = ({ category, colorMode, resourceId = '' }: AssetPlace): string =>
  `${category} ${colorMode} ${resourceId}`.trimEnd();

const withoutBytes = ({ bytes, ...asset }: GivenAsset, given: Uint8Array): BrandingAsset => ({
  ...asset,
  sha256: digestOf(given),
  size: given.length,
});

/** The images of a style after a change, and the bytes of those that came with it, by their digests. */
export const changedAssets = (
  before: readonly BrandingAsset[],
  given: readonly GivenAsset[],
): { readonly assets: readonly BrandingAsset[]; readonly added: ReadonlyMap<string, Uint8Array> } => {
  const places = new Map(before.map((asset) => [nameOfPlace(asset), asset]));
  const held = new Set(before.map(({ sha256 }) => sha256));
  const added = new Map<string, Uint8Array>();
  for (const one of given) {
    if (one.bytes === undefined) {
      places.delete(nameOfPlace(one));
      continue;
    }
    const asset = withoutBytes(one, one.bytes);
    places.set(nameOfPlace(one), asset);
    if (!held.has(asset.sha256)) added.set(asset.sha256, one.bytes);
  }
  return { assets: [...places.values()], added };
};

const extensions: Readonly<Record<string, AssetExtensionType>> = {
  ico: 'ICO',
  jpeg: 'JPEG',
  png: 'PNG',
  svg: 'SVG',
  webp: 'WEBP',
};

/** The path of an image at every host of the deployment. It changes with the image. */
export const assetPath = ({ poolId, id }: Pick<Branding, 'poolId' | 'id'>, asset: BrandingAsset): string =>
  `/branding/${poolId}/${id}/${asset.sha256}.${asset.extension.toLowerCase()}`;

/** An image as a path names it. */
export interface NamedAsset {
  readonly poolId: string;
  readonly brandingId: string;
  readonly sha256: string;
  readonly extension: AssetExtensionType;
}

const pathForm =
  /^\/branding\/(?<poolId>[\w-]{1,40}_[0-9a-zA-Z]{1,40})\/(?<brandingId>[0-9a-f-]{36})\/(?<sha256>[0-9a-f]{64})\.(?<ending>[a-z]{3,4})$/;

/** The image that a path names; undefined for a path of another form. */
export const assetIn = (path: string): NamedAsset | undefined => {
  const { poolId, brandingId, sha256, ending = '' } = pathForm.exec(path)?.groups ?? {};
  const extension = Object.hasOwn(extensions, ending) ? extensions[ending] : undefined;
  return poolId && brandingId && sha256 && extension ? { poolId, brandingId, sha256, extension } : undefined;
};

/** The media type by which an image is served. */
export const mediaTypeOf = (extension: AssetExtensionType): string =>
  ({
    ICO: 'image/x-icon',
    JPEG: 'image/jpeg',
    PNG: 'image/png',
    SVG: 'image/svg+xml',
    WEBP: 'image/webp',
  })[extension];
