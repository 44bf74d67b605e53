/** The page of errors: what is wrong with a request of which no app can be told. Its status is 400, as Cognito's. */
import { queryOf } from '#shared/api/form.ts';
import { pageAnswer, pageEndpoint } from '#shared/api/page-endpoint.ts';
import { errorPage } from '#shared/pages/error-page.tsx';

// Only what an error can be is repeated: a link must not make the page say just anything.
const codeForm = /^[A-Za-z_ ]{1,64}$/;

export const handler = pageEndpoint({
  name: 'error',
  run: async (http) => {
    const [code] = queryOf(http).all('error');
    const shown = code !== undefined && codeForm.test(code) ? code : undefined;
    return pageAnswer(errorPage(shown), { statusCode: 400 });
  },
});
