/** The stylesheet of one style: what is the style's own of how pages look. The rest is the same for all. */
import { createHash } from 'node:crypto';
import { brandingCss } from './css-variables.ts';
import type { PageBranding } from './page-branding.ts';
import { pictureOf } from './page-look.ts';

type Part = Pick<PageBranding, 'settings' | 'assets'>;

// Where each background is read, and the member that says whether it is shown.
const backgrounds = [
  { category: 'PAGE_BACKGROUND', name: '--pageBackground-image', flag: ['pageBackground', 'image'] },
  { category: 'FORM_BACKGROUND', name: '--form-image', flag: ['form', 'backgroundImage'] },
  { category: 'PAGE_HEADER_BACKGROUND', name: '--pageHeader-image', flag: ['pageHeader', 'backgroundImage'] },
  { category: 'PAGE_FOOTER_BACKGROUND', name: '--pageFooter-image', flag: ['pageFooter', 'backgroundImage'] },
] as const;

const isShown = ({ settings }: Part, flag: readonly string[]): boolean =>
  ['components', ...flag, 'enabled'].reduce<unknown>(
    (from, name) => (typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined),
    settings,
  ) === true;

// A path is made of ids and a digest: nothing in it could end the url().
const imagesIn = (part: Part, mode: 'light' | 'dark'): string =>
  backgrounds
    .flatMap(({ category, name, flag }) => {
      const path = isShown(part, flag) ? pictureOf(part, category)?.[mode] : undefined;
      return path === undefined ? [] : [`${name}:url(${path})`];
    })
    .join(';');

const schemeOf = ({ settings }: Part): unknown => {
  const { categories } = settings;
  const all = typeof categories === 'object' && 'global' in categories ? categories.global : undefined;
  return typeof all === 'object' && 'colorSchemeMode' in all ? all.colorSchemeMode : undefined;
};

const rule = (declarations: string): string => (declarations === '' ? '' : `:root{${declarations}}`);

const imageCss = (part: Part): string => {
  const [light, dark] = [rule(imagesIn(part, 'light')), rule(imagesIn(part, 'dark'))];
  const scheme = schemeOf(part);
  if (scheme === 'DARK') return dark;
  if (scheme !== 'DYNAMIC' || dark === '') return light;
  return `${light}@media(prefers-color-scheme:dark){${dark}}`;
};

/** Colours, radii and background images of a style. */
export const brandStyleSheet = (part: Part): string => brandingCss(part.settings) + imageCss(part);

/** The path of a style's stylesheet at every host of the deployment. It changes with the style. */
export const styleSheetPath = (poolId: string, brandingId: string, part: Part): string => {
  const hash = createHash('sha256').update(brandStyleSheet(part)).digest('hex').slice(0, 16);
  return `/branding/${poolId}/${brandingId}/${hash}/style.css`;
};

const pathForm =
  /^\/branding\/(?<poolId>[\w-]{1,40}_[0-9a-zA-Z]{1,40})\/(?<brandingId>[0-9a-f-]{36})\/[0-9a-f]{16}\/style\.css$/;

/** The style whose stylesheet a path names; undefined for a path of another form. */
export const styleIn = (path: string): { readonly poolId: string; readonly brandingId: string } | undefined => {
  const { poolId, brandingId } = pathForm.exec(path)?.groups ?? {};
  return poolId && brandingId ? { poolId, brandingId } : undefined;
};
