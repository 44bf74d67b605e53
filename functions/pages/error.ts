/** The page of errors: what is wrong with a request of which no app can be told. Its status is 400, as Cognito's. */
import { queryOf } from '#shared/api/form.ts';
import { pageAnswer, pageEndpoint } from '#shared/api/page-endpoint.ts';
import { type PageCall, plainAnswer } from '#shared/operations/page-dress.ts';
import { errorPage } from '#shared/pages/error-page.tsx';
import { errorPage as managedErrorPage } from '#shared/pages/managed/plain-pages.tsx';
import { pageFamilyAt } from '#shared/services/branding/page-family.ts';
import { findAppById } from '#shared/services/oauth/authorization.ts';

// Only what an error can be is repeated: a link must not make the page say just anything.
const codeForm = /^[A-Za-z_ ]{1,64}$/;

const clientForm = /^[\w+]{1,128}$/;

// The page looks like those of the client that the error is about, where the host serves it.
const callOf = async (http: PageCall['http']): Promise<PageCall | undefined> => {
  const [clientId = ''] = queryOf(http).all('client_id');
  const host = http.headers.host ?? '';
  if (!clientForm.test(clientId)) return undefined;
  const app = await findAppById(clientId, host).catch(() => undefined);
  return app && { http, app, family: await pageFamilyAt(app, host) };
};

export const handler = pageEndpoint({
  name: 'error',
  run: async (http) => {
    const [code] = queryOf(http).all('error');
    const shown = code !== undefined && codeForm.test(code) ? code : undefined;
    const call = await callOf(http);
    if (call?.family !== 'managed') return pageAnswer(errorPage(shown), { statusCode: 400 });
    return plainAnswer(call, (texts) => managedErrorPage(texts, shown), { statusCode: 400 });
  },
});
