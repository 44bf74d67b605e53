import {
  Client,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchAnyHost } from '#tests/support/any-host.ts';
import { type DocumentedServer, freePort, startDocumentedServer } from '#tests/support/documented-server.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { postForm } from '#tests/support/oauth.ts';
import { publish } from '#tests/support/outbound-server.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient } from '#tests/support/pools.ts';
import { allowAt, makeOpenPool, type OpenPool } from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const callback = 'http://localhost:6274/oauth/callback';

interface Agent extends OAuthClientProvider {
  readonly sentTo: URL[];
  readonly kept: { tokens?: OAuthTokens; client?: OAuthClientInformationMixed; discovery?: OAuthDiscoveryState };
}

const newAgent = (clientMetadataUrl?: string): Agent => {
  const kept: Agent['kept'] = {};
  const sentTo: URL[] = [];
  let verifier = '';
  return {
    kept,
    sentTo,
    redirectUrl: callback,
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    clientMetadata: {
      redirect_uris: [callback],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      client_name: 'Test agent (2.0)',
      client_uri: 'https://agent.example.com',
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
    discoveryState: () => kept.discovery,
    saveDiscoveryState: (discovery) => {
      kept.discovery = discovery;
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

let pool: OpenPool;
let server: DocumentedServer;
let prefix: string;

const transports = new WeakMap<Agent, StreamableHTTPClientTransport>();

const connect = async (agent: Agent, { resource } = server): Promise<Client> => {
  const client = new Client({ name: 'test', version: '1' });
  const options = { authProvider: agent, fetch: fetchAnyHost };
  const transport = new StreamableHTTPClientTransport(new URL(resource), options);
  transports.set(agent, transport);
  await client.connect(transport);
  return client;
};

const authorize = async (agent: Agent, origin?: string): Promise<void> => {
  const url = agent.sentTo.at(-1)?.href ?? '';
  const browser = newUserAgent({ answer: fetchAnyHost, ...(origin !== undefined && { origin }) });
  const back = await allowAt(url, pool, browser);
  await transports.get(agent)?.finishAuth(back.searchParams);
};

const scopesOf = ({ kept }: Agent): unknown => decodeJwt(kept.tokens?.access_token ?? '').scope;

beforeAll(async () => {
  const resource = `http://localhost:${await freePort()}/mcp`;
  pool = await makeOpenPool({}, resource);
  server = await startDocumentedServer(resource, `${stack().endpoint}/${pool.poolId}`);
  prefix = aPrefix();
});

afterAll(() => server.stop());

describe('the MCP SDK 2, with the server of docs/mcp.md', () => {
  it('registers, signs in, checks the issuer of the answer, and steps up for a tool that needs more', async () => {
    const agent = newAgent();
    await expect(connect(agent)).rejects.toThrow(UnauthorizedError);
    await authorize(agent);
    expect(agent.kept.tokens?.scope).toBe(`${server.resource}/read`);
    const client = await connect(agent);
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({ content: [{ type: 'text' }] });
    await expect(client.callTool({ name: 'add-note' })).rejects.toThrow(UnauthorizedError);
    await authorize(agent);
    expect(scopesOf(agent)).toBe(`${server.resource}/read ${server.resource}/write`);
    const again = await connect(agent);
    expect(await again.callTool({ name: 'add-note' })).toMatchObject({ content: [{ text: 'done' }] });
  });

  it('comes to a domain by the address of its metadata document, without registering', async () => {
    await callOwn('SetUserPoolRegistrationSettings', { UserPoolId: pool.poolId, ClientIdMetadataDocuments: 'ENABLED' });
    await createDomain(pool.poolId, prefix);
    const origin = `http://${hostOf(prefix)}`;
    const url = await publish('sdk-2', '');
    await publish('sdk-2', JSON.stringify({ client_id: url, client_name: 'Documented', redirect_uris: [callback] }));
    const agent = newAgent(url);
    // As a server does that names the domain as its authorization server.
    agent.kept.discovery = {
      authorizationServerUrl: origin,
      resourceMetadata: { resource: server.resource, authorization_servers: [origin] },
    };
    await expect(connect(agent)).rejects.toThrow(UnauthorizedError);
    expect(agent.kept.client).toMatchObject({ client_id: url, issuer: origin });
    await authorize(agent, origin);
    expect(decodeJwt(agent.kept.tokens?.access_token ?? '')).toMatchObject({
      client_id: url,
      aud: server.resource,
    });
    const client = await connect(agent);
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({ content: [{ type: 'text' }] });
    // Other apps of the pool hear of it by the same id.
    const { clientId, clientSecret = '' } = await makeClient(pool.poolId, { GenerateSecret: true });
    for (const token of [agent.kept.tokens?.access_token, agent.kept.tokens?.refresh_token]) {
      const fields = { client_id: clientId, client_secret: clientSecret, token: token ?? '' };
      const told = JSON.parse(await (await postForm('/oauth2/introspect', fields)).text());
      expect(told).toMatchObject({ active: true, client_id: url });
    }
    // Its tokens are refreshed without the document.
    await publish('sdk-2', 'gone');
    agent.kept.tokens = { ...agent.kept.tokens, access_token: 'expired', token_type: 'Bearer' };
    const refreshed = await connect(agent);
    await refreshed.listTools();
    expect(agent.sentTo).toHaveLength(1);
  });
});
