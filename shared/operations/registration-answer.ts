import type { Result } from '#shared/api/exchange.ts';
import { oauthJson } from '#shared/api/oauth-endpoint.ts';
import type { RegisteredClient } from '#shared/domain/app-clients/registered-client.ts';
import { registrableScopes } from '#shared/domain/app-clients/registered-client.ts';
import { registrationSettings } from '#shared/domain/user-pools/registration-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

interface Told {
  readonly pool: UserPool;
  readonly client: RegisteredClient;
  /** The registration access token. */
  readonly token: string;
  /** The secret, which is told once. */
  readonly secret?: string | undefined;
  readonly statusCode?: number;
}

const grantTypes = ({ settings }: RegisteredClient): readonly string[] =>
  settings.AllowedOAuthFlows?.includes('client_credentials')
    ? ['client_credentials']
    : ['authorization_code', 'refresh_token'];

const keysOf = ({ oauth }: RegisteredClient) => ({
  ...(oauth?.jwksUri !== undefined && { jwks_uri: oauth.jwksUri }),
  ...(oauth?.jwks !== undefined && { jwks: JSON.parse(oauth.jwks) }),
});

const logoutOf = ({ oauth }: RegisteredClient) =>
  oauth?.backchannelLogoutUri !== undefined && {
    backchannel_logout_uri: oauth.backchannelLogoutUri,
    backchannel_logout_session_required: oauth.backchannelLogoutSessionRequired ?? false,
  };

/** What a client that registered itself is told of its registration: RFC 7591 section 3.2.1, RFC 7592 section 3. */
export const registrationAnswer = ({ pool, client, token, secret, statusCode }: Told): Result => {
  const { id, settings, registration, createdAt } = client;
  const { issuer, displayName, authMethod, stated } = registration;
  const isMachine = settings.AllowedOAuthFlows?.includes('client_credentials') ?? false;
  return oauthJson(
    {
      client_id: id,
      client_id_issued_at: Math.floor(createdAt / 1000),
      ...(secret !== undefined && { client_secret: secret }),
      ...(client.secrets.length > 0 && { client_secret_expires_at: 0 }),
      registration_access_token: token,
      registration_client_uri: `${issuer}/oauth2/register/${id}`,
      ...(displayName !== undefined && { client_name: displayName }),
      redirect_uris: settings.CallbackURLs ?? [],
      token_endpoint_auth_method: authMethod,
      grant_types: grantTypes(client),
      response_types: isMachine ? [] : ['code'],
      // What it may ask for, which may be more than it asked for: a later request may need more.
      scope: registrableScopes(registrationSettings(pool)).join(' '),
      ...keysOf(client),
      ...logoutOf(client),
      ...stated,
    },
    statusCode,
  );
};
