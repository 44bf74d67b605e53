/** Pages as they would look, for administrators: by the renderer of the pages themselves, without anything being stored. */
import { type BrandingChange, mediaTypeOf } from '#shared/domain/branding/branding.ts';
import { dataAddress } from '#shared/domain/branding/image-address.ts';
import { toPageBranding } from '#shared/domain/branding/own-page-branding.ts';
import { defaultBranding, type PageBranding } from '#shared/domain/branding/page-branding.ts';
import { toPageLook } from '#shared/domain/branding/page-look.ts';
import { brandStyleSheet } from '#shared/domain/branding/style-sheet.ts';
import { signUpAttributes } from '#shared/domain/oauth/sign-up-fields.ts';
import { canRecover, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { toPageFiles } from '#shared/pages/assets/page-files.ts';
import { script, securityData, styles } from '#shared/pages/assets/sources.ts';
import { renderPreview } from '#shared/pages/layout.tsx';
import type { Dress, Page } from '#shared/pages/page.ts';
import type { PageSet } from '#shared/pages/page-set.ts';
import type { OwnTexts } from '#shared/pages/texts/own-texts.ts';
import { type Language, languages, textsIn } from '#shared/pages/texts/texts.ts';
import { previewedBranding } from '#shared/services/branding/brandings.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import { offeredProviders, signsInHere } from '#shared/services/federation/offered-providers.ts';
import { pageTextsOf } from '#shared/services/page-texts/page-texts.ts';
import { takesSignUps } from '#shared/services/sign-up/registration.ts';
import { managedPagesOf } from './page-dress.ts';
import { nameLabelOf, newNameLabelOf } from './page-forms.ts';

export const previewedPages = ['SIGN_IN', 'SIGN_UP', 'FORGOT_PASSWORD'] as const;

export type PreviewedPage = (typeof previewedPages)[number];

/** A page to be looked at, and its style sheet. */
export interface PreviewAnswer {
  readonly html: string;
  readonly css: string;
}

// Both go into one answer, which may have 6 MB.
const mostCharacters = 5_500_000;

const bounded = (answer: PreviewAnswer): PreviewAnswer => {
  if (answer.html.length + answer.css.length <= mostCharacters) return answer;
  throw new CognitoException('InvalidParameterException', 'The images of the style are too large for a preview.');
};

// Nothing of a preview leads anywhere, nor can it be posted.
const nowhere = '#';
const form = { action: nowhere, formToken: '', error: undefined };

const pageOf = async (app: ClientRecord, set: PageSet, page: PreviewedPage): Promise<Page> => {
  const { pool, client } = app;
  const rules = passwordPolicy(pool);
  const names = { username: '', nameLabel: nameLabelOf(pool) };
  if (page === 'FORGOT_PASSWORD') return set.forgotPassword({ ...form, ...names });
  if (page === 'SIGN_UP') {
    const attributes = signUpAttributes(pool, client).map((name) => ({ name, value: '' }));
    const more = { attributes, rules, signIn: nowhere, terms: undefined };
    return set.signUp({ ...form, username: '', nameLabel: newNameLabelOf(pool), ...more });
  }
  const takesNames = signsInHere(app);
  return set.login({
    ...form,
    ...names,
    offersChoice: false,
    factors: [],
    providers: await offeredProviders(app),
    takesNames,
    signUp: takesNames && takesSignUps(pool) ? nowhere : undefined,
    forgotPassword: takesNames && canRecover(pool) ? nowhere : undefined,
  });
};

const pageCss = (): string => toPageFiles({ styles, script, securityData }).stylesheet.text;

/** What classic pages would have: rules of an administrator, and a logo at an address. */
export interface ClassicLook {
  readonly css: string | undefined;
  readonly logo: string | undefined;
}

/** A classic page in that look. */
export const previewClassic = async (
  app: ClientRecord,
  page: PreviewedPage,
  { css = '', logo }: ClassicLook,
): Promise<PreviewAnswer> => {
  const { classicPages } = await import('#shared/pages/classic/pages.ts');
  const html = renderPreview(await pageOf(app, classicPages, page), {
    family: 'classic',
    look: { rules: undefined, logo },
  });
  return bounded({ html, css: `${pageCss()}\n${css}` });
};

/** What pages of managed login would have. */
export interface ManagedLook {
  readonly change: BrandingChange;
  readonly language: Language;
  /** In place of all texts that the pool has of its own in the language. */
  readonly texts: OwnTexts | undefined;
}

// The images are in the document: no address of them is there before the style is saved.
const withImagesInside = async (app: ClientRecord, change: BrandingChange): Promise<PageBranding> => {
  const { pool, client } = app;
  const owner = { poolId: pool.id, clientId: client.id, brandingId: client.brandingId };
  const { branding, images } = await previewedBranding(owner, change);
  const addresses = new Map(
    images.map(({ asset, bytes }) => [asset, dataAddress(mediaTypeOf(asset.extension), bytes)] as const),
  );
  const page = toPageBranding(branding);
  const assets = page.assets.flatMap((one, at) => {
    const asset = branding.assets[at];
    const path = asset && addresses.get(asset);
    return path === undefined ? [] : [{ ...one, path }];
  });
  return { ...page, assets };
};

/** A page of managed login as it would look after a change of the client's style. Throws InvalidParameterException. */
export const previewManaged = async (
  app: ClientRecord,
  page: PreviewedPage,
  { change, language, texts: own }: ManagedLook,
): Promise<PreviewAnswer> => {
  const branding = change.usesDefaults ? defaultBranding : await withImagesInside(app, change);
  const look = toPageLook(branding);
  const texts = await textsIn(language, own ?? (await pageTextsOf(app.pool, language)));
  const links = look.offersLanguages && !app.pool.strict ? languages : undefined;
  const dress: Dress = {
    family: 'managed',
    look,
    texts,
    languages: links && new Map(links.map((one) => [one, nowhere])),
  };
  const html = renderPreview(await pageOf(app, await managedPagesOf(app.pool, { look, texts }), page), dress);
  return bounded({ html, css: `${pageCss()}\n${brandStyleSheet(branding)}` });
};
