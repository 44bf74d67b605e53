/**
 * Forms that scripts post to pages of managed login as Remix, of which Cognito's are made, posts them: with `_data` in the
 * query. Where the form leads is told in headers, and what is wrong as JSON.
 */
import type { Result } from '#shared/api/exchange.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';

const parameter = /(?:^|&)_data=routes(?:%2F|\/)\w+/i;

/** True for a form that asks for data in place of a page. */
export const isDataRequest = ({ method, query }: HttpRequest): boolean => method === 'POST' && parameter.test(query);

/** The query of a page, without what only asks for data. */
export const pageQuery = ({ query }: Pick<HttpRequest, 'query'>): string =>
  query.replace(/(^|&)_data=[^&]*/g, '').replace(/^&/, '');

/** The answer with data in place of a page. */
export const dataAnswer = (data: object, cookies: readonly string[]): Result => ({
  statusCode: 200,
  headers: {
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'x-remix-response': 'yes',
  },
  cookies: [...cookies],
  body: JSON.stringify(data),
});

/** The same where the form leads on: 204, and headers that say where to. Any other answer stays. */
export const asDataAnswer = (http: HttpRequest, answer: Result): Result => {
  const { statusCode, headers = {}, cookies = [] } = answer;
  const { location, ...others } = headers;
  if (!isDataRequest(http) || statusCode !== 302 || location === undefined) return answer;
  return {
    ...answer,
    statusCode: 204,
    headers: {
      ...others,
      'x-remix-redirect': location,
      'x-remix-status': '302',
      ...(cookies.length > 0 && { 'x-remix-revalidate': 'yes' }),
    },
  };
};
