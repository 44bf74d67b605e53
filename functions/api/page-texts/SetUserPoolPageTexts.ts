/**
 * Sets texts that a pool has on the pages of managed login, in one language, in place of those of the pages
 * (`Texts`, by name). They replace the former ones; a text that is not given is again that of the pages. An operation
 * of Gatehouse's own: its target is `Gatehouse.SetUserPoolPageTexts`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { assertOwnTexts } from '#shared/pages/texts/own-texts.ts';
import { catalogueOf, languages } from '#shared/pages/texts/texts.ts';
import { setPageTexts } from '#shared/services/page-texts/page-texts.ts';
import { PageTextsType } from '#shared/wire/page-texts.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, Language: v.picklist(languages), Texts: PageTextsType });

export const { definition, handler } = signed({
  name: 'SetUserPoolPageTexts',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, Language, Texts }): Promise<v.InferOutput<typeof request>> => {
    assertOwnTexts(await catalogueOf(Language), Texts);
    await setPageTexts({ poolId: UserPoolId, language: Language, texts: Texts });
    return { UserPoolId, Language, Texts };
  },
});
