import { Agent, request } from 'node:http';
import { type Connection, textIn } from '../connection.ts';
import type { Work } from '../load.ts';

/** An app client that gets tokens of its own. */
export interface Machine {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What both servers are asked for. */
export const asked = { identifier: 'https://orders.example.com', scope: 'read' } as const;

/** Makes a pool with a resource server, and an app client that has a scope of it. */
export const makeMachine = async ({ call }: Connection): Promise<Machine> => {
  const signed = { signed: true };
  const UserPoolId = textIn(await call('CreateUserPool', { PoolName: 'bench' }, signed), 'UserPool', 'Id');
  const { identifier: Identifier, scope: ScopeName } = asked;
  const Scopes = [{ ScopeName, ScopeDescription: 'Read orders' }];
  await call('CreateResourceServer', { UserPoolId, Identifier, Name: 'orders', Scopes }, signed);
  const client = await call(
    'CreateUserPoolClient',
    {
      UserPoolId,
      ClientName: 'bench',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [`${Identifier}/${ScopeName}`],
    },
    signed,
  );
  return {
    clientId: textIn(client, 'UserPoolClient', 'ClientId'),
    clientSecret: textIn(client, 'UserPoolClient', 'ClientSecret'),
  };
};

/** A request for a token: its body, and the headers with the secret. RFC 6749 sections 2.3.1 and 4.4.2. */
export const tokenRequest = ({ clientId, clientSecret }: Machine, scope: string) => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope }).toString();
  return {
    body,
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    },
  };
};

const tokenIn = (text: string): string => textIn(JSON.parse(text), 'access_token');

const algorithmOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).alg;

/** Asks for one token after the other over sockets that stay open. Each answer is to be a JWT signed by RS256. */
export const tokenWork = (
  url: string,
  machine: Machine,
  scope: string,
): { readonly work: Work; readonly close: () => void } => {
  const agent = new Agent({ keepAlive: true });
  const { body, headers } = tokenRequest(machine, scope);
  const work = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const outgoing = request(url, { agent, method: 'POST', headers }, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (incoming.statusCode !== 200) reject(new Error(`${url} answered ${incoming.statusCode}: ${text}`));
          else if (algorithmOf(tokenIn(text)) !== 'RS256') reject(new Error(`${url} gave no JWT by RS256.`));
          else resolve(undefined);
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return { work, close: () => agent.destroy() };
};
