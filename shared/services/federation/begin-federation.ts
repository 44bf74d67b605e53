/** The way to a provider, and what it is to bring back. */
import type { ProviderType } from '#shared/domain/federation/identity-provider.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { AuthorizationResponse } from '#shared/domain/oauth/authorization-response.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { providerOf } from './asked-provider.ts';
import { browserIdOf, sealState } from './federation-state.ts';
import type { BeginSignIn } from './provider-kinds.ts';

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
  readonly request: AuthorizationRequest;
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

/** Leads a browser to the provider of that name. Throws OAuthError. */
export const beginFederation = async (departure: Departure, name: string): Promise<Begun> => {
  const { app, request, query, origin } = departure;
  const provider = await providerOf(app, name);
  const browser = browserIdOf(departure.browser);
  const begin = await begins[provider.type]();
  const response = await begin({
    app,
    provider,
    origin,
    request,
    seal: (remembered) => sealState(app, { providerName: name, query, remembered }, browser),
  });
  return { response, browser };
};
