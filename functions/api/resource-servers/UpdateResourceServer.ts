/**
 * Replaces a resource server's name and scopes. Without `Scopes` it has none afterwards.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateResourceServer.html
 */

import type { UpdateResourceServerResponse } from '@aws-sdk/client-cognito-identity-provider';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { replaceResourceServer } from '#shared/services/resource-servers/resource-servers.ts';
import { ResourceServerRequest, toResourceServer, toResourceServerType } from '#shared/wire/resource-server.ts';
import type { Wire } from '#shared/wire/wire.ts';

export const { definition, handler } = signedOnPool({
  name: 'UpdateResourceServer',
  request: ResourceServerRequest,
  throws: [],
  run: async (asked): Promise<Wire<UpdateResourceServerResponse>> => {
    const server = toResourceServer(asked);
    await replaceResourceServer(server);
    return { ResourceServer: toResourceServerType(server) };
  },
});
