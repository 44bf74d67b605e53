import {
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  GetClientTokenCommand,
  type GetClientTokenCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicClient } from './clients.ts';
import { makeClient, makePool, type TestPool } from './pools.ts';
import { makeResourceServer } from './resource-servers.ts';

/** The identifier of the resource server that machines have scopes of: `read` and `write`. */
export const orders = 'https://orders.example.com/v1';

/** ExplicitAuthFlows of a machine. The SDK's types lack this flow, which its documentation has. */
export const machineFlow: Partial<CreateUserPoolClientCommandInput> = JSON.parse(
  '{ "ExplicitAuthFlows": ["ALLOW_CLIENT_TOKEN_AUTH"] }',
);

/** A pool with a resource server, and an app client that gets tokens of its own. */
export const makeMachine = async (
  client: Partial<CreateUserPoolClientCommandInput> = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
): Promise<TestPool> => {
  const made = await makePool(pool);
  await makeResourceServer(made, orders, ['read', 'write']);
  const AllowedOAuthScopes = [`${orders}/write`, `${orders}/read`];
  const settings = { ...machineFlow, GenerateSecret: true, AllowedOAuthScopes, ...client };
  return { ...made, ...(await makeClient(made.poolId, settings)) };
};

/** The answer of GetClientToken, by the unmodified SDK. */
export const getClientToken = async (
  { clientId, clientSecret }: TestPool,
  more: Partial<GetClientTokenCommandInput> = {},
  client = publicClient(),
): Promise<{ readonly AccessToken: string; readonly ExpiresIn?: number; readonly TokenType?: string }> => {
  const { ClientAuthenticationResult } = await client.send(
    new GetClientTokenCommand({ ClientId: clientId, Secret: clientSecret, ...more }),
  );
  const { AccessToken, ExpiresIn, TokenType } = ClientAuthenticationResult ?? {};
  if (AccessToken === undefined) throw new Error('The answer has no access token.');
  return { AccessToken, ...(ExpiresIn !== undefined && { ExpiresIn }), ...(TokenType !== undefined && { TokenType }) };
};
