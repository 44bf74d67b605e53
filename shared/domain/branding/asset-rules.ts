import type { AssetExtensionType } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoException } from '#shared/errors/exception.ts';
import { type BrandingAsset, type GivenAsset, mostAssetBytesOfAll, mostAssets, nameOfPlace } from './branding.ts';
import { svgFault } from './svg-rules.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const startsWith = (bytes: Uint8Array, at: number, ...expected: readonly number[]): boolean =>
  expected.every((byte, index) => bytes[at + index] === byte);

const ascii = (text: string): number[] => [...Buffer.from(text)];

const isKind: Readonly<Record<Exclude<AssetExtensionType, 'SVG'>, (bytes: Uint8Array) => boolean>> = {
  ICO: (bytes) => startsWith(bytes, 0, 0, 0, 1, 0) && bytes.length > 22,
  JPEG: (bytes) => startsWith(bytes, 0, 0xff, 0xd8, 0xff),
  PNG: (bytes) => startsWith(bytes, 0, 0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a),
  WEBP: (bytes) => startsWith(bytes, 0, ...ascii('RIFF')) && startsWith(bytes, 8, ...ascii('WEBP')),
};

const faultOf = (extension: AssetExtensionType, bytes: Uint8Array): string | undefined => {
  if (extension === 'SVG') return svgFault(bytes);
  return isKind[extension](bytes) ? undefined : `is no ${extension} file`;
};

// A browser is told the kind of these in advance.
const onlyKind: Readonly<Record<string, AssetExtensionType>> = { FAVICON_ICO: 'ICO', FAVICON_SVG: 'SVG' };

const assertAsset = (asset: GivenAsset): void => {
  const { category, extension, bytes } = asset;
  const only = onlyKind[category];
  if (only !== undefined && extension !== only) throw invalid(`An asset of ${category} must be of the type ${only}.`);
  const fault = bytes && faultOf(extension, bytes);
  if (fault !== undefined) throw invalid(`The asset ${nameOfPlace(asset)} ${fault}.`);
};

/**
 * Throws InvalidParameterException for two images of one place, and for bytes that are not what their extension says or
 * that may not be served.
 */
export const assertGivenAssets = (given: readonly GivenAsset[]): void => {
  const places = new Set<string>();
  for (const asset of given) {
    const place = nameOfPlace(asset);
    if (places.has(place)) throw invalid(`The asset ${place} is there twice.`);
    places.add(place);
    assertAsset(asset);
  }
};

/** Throws InvalidParameterException where a style has too many images, or too large ones all together. */
export const assertAssetsOfStyle = (assets: readonly BrandingAsset[]): void => {
  if (assets.length > mostAssets) throw invalid(`A style has ${mostAssets} assets at most.`);
  if (assets.reduce((sum, { size }) => sum + size, 0) > mostAssetBytesOfAll) {
    throw invalid(`The assets of a style have ${mostAssetBytesOfAll} bytes at most, all together.`);
  }
};
