import { type AssetPlace, assetPath, type Branding } from './branding.ts';
import { defaultSettings } from './default-settings.ts';
import { mergeSettings, type SettingsTree } from './settings-tree.ts';

/** An image of a style, and the path at which pages find it. */
export interface PageAsset extends AssetPlace {
  readonly path: string;
}

/** How the pages of a client look. */
export interface PageBranding {
  /** False where it is the default style, as the client has none of its own. A strict pool shows no pages then. */
  readonly isOwn: boolean;
  /** All members of the default document. */
  readonly settings: SettingsTree;
  readonly assets: readonly PageAsset[];
}

/** The style of a client that has none. */
export const defaultBranding: PageBranding = { isOwn: false, settings: defaultSettings, assets: [] };

/** A style with all that it has by default, and the addresses of its images. */
export const toPageBranding = (branding: Branding): PageBranding => ({
  isOwn: true,
  settings: mergeSettings(defaultSettings, branding.settings),
  assets: branding.assets.map((asset) => {
    const { category, colorMode, resourceId } = asset;
    return { category, colorMode, ...(resourceId !== undefined && { resourceId }), path: assetPath(branding, asset) };
  }),
});
