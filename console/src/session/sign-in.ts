/** The way over the hosted pages: an authorization code with PKCE (RFC 6749, RFC 7636). */
import { ApiError } from '../api/errors.ts';
import { challengeOf, randomText } from './pkce.ts';

/** The app client by which operators sign in. */
export interface Client {
  readonly poolId: string;
  readonly clientId: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
}

/** How the browser came back: with a code, with an error, or not from the hosted pages at all. */
export type Return =
  | { readonly kind: 'none' }
  | { readonly kind: 'code'; readonly code: string; readonly verifier: string }
  | { readonly kind: 'error'; readonly message: string };

// What is begun, until the browser comes back: no token, and of no use without the code.
const begun = 'gatehouse-console-sign-in';

const redirectUri = (): string => `${location.origin}/console/`;

const takeBegun = (): { readonly state: string; readonly verifier: string; readonly route: string } | undefined => {
  const text = sessionStorage.getItem(begun);
  sessionStorage.removeItem(begun);
  const [state, verifier, ...route] = (text ?? '').split(' ');
  return state && verifier ? { state, verifier, route: route.join(' ') } : undefined;
};

/** Leads the browser to the hosted pages, to come back to the route that it shows now. */
export const goToSignIn = async ({ clientId }: Client): Promise<void> => {
  const [state, verifier] = [randomText(24), randomText(48)];
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid aws.cognito.signin.user.admin',
    redirect_uri: redirectUri(),
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: 'S256',
  });
  sessionStorage.setItem(begun, `${state} ${verifier} ${location.hash}`);
  location.assign(`${location.origin}/oauth2/authorize?${query}`);
};

/** Leads the browser to the end of its session of the hosted pages, and back to the console. */
export const goToLogout = ({ clientId }: Client): void => {
  location.assign(
    `${location.origin}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: redirectUri() })}`,
  );
};

/**
 * How the browser came here. The code goes out of the address at once, and what was begun is forgotten: both count
 * once. The route of before is in the address again.
 */
export const takeReturn = (): Return => {
  const query = new URLSearchParams(location.search);
  const known = takeBegun();
  if (location.search === '') return { kind: 'none' };
  const isOurs = known !== undefined && query.get('state') === known.state;
  history.replaceState(null, '', `/console/${isOurs ? known.route : location.hash}`);
  const [code, error] = [query.get('code'), query.get('error')];
  if (code === null && error === null) return { kind: 'none' };
  // A link of somebody else's may lead here, too.
  if (!isOurs) return { kind: 'error', message: 'This is not the sign-in that was begun in this tab.' };
  if (code === null) return { kind: 'error', message: query.get('error_description') ?? error ?? '' };
  return { kind: 'code', code, verifier: known.verifier };
};

const textIn = (body: unknown, member: string): string | undefined => {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Reflect.get(body, member);
  return typeof value === 'string' ? value : undefined;
};

const askForTokens = async (form: Readonly<Record<string, string>>): Promise<Tokens> => {
  const answer = await fetch(`${location.origin}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(35_000),
  }).catch((cause: unknown) => {
    throw new ApiError('NetworkError', 'The deployment cannot be reached.', 0, { cause });
  });
  const body: unknown = await answer.json().catch(() => undefined);
  const accessToken = textIn(body, 'access_token');
  if (answer.ok && accessToken) return { accessToken, refreshToken: textIn(body, 'refresh_token') };
  const name = textIn(body, 'error') ?? 'ServiceUnavailable';
  throw new ApiError(name, textIn(body, 'error_description') ?? 'The sign-in gave no tokens.', answer.status);
};

/** The tokens for a code. Throws ApiError. */
export const redeemCode = ({ clientId }: Client, code: string, verifier: string): Promise<Tokens> =>
  askForTokens({
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    redirect_uri: redirectUri(),
    code_verifier: verifier,
  });

/** New tokens for a refresh token. Throws ApiError: `invalid_grant` where the session has ended. */
export const refresh = ({ clientId }: Client, refreshToken: string): Promise<Tokens> =>
  askForTokens({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken });

/** Ends the session of a refresh token (RFC 7009). It does not throw: whoever signs out is signed out here in any case. */
export const revoke = async ({ clientId }: Client, token: string): Promise<void> => {
  await fetch(`${location.origin}/oauth2/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, token }),
    credentials: 'omit',
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
};
