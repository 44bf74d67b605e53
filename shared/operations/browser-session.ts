/** The session that a browser has, in place of a sign-in. */
import { hostCookie } from '#shared/api/cookies.ts';
import type { Result } from '#shared/api/exchange.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { requestedLevels } from '#shared/domain/oauth/requested-levels.ts';
import { statedContext } from '#shared/domain/sign-in/authentication-context.ts';
import { askedProvider } from '#shared/services/federation/asked-provider.ts';
import { type Granted, grant } from '#shared/services/oauth/authorization.ts';
import {
  findSession,
  findSessionNamed,
  isEnough,
  type LiveSession,
  type NamedSession,
  ssoActivity,
  ssoCookie,
} from '#shared/services/oauth/sso-sessions.ts';
import type { AuthorizationCall } from './by-authorization-request.ts';
import { toGranted } from './granted.ts';

/** What the app wants to be asked of the user. */
export type Prompt = 'login' | 'select_account';

const ifEnough = async (
  { app, request }: AuthorizationCall,
  live: LiveSession | undefined,
): Promise<LiveSession | undefined> => {
  if (!live) return undefined;
  // Whoever names a provider by another name that it has means it as well.
  const identityProvider = request.identityProvider ?? (await askedProvider(app, request));
  return isEnough(app, { ...request, identityProvider }, live) ? live : undefined;
};

/**
 * The session, if it is enough for what the app asks, and the app asks for none of `prompts`. Throws invalid_request for an
 * identifier that no provider has.
 */
export const findUsableSession = async (
  call: AuthorizationCall,
  prompts: readonly Prompt[],
): Promise<LiveSession | undefined> => {
  const { http, app, request } = call;
  if (request.prompts.some((prompt) => prompts.some((one) => one === prompt))) return undefined;
  return ifEnough(call, await findSession(app, http.cookies.get(hostCookie(http, ssoCookie(app.pool)))));
};

/** The session of that name, which the browser had when its transaction began, if it is enough still. */
export const findUsableSessionNamed = async (
  call: AuthorizationCall,
  named: NamedSession,
): Promise<LiveSession | undefined> => ifEnough(call, await findSessionNamed(call.app, named));

/** Whom an app gets an answer about, where that is the user of the session. */
export const grantedBySession = ({ app, request, origin }: AuthorizationCall, live: LiveSession): Granted => {
  const { userKey, user, session } = live;
  const isAsked = requestedLevels(app.pool, request) !== undefined;
  const { id: ssoId, providerName } = session;
  const stated = { ...statedContext(app.pool, session, isAsked), ssoId };
  const authContext = providerName === undefined ? stated : { ...stated, providerName };
  return { userKey, user, authContext, origin };
};

/**
 * Takes the browser back to the app, as the user of the session, or to the page that asks the user first. `isAllowed` says
 * that the user was asked. Throws consent_required where the app forbids that.
 */
export const answerBySession = async (
  call: AuthorizationCall,
  live: LiveSession,
  isAllowed = false,
): Promise<Result> => {
  const { app, request, origin } = call;
  const granted = { ...grantedBySession(call, live), isAllowed };
  const response = await grant(app, request, granted, await ssoActivity(app, live, origin));
  if (response === 'consent' && request.prompts.includes('none')) throw new OAuthError('consent_required');
  return toGranted(call, response);
};
