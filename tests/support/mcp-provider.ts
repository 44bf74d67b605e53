import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';

/** What a client of MCP keeps: in memory, as the SDK's own example does. */
export interface MemoryProvider extends OAuthClientProvider {
  /** Where the user was sent. */
  readonly sentTo: URL[];
  readonly kept: { tokens?: OAuthTokens | undefined; client?: OAuthClientInformationMixed | undefined };
}

export const newProvider = (
  redirectUrl: string,
  more: Partial<OAuthClientMetadata> = {},
  clientMetadataUrl?: string,
): MemoryProvider => {
  const kept: MemoryProvider['kept'] = {};
  const sentTo: URL[] = [];
  let verifier = '';
  return {
    sentTo,
    kept,
    redirectUrl,
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    clientMetadata: {
      client_name: 'Test agent (1.0)',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      ...more,
    },
    state: () => 'a-state',
    clientInformation: () => kept.client,
    saveClientInformation: (client) => {
      kept.client = client;
    },
    tokens: () => kept.tokens,
    saveTokens: (tokens) => {
      kept.tokens = tokens;
    },
    redirectToAuthorization: (url) => {
      sentTo.push(url);
    },
    saveCodeVerifier: (text) => {
      verifier = text;
    },
    codeVerifier: () => verifier,
  };
};
