/** What the pages of managed login read of a style, beside the colours and radii that CSS reads. */
import type { AssetCategoryType, ColorSchemeModeType } from '@aws-sdk/client-cognito-identity-provider';
import type { PageAsset, PageBranding } from './page-branding.ts';
import { isTree, memberOf } from './settings-tree.ts';

/** Paths of an image for each mode; undefined where there is none. */
export interface Picture {
  readonly light: string | undefined;
  readonly dark: string | undefined;
}

type End = 'START' | 'CENTER' | 'END';

/** A header or a footer. */
export interface Banner {
  readonly logo: Picture | undefined;
  readonly location: End;
}

/** An icon of the page, as browsers show it in tabs. */
export interface Icon {
  readonly path: string;
  readonly type: string;
  readonly mode: ColorSchemeModeType;
}

/** A way to begin a sign-in, as the style orders them. */
export interface AuthMethod {
  readonly display: string;
  readonly type: string;
}

const graphics = ['EMAIL_GRAPHIC', 'SMS_GRAPHIC', 'AUTH_APP_GRAPHIC', 'PASSWORD_GRAPHIC', 'PASSKEY_GRAPHIC'] as const;

/** What a picture above a form tells. */
export type Graphic = (typeof graphics)[number];

/** How the pages of a client are put together. */
export interface PageLook {
  readonly scheme: ColorSchemeModeType;
  /** The path of the style's own stylesheet; undefined for the default style, which all pages have. */
  readonly stylesheet: string | undefined;
  readonly density: 'COMPACT' | 'REGULAR' | 'SPACIOUS';
  readonly horizontal: End;
  readonly vertical: End;
  readonly header: Banner | undefined;
  readonly footer: Banner | undefined;
  readonly formLogo:
    | (Picture & { readonly isInForm: boolean; readonly location: End; readonly isOnTop: boolean })
    | undefined;
  readonly icons: readonly Icon[];
  /** True where pictures tell what a form is about. */
  readonly displaysGraphics: boolean;
  /** True where people can choose the language of the page on it. */
  readonly offersLanguages: boolean;
  /** The style's own pictures, by what they tell. */
  readonly graphics: ReadonlyMap<Graphic, Picture>;
  /** How identity providers are offered. */
  readonly providers: {
    readonly interfaceStyle: 'BUTTON_LIST' | 'DROPDOWN' | 'SEARCH';
    /** Names of providers, the first one first. */
    readonly order: readonly string[];
    /** Pictures on the buttons, by the names of providers. */
    readonly icons: ReadonlyMap<string, Picture>;
  };
  /** Groups, of which each stands below the one before. */
  readonly methods: readonly (readonly AuthMethod[])[];
}

const valueAt = (settings: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((from, name) => (isTree(from) ? memberOf(from, name) : undefined), settings);

const oneOf = <Word extends string>(given: unknown, words: readonly [Word, ...Word[]]): Word =>
  words.find((word) => word === given) ?? words[0];

const assetFor = (
  assets: readonly PageAsset[],
  category: AssetCategoryType,
  mode: 'LIGHT' | 'DARK',
): string | undefined => {
  const fitting = assets.filter((asset) => asset.category === category);
  const found =
    fitting.find(({ colorMode }) => colorMode === mode) ?? fitting.find(({ colorMode }) => colorMode === 'DYNAMIC');
  return found?.path;
};

/** The image of a category in each mode: its own, or the one for both. Undefined where there is none at all. */
export const pictureOf = (
  { assets }: Pick<PageBranding, 'assets'>,
  category: AssetCategoryType,
): Picture | undefined => {
  const [light, dark] = [assetFor(assets, category, 'LIGHT'), assetFor(assets, category, 'DARK')];
  return light === undefined && dark === undefined ? undefined : { light, dark };
};

const ends: readonly [End, ...End[]] = ['CENTER', 'START', 'END'];

const bannerOf = (branding: PageBranding, name: 'pageHeader' | 'pageFooter'): Banner | undefined => {
  const { settings } = branding;
  if (valueAt(settings, `categories.global.${name}.enabled`) !== true) return undefined;
  const showsLogo = valueAt(settings, `components.${name}.logo.enabled`) === true;
  const category = name === 'pageHeader' ? 'PAGE_HEADER_LOGO' : 'PAGE_FOOTER_LOGO';
  return {
    logo: showsLogo ? pictureOf(branding, category) : undefined,
    location: oneOf(valueAt(settings, `components.${name}.logo.location`), ['START', 'CENTER', 'END']),
  };
};

const formLogoOf = (branding: PageBranding): PageLook['formLogo'] => {
  const logo = valueAt(branding.settings, 'components.form.logo');
  const picture = valueAt(logo, 'enabled') === true ? pictureOf(branding, 'FORM_LOGO') : undefined;
  return (
    picture && {
      ...picture,
      isInForm: valueAt(logo, 'formInclusion') !== 'OUT',
      location: oneOf(valueAt(logo, 'location'), ends),
      isOnTop: valueAt(logo, 'position') !== 'BOTTOM',
    }
  );
};

const iconKinds = [
  { name: 'SVG', category: 'FAVICON_SVG', type: 'image/svg+xml' },
  { name: 'ICO', category: 'FAVICON_ICO', type: 'image/x-icon' },
] as const;

const iconsOf = ({ settings, assets }: PageBranding): readonly Icon[] => {
  const enabled = valueAt(settings, 'components.favicon.enabledTypes');
  return iconKinds.flatMap(({ name, category, type }) =>
    Array.isArray(enabled) && enabled.includes(name)
      ? assets
          .filter((asset) => asset.category === category)
          .map(({ path, colorMode }) => ({ path, type, mode: colorMode }))
      : [],
  );
};

const iconsOfProviders = (branding: PageBranding): ReadonlyMap<string, Picture> => {
  if (valueAt(branding.settings, 'componentClasses.idpButtons.icons.enabled') !== true) return new Map();
  const icons = branding.assets.filter(({ category }) => category === 'IDP_BUTTON_ICON');
  const names = new Set(icons.flatMap(({ resourceId }) => resourceId ?? []));
  return new Map(
    [...names].flatMap((name) => {
      const assets = icons.filter(({ resourceId }) => resourceId === name);
      const picture = pictureOf({ assets }, 'IDP_BUTTON_ICON');
      return picture ? [[name, picture] as const] : [];
    }),
  );
};

const providersOf = (branding: PageBranding): PageLook['providers'] => {
  const federation = valueAt(branding.settings, 'categories.auth.federation');
  const order = valueAt(federation, 'order');
  return {
    interfaceStyle: oneOf(valueAt(federation, 'interfaceStyle'), ['BUTTON_LIST', 'DROPDOWN', 'SEARCH']),
    order: Array.isArray(order) ? order.filter((name) => typeof name === 'string') : [],
    icons: iconsOfProviders(branding),
  };
};

const isMethod = (value: unknown): value is AuthMethod =>
  isTree(value) && typeof value.display === 'string' && typeof value.type === 'string';

const methodsOf = (settings: unknown): PageLook['methods'] => {
  const groups = valueAt(settings, 'categories.auth.authMethodOrder');
  return Array.isArray(groups) ? groups.map((group) => (Array.isArray(group) ? group.filter(isMethod) : [])) : [];
};

const verticals: Readonly<Record<string, End>> = { TOP: 'START', START: 'START', BOTTOM: 'END', END: 'END' };

/** Reads a style as pages need it. Where a value is none that it may be, it is the default one. */
export const toPageLook = (branding: PageBranding): PageLook => {
  const { settings, stylesheet } = branding;
  const form = valueAt(settings, 'categories.form');
  const all = valueAt(settings, 'categories.global');
  return {
    scheme: oneOf(valueAt(all, 'colorSchemeMode'), ['LIGHT', 'DARK', 'DYNAMIC']),
    stylesheet,
    density: oneOf(valueAt(all, 'spacingDensity'), ['REGULAR', 'COMPACT', 'SPACIOUS']),
    horizontal: oneOf(valueAt(form, 'location.horizontal'), ends),
    vertical: verticals[String(valueAt(form, 'location.vertical'))] ?? 'CENTER',
    header: bannerOf(branding, 'pageHeader'),
    footer: bannerOf(branding, 'pageFooter'),
    formLogo: formLogoOf(branding),
    icons: iconsOf(branding),
    displaysGraphics: valueAt(form, 'displayGraphics') === true,
    offersLanguages: valueAt(form, 'languageSelector.enabled') === true,
    graphics: new Map(
      graphics.flatMap((graphic) => {
        const picture = pictureOf(branding, graphic);
        return picture ? [[graphic, picture] as const] : [];
      }),
    ),
    providers: providersOf(branding),
    methods: methodsOf(settings),
  };
};
