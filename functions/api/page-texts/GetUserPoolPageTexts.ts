/**
 * Tells the texts of the pages of managed login in one language: what SetUserPoolPageTexts set for the pool (`Texts`),
 * and all texts of the pages by name (`DefaultTexts`). An operation of Gatehouse's own: its target is
 * `Gatehouse.GetUserPoolPageTexts`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { namedTexts, type OwnTexts } from '#shared/pages/texts/own-texts.ts';
import { catalogueOf, type Language, languages } from '#shared/pages/texts/texts.ts';
import { getPageTexts } from '#shared/services/page-texts/page-texts.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, Language: v.picklist(languages) });

interface Response {
  readonly UserPoolId: string;
  readonly Language: Language;
  readonly Texts: OwnTexts;
  readonly DefaultTexts: OwnTexts;
}

export const { definition, handler } = signed({
  name: 'GetUserPoolPageTexts',
  request,
  throws: [],
  run: async ({ UserPoolId, Language }): Promise<Response> => {
    const Texts = await getPageTexts(UserPoolId, Language);
    return { UserPoolId, Language, Texts, DefaultTexts: namedTexts(await catalogueOf(Language)) };
  },
});
