/**
 * What each kind of provider does, and what is done once for all of them.
 *
 * A kind gives three things:
 * - `prepare`, when the provider is set up: ./saml/prepare.ts for SAML. Those of OpenID and social providers need nothing
 *   from outside: shared/domain/federation/provider-details.ts.
 * - `begin`, which leads the browser to the provider: ./oidc/begin.ts for OpenID and social providers, ./saml/begin.ts.
 * - `finish`, which reads what the browser brings back: in ./oidc/finish.ts for the endpoint /oauth2/idpresponse, in
 *   ./saml/finish.ts for /saml2/idpresponse. Each endpoint gives its own `finish` to `byProviderResponse`
 *   (shared/operations/by-provider-response.ts). So no function carries the kinds that never answer to it.
 *
 * What is the same for all stands beside: ./asked-provider.ts finds the provider, ./begin-federation.ts seals the state, which
 * the answer brings back, and ./external-sign-in.ts makes a user of an identity, or finds the one that there is.
 */
import type { ExternalIdentity } from '#shared/domain/federation/external-identity.ts';
import type { IdentityProvider, ProviderDetails, ProviderType } from '#shared/domain/federation/identity-provider.ts';
import type { SamlMetadata } from '#shared/domain/federation/saml-metadata.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import type { AuthorizationResponse } from '#shared/domain/oauth/authorization-response.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { ClientRecord } from '../directory/directory.ts';

/** A provider that is to be stored. */
export interface ProviderDraft {
  readonly pool: UserPool;
  readonly name: string;
  readonly type: ProviderType;
  /** All that was given, secrets among it. */
  readonly details: ProviderDetails;
  /** The provider as it was, where it is updated. */
  readonly former: IdentityProvider | undefined;
}

/** What a kind makes of it. */
export interface PreparedProvider {
  /**
   * The details as they are told: what was given, and what the kind adds. No secrets. `MetadataFile` is taken out and
   * stored beside the provider.
   */
  readonly details: ProviderDetails;
  /** What is to be sealed, in clear, by name. Former secrets that are not named here are kept. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly saml?: SamlMetadata;
}

/** Throws InvalidParameterException, with Cognito's text, for details that do not do. */
export type PrepareProvider = (draft: ProviderDraft) => Promise<PreparedProvider>;

/** What a kind wants back with the answer: nonce, code verifier, id of the request. Sealed, so it may be secret. */
export type Remembered = Readonly<Record<string, string>>;

/** What an app asks for that its provider hears of. */
export type ProviderWishes = Pick<AuthorizationRequest, 'loginHint' | 'prompts' | 'maxAge' | 'acrValues'>;

/** Somebody who wants to sign in through a provider. */
export interface BeginRequest {
  readonly app: ClientRecord;
  readonly provider: IdentityProvider;
  /** Scheme and host of the domain that the browser is at. The addresses of answers are below it. */
  readonly origin: string;
  /** What the app asked for, as far as it is for the provider, too. */
  readonly request: ProviderWishes;
  /**
   * Makes the value of `state` or RelayState. It is 500 to 4,000 characters long, has no character that is escaped in a
   * query, counts for five minutes, and only in this browser.
   */
  readonly seal: (remembered: Remembered) => Promise<string>;
}

/** Leads the browser to the provider: by a redirect, or by a form that it posts. Throws OAuthError. */
export type BeginSignIn = (request: BeginRequest) => Promise<AuthorizationResponse>;

/** What a browser brings back from a provider, in answer to a request of this browser. */
export interface ProviderAnswer {
  readonly app: ClientRecord;
  readonly provider: IdentityProvider;
  readonly origin: string;
  /** Of the query, or of the form that was posted. */
  readonly parameters: Parameters;
  readonly remembered: Remembered;
}

/**
 * @public Checks the answer of a provider, and gives whom it is about. Throws OAuthError with Cognito's code and description:
 * the app hears of it at its redirect URI.
 */
export type FinishSignIn = (answer: ProviderAnswer) => Promise<ExternalIdentity>;
