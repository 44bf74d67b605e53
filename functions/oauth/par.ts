/**
 * The pushed authorization request endpoint: RFC 9126. A client that has proved itself hands in what it would otherwise have a
 * browser carry, and gets a reference that is good once. Cognito has no such endpoint.
 */
import { proofIn } from '#shared/api/dpop-request.ts';
import { formOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { oauthEndpoint, oauthJson, wrongMethod } from '#shared/api/oauth-endpoint.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import { authenticateClient } from '#shared/services/oauth/client-authentication.ts';
import { checkPushed } from '#shared/services/oauth/pushed-authorization.ts';
import { pushedLifetime, pushRequest } from '#shared/services/oauth/pushed-requests.ts';

// Pages carry the request on, and an address has its limits.
const mostBytes = 4096;

const ofClients = ['client_secret', 'client_assertion', 'client_assertion_type'];

const requestIn = ({ body }: HttpRequest, { client }: ClientRecord): URLSearchParams => {
  const request = new URLSearchParams(Buffer.from(body).toString());
  for (const name of ofClients) request.delete(name);
  request.set('client_id', client.id);
  const isTooLarge = request.toString().length > mostBytes;
  if (isTooLarge) throw new OAuthError('invalid_request', { description: 'The request is too large.', status: 413 });
  return request;
};

export const handler = oauthEndpoint({
  name: 'par',
  run: async (http) => {
    if (http.method !== 'POST') return wrongMethod('POST');
    const parameters = formOf(http);
    const { authorization, host = '' } = http.headers;
    const app = await authenticateClient({ parameters, authorization, host }, 401);
    const query = await checkPushed(app, requestIn(http, app), proofIn(http));
    return oauthJson({ request_uri: await pushRequest(app, query), expires_in: pushedLifetime }, 201);
  },
});
