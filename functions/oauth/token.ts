/** The token endpoint: RFC 6749 section 3.2. */
import { proofIn } from '#shared/api/dpop-request.ts';
import { formOf } from '#shared/api/form.ts';
import { oauthEndpoint, oauthJson, wrongMethod } from '#shared/api/oauth-endpoint.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { claimsIn } from '#shared/domain/tokens/signed-token.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { originOf } from '#shared/operations/by-authorization-request.ts';
import { noteUse } from '#shared/services/app-clients/registered-clients.ts';
import { authenticateClient } from '#shared/services/oauth/client-authentication.ts';
import { authorizationCode } from '#shared/services/oauth/grants/authorization-code.ts';
import { clientCredentials } from '#shared/services/oauth/grants/client-credentials.ts';
import { deviceCode, deviceCodeType } from '#shared/services/oauth/grants/device-code.ts';
import type { Grant, GrantedTokens } from '#shared/services/oauth/grants/grant.ts';
import { jwtBearer, jwtBearerType } from '#shared/services/oauth/grants/jwt-bearer.ts';
import { refreshToken } from '#shared/services/oauth/grants/refresh-token.ts';
import { tokenExchange, tokenExchangeType } from '#shared/services/oauth/grants/token-exchange.ts';
import { provenKey } from '#shared/services/oauth/proven-key.ts';

const grants: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshToken],
  ['client_credentials', clientCredentials],
  [deviceCodeType, deviceCode],
  [tokenExchangeType, tokenExchange],
  [jwtBearerType, jwtBearer],
]);

// In this order, as Cognito's.
const toBody = (granted: GrantedTokens) => ({
  id_token: granted.IdToken,
  access_token: granted.AccessToken,
  refresh_token: granted.RefreshToken,
  expires_in: granted.ExpiresIn,
  token_type: granted.TokenType,
  scope: granted.Scope,
  issued_token_type: granted.IssuedTokenType,
});

export const handler = oauthEndpoint({
  name: 'token',
  run: async (http) => {
    if (http.method !== 'POST') return wrongMethod('POST');
    const parameters = formOf(http);
    const grant = grants.get(parameters.require('grant_type'));
    if (!grant) throw new OAuthError('unsupported_grant_type');
    // Before the app is looked up, which counts the call.
    if (grant === clientCredentials) noteOnCall({ category: 'ClientAuthentication' });
    const { authorization, host = '' } = http.headers;
    const app = await authenticateClient({ parameters, authorization, host });
    const jkt = await provenKey(app, proofIn(http));
    const granted = await grant({ app, parameters, origin: originOf(http), jkt });
    await noteUse(app);
    // It asked for what it found somewhere, and is told what it got: RFC 6749 section 5.1.
    const told = app.client.registration ? { scope: claimsIn(granted.AccessToken).scope } : {};
    return oauthJson({ ...toBody(granted), ...told });
  },
});
