/**
 * The authorization endpoint, RFC 6749 section 3.1 and OpenID Connect Core section 3.1.2: with a session it answers the
 * app at once, otherwise it leads to the sign-in page. Requests may be posted, or pushed before (RFC 9126).
 */
import { originOfViewer } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { ledToGet, redirect } from '#shared/api/page-endpoint.ts';
import { clientOAuth } from '#shared/domain/app-clients/client-oauth.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { answerBySession, findUsableSession } from '#shared/operations/browser-session.ts';
import { type AuthorizationCall, byAuthorizationRequest } from '#shared/operations/by-authorization-request.ts';
import { leadToProvider } from '#shared/operations/federated-pages.ts';
import { formCookie } from '#shared/operations/page-forms.ts';
import { providerAtOnce } from '#shared/services/federation/asked-provider.ts';
import { takePushedRequest } from '#shared/services/oauth/pushed-requests.ts';

const answer = async (call: AuthorizationCall): Promise<Result> => {
  const { http, app, request } = call;
  const live = await findUsableSession(call, ['login', 'select_account']);
  if (live) return answerBySession(call, live);
  if (request.prompts.includes('none')) throw new OAuthError('login_required');
  const provider = await providerAtOnce(app, request);
  if (provider !== undefined) return leadToProvider(call, provider);
  const { ownPages } = clientOAuth(app.client);
  // On demand: most clients show our pages.
  if (ownPages)
    return (await import('#shared/operations/own-pages/lead-to-own-pages.ts')).leadToOwnPages(call, ownPages);
  // Scripts that do not read pages take the token of the form from the cookie of this answer.
  return redirect(`${originOfViewer(http)}/login?${http.query}`, [await formCookie(call)]);
};

const toGet = (http: HttpRequest): Result | undefined =>
  http.method === 'POST' ? ledToGet(http, '/oauth2/authorize') : undefined;

export const handler = byAuthorizationRequest('authorize', answer, { before: toGet, open: takePushedRequest });
