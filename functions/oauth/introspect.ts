/**
 * The introspection endpoint: RFC 7662. It tells a client that can prove itself what a token of its pool says, and whether
 * the token still holds. Cognito has no such endpoint.
 */
import { formOf } from '#shared/api/form.ts';
import { oauthEndpoint, oauthJson, wrongMethod } from '#shared/api/oauth-endpoint.ts';
import { isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { authenticateClient, refusedClient } from '#shared/services/oauth/client-authentication.ts';
import { introspect } from '#shared/services/oauth/introspection.ts';

export const handler = oauthEndpoint({
  name: 'introspect',
  run: async (http) => {
    if (http.method !== 'POST') return wrongMethod('POST');
    const parameters = formOf(http);
    const { authorization, host = '' } = http.headers;
    const app = await authenticateClient({ parameters, authorization, host }, 401);
    if (!isConfidential(app.client)) throw refusedClient(401);
    return oauthJson(await introspect(app, parameters.require('token')));
  },
});
