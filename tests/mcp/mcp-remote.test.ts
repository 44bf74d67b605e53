import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '#tests/support/documented-server.ts';
import { browserAt, publishClient } from '#tests/support/documents.ts';
import {
  aFolder,
  programEnvironment,
  programOf,
  protectAtDomain,
  protectServer,
  runProgram,
  watchForUrls,
} from '#tests/support/mcp-programs.ts';
import { allowAt } from '#tests/support/registration.ts';

const program = programOf('mcp-remote', 'dist/proxy.js');

let home: ReturnType<typeof aFolder>;

beforeEach(() => {
  home = aFolder();
});

afterEach(() => home.remove());

/** Runs mcp-remote as editors do; `onUrl` gets the address that it shows to the user. */
const connect = async (
  args: readonly string[],
  onUrl: (url: string) => Promise<void>,
  folder = home.folder,
): Promise<Client> => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, ...args],
    env: { ...programEnvironment(folder), MCP_REMOTE_CONFIG_DIR: folder },
    stderr: 'pipe',
  });
  watchForUrls(transport.stderr, onUrl);
  const client = new Client({ name: 'editor', version: '1' });
  await client.connect(transport, { timeout: 180_000 });
  return client;
};

const notes = { content: [{ text: 'Buy milk' }] };

interface KeptTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

const tokensFile = (): string => {
  const name = readdirSync(home.folder, { recursive: true }).find((file) => String(file).endsWith('_tokens.json'));
  return path.join(home.folder, String(name));
};

const keptTokens = (): KeptTokens => JSON.parse(readFileSync(tokensFile(), 'utf8'));

/** Has it believe that its access token still works, which it does not. */
const spoilAccessToken = (): void =>
  writeFileSync(tokensFile(), JSON.stringify({ ...keptTokens(), access_token: 'expired' }));

describe('mcp-remote, with the server of docs/mcp.md', () => {
  it('registers, signs in at a port of its own, and connects again without the user', async () => {
    const { pool, server } = await protectServer();
    let shown = 0;
    const client = await connect([server.resource], async (url) => {
      shown += 1;
      await fetch(await allowAt(url, pool));
    });
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
    await client.close();
    const again = await connect([server.resource], async () => {
      shown += 1;
    });
    expect((await again.listTools()).tools).toHaveLength(2);
    await again.close();
    expect(shown).toBe(1);
  });

  // Told that a tool needs more, it asks for the scopes that it has, once more. So it has to know all from the start.
  it('has every tool where it is told of all scopes', async () => {
    const { pool, server } = await protectServer();
    const scope = `${server.resource}/read ${server.resource}/write`;
    const asked: (string | null)[] = [];
    const args = [server.resource, '--static-oauth-client-metadata', JSON.stringify({ scope })];
    const client = await connect(args, async (url) => {
      asked.push(new URL(url).searchParams.get('scope'));
      await fetch(await allowAt(url, pool));
    });
    expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
    expect(await client.callTool({ name: 'add-note' })).toMatchObject({ content: [{ text: 'done' }] });
    await client.close();
    expect(asked).toEqual([scope]);
  });

  it('refreshes in several processes at once', async () => {
    const { pool, server } = await protectServer();
    let shown = 0;
    const onUrl = async (url: string): Promise<void> => {
      shown += 1;
      await fetch(await allowAt(url, pool));
    };
    await (await connect([server.resource], onUrl)).close();
    const { refresh_token } = keptTokens();
    spoilAccessToken();
    const clients = await Promise.all(Array.from({ length: 3 }, () => connect([server.resource], onUrl)));
    for (const client of clients) {
      expect(await client.callTool({ name: 'list-notes' })).toMatchObject(notes);
      await client.close();
    }
    expect(shown).toBe(1);
    expect(keptTokens().refresh_token).not.toBe(refresh_token);
  });

  // The domains of a laptop are below localhost, without TLS. It takes that for localhost alone.
  it('is allowed at a domain by its metadata document, and spends its code over TLS alone', async () => {
    const { pool, server } = await protectAtDomain();
    const url = await publishClient('mcp-remote', { redirect_uris: ['http://localhost/oauth/callback'] });
    const args = [server.resource, String(await freePort()), '--client-metadata-url', url];
    const env = { ...programEnvironment(home.folder), MCP_REMOTE_CONFIG_DIR: home.folder };
    const shown: URL[] = [];
    const back: URL[] = [];
    const { stderr } = await runProgram([program, ...args], env, async (address) => {
      shown.push(new URL(address));
      const answer = await allowAt(address, pool, browserAt(pool.origin));
      back.push(answer);
      await fetch(answer);
    });
    expect(shown.map(({ origin, searchParams }) => [origin, searchParams.get('client_id')])).toEqual([
      [pool.origin, url],
    ]);
    expect(back.map(({ searchParams }) => [searchParams.has('code'), searchParams.get('iss')])).toEqual([
      [true, pool.origin],
    ]);
    expect(stderr).toContain(`Refusing to send credentials to non-https token endpoint '${pool.origin}/oauth2/token'`);
  });
});
