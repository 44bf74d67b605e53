import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchAnyHost } from '#tests/support/any-host.ts';
import { type DocumentedServer, freePort, startDocumentedServer } from '#tests/support/documented-server.ts';
import { browserAt, publishClient } from '#tests/support/documents.ts';
import { protectAtDomain } from '#tests/support/mcp-programs.ts';
import { type MemoryProvider, newProvider } from '#tests/support/mcp-provider.ts';
import { authorizePath, newVerifier, postForm } from '#tests/support/oauth.ts';
import { allowAt, clientCallback, makeOpenPool, type OpenPool, register } from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';

let pool: OpenPool;
let server: DocumentedServer;

beforeAll(async () => {
  const resource = `http://localhost:${await freePort()}/mcp`;
  pool = await makeOpenPool({}, resource);
  server = await startDocumentedServer(resource, `${stack().endpoint}/${pool.poolId}`);
});

afterAll(() => server.stop());

const transports = new WeakMap<MemoryProvider, StreamableHTTPClientTransport>();

const connect = async (provider: MemoryProvider): Promise<Client> => {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(server.resource), { authProvider: provider });
  transports.set(provider, transport);
  await client.connect(transport);
  return client;
};

/** Lets the user sign in and allow it, and gives the answer to the connection that asked. */
const authorize = async (provider: MemoryProvider): Promise<void> => {
  const back = await allowAt(provider.sentTo.at(-1)?.href ?? '', pool);
  await transports.get(provider)?.finishAuth(back.searchParams.get('code') ?? '');
};

const signedIn = async (): Promise<{ readonly provider: MemoryProvider; readonly client: Client }> => {
  const provider = newProvider(clientCallback);
  await expect(connect(provider)).rejects.toThrow(UnauthorizedError);
  await authorize(provider);
  return { provider, client: await connect(provider) };
};

const scopesOf = ({ kept }: MemoryProvider): unknown => decodeJwt(kept.tokens?.access_token ?? '').scope;

describe('the MCP SDK 1, with the server of docs/mcp.md', () => {
  it('finds the pool, registers, signs in, and uses a tool', async () => {
    const { provider, client } = await signedIn();
    expect(provider.kept.client).toMatchObject({ client_name: 'Test agent (1.0)', redirect_uris: [clientCallback] });
    expect(scopesOf(provider)).toBe(`${server.resource}/read`);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['list-notes', 'add-note']);
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({ content: [{ text: 'Buy milk' }] });
    await client.close();
  });

  // With a refresh token, it would refresh, find the same scopes, and give up. Its successor does better: sdk-2.test.ts.
  it('asks the user again for what a tool needs beside, where it has no refresh token', async () => {
    const { provider, client } = await signedIn();
    const { refresh_token: _refreshToken, ...others } = provider.kept.tokens ?? { access_token: '', token_type: '' };
    provider.kept.tokens = others;
    await expect(client.callTool({ name: 'add-note' })).rejects.toThrow();
    await authorize(provider);
    expect(scopesOf(provider)).toBe(`${server.resource}/read ${server.resource}/write`);
    const again = await connect(provider);
    expect(await again.callTool({ name: 'add-note' })).toMatchObject({ content: [{ text: 'done' }] });
  });

  it('refreshes in several processes at once, and goes on with any of the new tokens', async () => {
    const { provider } = await signedIn();
    const { refresh_token } = provider.kept.tokens ?? {};
    const copies = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const copy = newProvider(clientCallback);
        copy.kept.client = provider.kept.client;
        copy.kept.tokens = { access_token: 'expired', token_type: 'Bearer', ...(refresh_token && { refresh_token }) };
        const client = await connect(copy);
        await client.listTools();
        return copy;
      }),
    );
    for (const copy of copies) {
      expect(copy.sentTo).toEqual([]);
      expect(copy.kept.tokens?.refresh_token).not.toBe(refresh_token);
      // The next round, by the token of each.
      copy.kept.tokens = { ...copy.kept.tokens, access_token: 'expired', token_type: 'Bearer' };
      await (await connect(copy)).listTools();
      expect(copy.sentTo).toEqual([]);
    }
  });

  it('gets nothing for a token that is for no API, or that is none', async () => {
    const { client_id } = await register(pool);
    const { challenge, verifier } = newVerifier();
    const asked = { redirect_uri: clientCallback, code_challenge: challenge, code_challenge_method: 'S256' };
    const back = await allowAt(authorizePath({ clientId: client_id }, { ...asked, scope: 'openid' }), pool);
    const grant = {
      grant_type: 'authorization_code',
      client_id,
      redirect_uri: clientCallback,
      code_verifier: verifier,
    };
    const code = back.searchParams.get('code') ?? '';
    const tokens = JSON.parse(await (await postForm('/oauth2/token', { ...grant, code })).text());
    for (const token of [tokens.access_token, tokens.id_token, 'none']) {
      const answer = await fetch(server.resource, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(401);
      const challenged = answer.headers.get('www-authenticate');
      expect(challenged).toContain(`scope="${server.resource}/read"`);
      expect(challenged).toContain('resource_metadata="');
    }
  });

  it('comes to a domain by the address of its metadata document, without registering', async () => {
    const { pool: own, server: served } = await protectAtDomain();
    const url = await publishClient('sdk-1');
    const provider = newProvider(clientCallback, {}, url);
    const open = async () => {
      const client = new Client({ name: 'test', version: '1' });
      const options = { authProvider: provider, fetch: fetchAnyHost };
      const transport = new StreamableHTTPClientTransport(new URL(served.resource), options);
      return { client, transport, connected: client.connect(transport) };
    };
    const first = await open();
    await expect(first.connected).rejects.toThrow(UnauthorizedError);
    expect(provider.sentTo.map(({ origin }) => origin)).toEqual([own.origin]);
    const back = await allowAt(provider.sentTo.at(-1)?.href ?? '', own, browserAt(own.origin));
    await first.transport.finishAuth(back.searchParams.get('code') ?? '');
    expect(provider.kept.client).toMatchObject({ client_id: url });
    expect(decodeJwt(provider.kept.tokens?.access_token ?? '')).toMatchObject({
      client_id: url,
      aud: served.resource,
    });
    const { client, connected } = await open();
    await connected;
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject({ content: [{ text: 'Buy milk' }] });
    provider.kept.tokens = { ...provider.kept.tokens, access_token: 'expired', token_type: 'Bearer' };
    await (await open()).connected;
    expect(provider.sentTo).toHaveLength(1);
  });
});
