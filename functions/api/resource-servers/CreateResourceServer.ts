/**
 * Makes a resource server: an API with scopes of its own, which app clients may then list.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateResourceServer.html
 */

import type { CreateResourceServerResponse } from '@aws-sdk/client-cognito-identity-provider';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { createResourceServer } from '#shared/services/resource-servers/resource-servers.ts';
import { ResourceServerRequest, toResourceServer, toResourceServerType } from '#shared/wire/resource-server.ts';
import type { Wire } from '#shared/wire/wire.ts';

export const { definition, handler } = signedOnPool({
  name: 'CreateResourceServer',
  request: ResourceServerRequest,
  throws: ['LimitExceededException'],
  run: async (asked): Promise<Wire<CreateResourceServerResponse>> => {
    const server = toResourceServer(asked);
    await createResourceServer(server);
    return { ResourceServer: toResourceServerType(server) };
  },
});
