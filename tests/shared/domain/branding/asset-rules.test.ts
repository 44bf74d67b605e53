import type { AssetExtensionType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { assertAssetsOfStyle, assertGivenAssets } from '#shared/domain/branding/asset-rules.ts';
import {
  assetIn,
  assetPath,
  type BrandingAsset,
  changedAssets,
  type GivenAsset,
} from '#shared/domain/branding/branding.ts';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat([...parts.map((part) => Buffer.from(typeof part === 'string' ? part : [part])), Buffer.alloc(30)]),
  );

const samples: Readonly<Record<AssetExtensionType, Uint8Array>> = {
  ICO: bytes(0, 0, 1, 0, 1, 0),
  JPEG: bytes(0xff, 0xd8, 0xff, 0xe0),
  PNG: bytes(0x89, 'PNG\r\n', 0x1a, 0x0a),
  SVG: new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
  WEBP: bytes('RIFF', 1, 0, 0, 0, 'WEBP'),
};

const kinds: readonly AssetExtensionType[] = ['ICO', 'JPEG', 'PNG', 'SVG', 'WEBP'];

const logo = (facts: Partial<GivenAsset> = {}): GivenAsset => ({
  category: 'FORM_LOGO',
  colorMode: 'LIGHT',
  extension: 'PNG',
  bytes: samples.PNG,
  ...facts,
});

describe('images of a style', () => {
  it('are what their extension says, and nothing else', () => {
    for (const extension of kinds)
      for (const kind of kinds) {
        const assert = () => assertGivenAssets([logo({ extension, bytes: samples[kind] })]);
        if (kind === extension) expect(assert, kind).not.toThrow();
        else expect(assert, `${kind} as ${extension}`).toThrow(/^The asset FORM_LOGO LIGHT /);
      }
  });

  it('are of one kind where browsers are told the kind', () => {
    for (const [category, extension] of [
      ['FAVICON_ICO', 'ICO'],
      ['FAVICON_SVG', 'SVG'],
    ] as const) {
      expect(() => assertGivenAssets([logo({ category, extension, bytes: samples[extension] })])).not.toThrow();
      expect(() => assertGivenAssets([logo({ category })])).toThrow(`${category} must be of the type ${extension}`);
    }
  });

  it('have one place each: its category, mode and resource', () => {
    const others = [
      logo(),
      logo({ colorMode: 'DARK' }),
      logo({ category: 'FORM_BACKGROUND' }),
      logo({ resourceId: 'a' }),
    ];
    expect(() => assertGivenAssets(others)).not.toThrow();
    expect(() => assertGivenAssets([...others, logo({ resourceId: 'a' })])).toThrow('FORM_LOGO LIGHT a is there twice');
  });

  it('have three million bytes at most, all together', () => {
    const { assets } = changedAssets([], [logo()]);
    const sized = (size: number): BrandingAsset[] => assets.map((asset) => ({ ...asset, size }));
    expect(() => assertAssetsOfStyle([...sized(2_000_000), ...sized(1_000_000)])).not.toThrow();
    expect(() => assertAssetsOfStyle([...sized(2_000_000), ...sized(1_000_001)])).toThrow('3000000 bytes at most');
  });

  it('replace the one in their place, go without bytes, and come along once where they are alike', () => {
    const { assets, added } = changedAssets([], [logo(), logo({ colorMode: 'DARK' })]);
    expect(added.size).toBe(1);
    const other = logo({ extension: 'WEBP', bytes: samples.WEBP });
    const { bytes: _, ...gone } = logo({ colorMode: 'DARK' });
    const changed = changedAssets(assets, [other, gone]);
    expect(changed.assets).toMatchObject([{ colorMode: 'LIGHT', extension: 'WEBP' }]);
    expect([...changed.added.values()]).toEqual([samples.WEBP]);
    expect(changedAssets(assets, [logo()]).added.size).toBe(0);
  });

  it('have paths that name them, and nothing else does', () => {
    const branding = { poolId: 'us-east-1_abc123', id: '01234567-89ab-4cde-8f01-23456789abcd' };
    const [asset] = changedAssets([], [logo()]).assets;
    if (!asset) throw new Error('There is no image.');
    const path = assetPath(branding, asset);
    const named = { poolId: branding.poolId, brandingId: branding.id, sha256: asset.sha256, extension: 'PNG' };
    expect(assetIn(path)).toEqual(named);
    for (const other of [
      `${path}x`,
      path.replace('.png', '.html'),
      path.replace('.png', '.constructor'),
      path.toUpperCase(),
      '/branding/..',
    ])
      expect(assetIn(other), other).toBeUndefined();
  });
});
