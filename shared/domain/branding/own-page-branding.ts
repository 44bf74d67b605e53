import { assetPath, type Branding } from './branding.ts';
import { defaultSettings } from './default-settings.ts';
import type { PageBranding } from './page-branding.ts';
import { mergeSettings } from './settings-tree.ts';
import { styleSheetPath } from './style-sheet.ts';

/** A style with all that it has by default, and the addresses of its images and its stylesheet. */
export const toPageBranding = (branding: Branding): PageBranding => {
  const { poolId, id } = branding;
  const settings = mergeSettings(defaultSettings, branding.settings);
  const assets = branding.assets.map((asset) => {
    const { category, colorMode, resourceId } = asset;
    return { category, colorMode, ...(resourceId !== undefined && { resourceId }), path: assetPath(branding, asset) };
  });
  return { isOwn: true, settings, assets, stylesheet: styleSheetPath(poolId, id, { settings, assets }) };
};
