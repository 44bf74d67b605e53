/**
 * Where SAML providers send messages about logouts: SAML 2.0 Profiles section 4.4. An answer to a request of ours leads on to
 * where the app wants the browser. A request of a provider signs its user out.
 */
import { hostCookie, originOfViewer, setCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { formOf, queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageEndpoint, redirect } from '#shared/api/page-endpoint.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import { UntrustedRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { backToApp, toErrorPage } from '#shared/operations/by-authorization-request.ts';
import { signedOut } from '#shared/operations/signed-out.ts';
import { logoutOf } from '#shared/services/federation/saml/addresses.ts';
import { logOutByProvider, type ReceivedLogout } from '#shared/services/federation/saml/incoming-logout.ts';
import { openLogout } from '#shared/services/federation/saml/logout-state.ts';
import { findAppById } from '#shared/services/oauth/authorization.ts';
import { ssoCookie } from '#shared/services/oauth/sso-sessions.ts';
import { poolAtHost } from '#shared/services/user-pool-domains/served-pool.ts';

const mostBytes = 512 * 1024;

// The answer itself is not read: nothing depends on it, as the session here is over, and RelayState is our own.
const afterOurs = async (http: HttpRequest, parameters: Parameters): Promise<Result> => {
  const state = await openLogout(parameters.get('RelayState') ?? '');
  if (!state) throw new UntrustedRequest('invalid_request');
  const { pool, clientId, location } = state;
  if (location !== undefined) return redirect(location);
  const app = await findAppById(clientId, http.headers.host ?? '').catch(() => undefined);
  return signedOut(http, app ?? { pool, client: {} });
};

const receivedIn = (http: HttpRequest, parameters: Parameters): ReceivedLogout =>
  http.method === 'POST'
    ? { form: { message: parameters.get('SAMLRequest') ?? '', relayState: parameters.get('RelayState') } }
    : { query: http.query };

const byProvider = async (http: HttpRequest, parameters: Parameters): Promise<Result> => {
  const { pool } = await poolAtHost(http.headers.host ?? '');
  const answer = await logOutByProvider(pool, receivedIn(http, parameters), logoutOf(originOfViewer(http)));
  const cookies = [setCookie(http, hostCookie(http, ssoCookie(pool)), '', { maxAge: 0 })];
  return answer ? backToApp(answer, cookies) : signedOut(http, { pool, client: {} }, cookies);
};

export const handler = pageEndpoint({
  name: 'saml2Logout',
  run: async (http) => {
    const parameters = http.method === 'POST' ? formOf(http, mostBytes) : queryOf(http);
    try {
      const isAnswer = parameters.get('SAMLRequest') === undefined;
      return await (isAnswer ? afterOurs(http, parameters) : byProvider(http, parameters));
    } catch (error) {
      if (error instanceof UntrustedRequest) return toErrorPage(http, error);
      if (error instanceof SamlRefusal) return toErrorPage(http, new UntrustedRequest('invalid_request'));
      throw error;
    }
  },
});
