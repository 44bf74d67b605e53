/**
 * Shows how a page of an app client would look with a style that is not saved: managed login (`ManagedLoginVersion` 2) by `Settings`,
 * `Assets` and `Texts`, which change the client's style as UpdateManagedLoginBranding would, or classic pages by `CSS` and
 * `ImageFile`. It is checked as where it is saved, and nothing is stored. `Html` is a page that does nothing, `Css` its style. An
 * operation of Gatehouse's own: its target is `Gatehouse.GetBrandingPreview`.
 */

import * as v from 'valibot';
import { usualBounds } from '#shared/api/validation.ts';
import { dataAddress } from '#shared/domain/branding/image-address.ts';
import { assertCss } from '#shared/domain/ui-customization/css.ts';
import { toImage } from '#shared/domain/ui-customization/image.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { previewClassic, previewedPages, previewManaged } from '#shared/operations/page-preview.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { assertOwnTexts } from '#shared/pages/texts/own-texts.ts';
import { catalogueOf, languages } from '#shared/pages/texts/texts.ts';
import { cachedClientOf } from '#shared/services/directory/directory.ts';
import { brandingBytes, brandingMembers, toBrandingChange } from '#shared/wire/managed-login-branding.ts';
import { PageTextsType } from '#shared/wire/page-texts.ts';
import { ClientIdType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { CSSType, ImageFileType } from '#shared/wire/ui-customization.ts';

const classicMembers = { CSS: v.optional(CSSType), ImageFile: v.optional(ImageFileType) };

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ManagedLoginVersion: v.picklist([1, 2]),
  Page: v.optional(v.picklist(previewedPages), 'SIGN_IN'),
  Language: v.optional(v.picklist(languages), 'en'),
  Texts: v.optional(PageTextsType),
  ...brandingMembers,
  ...classicMembers,
});

type Asked = v.InferOutput<typeof request>;

const managedNames = ['Settings', 'Assets', 'Texts', 'UseCognitoProvidedValues'] as const;
const classicNames = ['CSS', 'ImageFile'] as const;

const assertFitting = (asked: Asked): void => {
  const others = asked.ManagedLoginVersion === 1 ? managedNames : classicNames;
  const wrong = others.find((name) => asked[name] !== undefined);
  if (wrong === undefined) return;
  const message = `${wrong} is not for ManagedLoginVersion ${asked.ManagedLoginVersion}.`;
  throw new CognitoException('InvalidParameterException', message);
};

interface Response {
  readonly Html: string;
  readonly Css: string;
}

export const { definition, handler } = signedOnPool({
  name: 'GetBrandingPreview',
  request,
  // Images are in it.
  bounds: { ...usualBounds, bodyBytes: brandingBytes },
  throws: [],
  run: async (asked, { pool }): Promise<Response> => {
    assertFitting(asked);
    const { CSS, ImageFile, Page, Language, Texts } = asked;
    const app = await cachedClientOf(pool.id, asked.ClientId);
    if (asked.ManagedLoginVersion === 1) {
      if (CSS) assertCss(CSS);
      const image = ImageFile?.length ? toImage(ImageFile) : undefined;
      const { html, css } = await previewClassic(app, Page, {
        css: CSS,
        logo: image && dataAddress(image.type, image.bytes),
      });
      return { Html: html, Css: css };
    }
    if (Texts) assertOwnTexts(await catalogueOf(Language), Texts);
    const { html, css } = await previewManaged(app, Page, {
      change: toBrandingChange(asked),
      language: Language,
      texts: Texts,
    });
    return { Html: html, Css: css };
  },
});
