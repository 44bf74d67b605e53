/** The way to a provider, and what it is to bring back. */
import type { IdentityProvider, ProviderType } from '#shared/domain/federation/identity-provider.ts';
import type { AuthorizationResponse } from '#shared/domain/oauth/authorization-response.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { providerOf } from './asked-provider.ts';
import { browserIdOf, sealState } from './federation-state.ts';
import type { BeginSignIn, ProviderWishes } from './provider-kinds.ts';

// On demand: only the kind that is asked for is loaded.
const openId = async (): Promise<BeginSignIn> => (await import('./oidc/begin.ts')).beginOpenId;

const begins: Readonly<Record<ProviderType, () => Promise<BeginSignIn>>> = {
  OIDC: openId,
  Google: openId,
  Facebook: openId,
  LoginWithAmazon: openId,
  SignInWithApple: openId,
  SAML: async () => (await import('./saml/begin.ts')).beginSaml,
};

interface Departure {
  readonly app: ClientRecord;
  readonly request: ProviderWishes;
  /** The query by which the app asked. */
  readonly query: string;
  /** Scheme and host that the browser asked. */
  readonly origin: string;
  /** The value of the cookie that binds states, if the browser has it. */
  readonly browser: string | undefined;
}

interface Begun {
  readonly response: AuthorizationResponse;
  /** The value of that cookie from now on. */
  readonly browser: string;
}

const leaveFor = async (departure: Departure, provider: IdentityProvider, testId?: string): Promise<Begun> => {
  const { app, request, query, origin } = departure;
  const browser = browserIdOf(departure.browser);
  const begin = await begins[provider.type]();
  const response = await begin({
    app,
    provider,
    origin,
    request,
    seal: (remembered) => sealState(app, { providerName: provider.name, query, remembered, testId }, browser),
  });
  return { response, browser };
};

/** Leads a browser to the provider of that name. Throws OAuthError. */
export const beginFederation = async (departure: Departure, name: string): Promise<Begun> =>
  leaveFor(departure, await providerOf(departure.app, name));

const noWishes: ProviderWishes = { loginHint: undefined, prompts: [], maxAge: undefined, acrValues: [] };

/** Leads a browser to the provider, for a test of it. What the provider answers is marked as of that test. Throws OAuthError. */
export const beginTest = (
  departure: Omit<Departure, 'request' | 'query'>,
  provider: IdentityProvider,
  testId: string,
): Promise<Begun> => leaveFor({ ...departure, request: noWishes, query: '' }, provider, testId);
