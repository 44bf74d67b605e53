/** What the library calls a provider, as far as tests set it. */
export interface Provider {
  readonly id?: string;
  readonly name?: string;
  readonly type?: 'oidc';
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly client?: { readonly token_endpoint_auth_method: string };
  readonly checks?: readonly ('pkce' | 'state' | 'nonce')[];
  readonly idToken?: boolean;
  readonly authorization?: { readonly params: Readonly<Record<string, string>> };
}

/** The library's own provider for Cognito. */
export const Cognito: (options: Pick<Provider, 'clientId' | 'clientSecret' | 'issuer'>) => Provider;

/** An app below /auth that signs in by this provider. Its session holds the ID token. It notes errors in `heard`. */
export const newApp: (provider: Provider, heard?: string[]) => (request: Request) => Promise<Response>;
