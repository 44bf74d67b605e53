/**
 * The authorization endpoint, RFC 6749 section 3.1 and OpenID Connect Core section 3.1.2: with a session it answers the
 * app at once, otherwise it leads to the sign-in page. Requests may be posted.
 */
import { hostCookie, originOfViewer } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { ledToGet, redirect } from '#shared/api/page-endpoint.ts';
import { now } from '#shared/config/clock.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { requestedLevels } from '#shared/domain/oauth/requested-levels.ts';
import { isFresh, reachesOneOf, statedContext } from '#shared/domain/sign-in/authentication-context.ts';
import {
  type AuthorizationCall,
  backToApp,
  byAuthorizationRequest,
} from '#shared/operations/by-authorization-request.ts';
import { leadToProvider } from '#shared/operations/federated-pages.ts';
import { askedProvider } from '#shared/services/federation/begin-federation.ts';
import { grant } from '#shared/services/oauth/authorization.ts';
import { findSession, type LiveSession, ssoActivity, ssoCookie } from '#shared/services/oauth/sso-sessions.ts';

// These ask the user, whatever was proved before.
const asks: readonly string[] = ['login', 'select_account'];

const isEnough = ({ app, request }: AuthorizationCall, { session }: LiveSession): boolean => {
  const { expectedSub, maxAge } = request;
  const levels = requestedLevels(app.pool, request);
  const isExpected = expectedSub === undefined || expectedSub === session.sub;
  return isExpected && isFresh(session, maxAge, now()) && (!levels || reachesOneOf(levels, session.amr));
};

const findUsable = async (call: AuthorizationCall): Promise<LiveSession | undefined> => {
  const { http, app, request } = call;
  if (request.prompts.some((prompt) => asks.includes(prompt))) return undefined;
  const live = await findSession(app, http.cookies.get(hostCookie(http, ssoCookie(app.pool))));
  return live && isEnough(call, live) ? live : undefined;
};

const answer = async (call: AuthorizationCall): Promise<Result> => {
  const { http, app, request, origin } = call;
  const live = await findUsable(call);
  if (live) {
    const { userKey, user, session } = live;
    const isAsked = requestedLevels(app.pool, request) !== undefined;
    const authContext = { ...statedContext(app.pool, session, isAsked), ssoId: session.id };
    const granted = { userKey, user, authContext, origin };
    return backToApp(await grant(app, request, granted, ssoActivity(app, live, origin)));
  }
  if (request.prompts.includes('none')) throw new OAuthError('login_required');
  const provider = await askedProvider(app, request);
  if (provider !== undefined) return leadToProvider(call, provider);
  return redirect(`${originOfViewer(http)}/login?${http.query}`);
};

const toGet = (http: HttpRequest): Result | undefined =>
  http.method === 'POST' ? ledToGet(http, '/oauth2/authorize') : undefined;

export const handler = byAuthorizationRequest('authorize', answer, toGet);
