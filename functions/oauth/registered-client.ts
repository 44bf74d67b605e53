/**
 * What a client that registered itself does about that: RFC 7592. With its registration access token, GET tells what is known
 * of it, PUT replaces that, and DELETE removes the client.
 */
import { auditedRequest } from '#shared/api/audited-request.ts';
import { bearerTokenOf, metadataOf } from '#shared/api/json-body.ts';
import { oauthEmpty, oauthEndpoint, wrongMethod } from '#shared/api/oauth-endpoint.ts';
import { toldChanges } from '#shared/observability/audited-operation.ts';
import { registrationAnswer } from '#shared/operations/registration-answer.ts';
import { countStranger } from '#shared/services/app-clients/calls-of-strangers.ts';
import { cachedPool } from '#shared/services/directory/directory.ts';
import {
  ownRegistration,
  removeRegistration,
  replaceRegistration,
} from '#shared/services/oauth/client-registration.ts';

export const handler = oauthEndpoint({
  name: 'registeredClient',
  audited: (call) => auditedRequest(call, toldChanges(call.changes)),
  run: async (http) => {
    if (!['GET', 'PUT', 'DELETE'].includes(http.method)) return wrongMethod('GET, PUT, DELETE');
    const token = bearerTokenOf(http);
    await countStranger();
    const client = await ownRegistration(http.path.slice(http.path.lastIndexOf('/') + 1), token);
    if (http.method === 'DELETE') {
      await removeRegistration(client);
      return oauthEmpty(204);
    }
    const told = http.method === 'PUT' ? await replaceRegistration(client, metadataOf(http)) : client;
    const { pool } = await cachedPool(client.poolId);
    return registrationAnswer({ pool, client: told, token: token ?? '' });
  },
});
