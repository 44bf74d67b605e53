import type { AssetPlace } from './branding.ts';
import { defaultSettings } from './default-settings.ts';
import type { SettingsTree } from './settings-tree.ts';

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
  /** The path of its own stylesheet; undefined for the default style, which stands in the one of all pages. */
  readonly stylesheet: string | undefined;
}

/** The style of a client that has none. */
export const defaultBranding: PageBranding = {
  isOwn: false,
  settings: defaultSettings,
  assets: [],
  stylesheet: undefined,
};
