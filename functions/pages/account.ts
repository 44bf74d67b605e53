/**
 * The page where users keep their own account: an overview, and a part for each kind of thing. It needs the session of the
 * pages; without one, and with one that is too old for what is delicate, it leads to sign-in, which comes back. Every part does
 * what operations do, by the same rules. Where the pool has not switched it on, nothing is there.
 */
import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageEndpoint } from '#shared/api/page-endpoint.ts';
import { nothingThere } from '#shared/api/unknown-operation.ts';
import { accountPath } from '#shared/domain/oauth/authorization-request.ts';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';
import { accountPageSettings } from '#shared/domain/user-pools/account-page.ts';
import { answerAccount } from '#shared/operations/account/answer-account.ts';
import { findAccountApp } from '#shared/operations/account/find-account-app.ts';
import { answerAuthorization } from '#shared/operations/by-authorization-request.ts';

// The sign-in that it may lead to is for this page, whatever the query says of another one.
const queryFor = (http: HttpRequest, clientId: string): string => {
  const query = new URLSearchParams(http.query);
  query.set('client_id', clientId);
  query.set('response_type', 'account');
  query.delete('account_part');
  const [, part] = http.path.split(`${accountPath}/`);
  if (part !== undefined) query.set('account_part', part);
  return query.toString();
};

export const handler = pageEndpoint({
  name: 'account',
  run: async (http): Promise<Result> => {
    const app = await findAccountApp(queryOf(http), http.headers.host ?? '');
    if (!app || !accountPageSettings(app.pool).enabled) return nothingThere(http);
    const query = queryFor(http, app.client.id);
    return answerAuthorization({ ...http, query }, parseParameters(query), answerAccount);
  },
});
