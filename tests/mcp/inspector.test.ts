import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '#tests/support/documented-server.ts';
import { browserAt, publishClient } from '#tests/support/documents.ts';
import {
  aFolder,
  type Ended,
  programEnvironment,
  programOf,
  protectAtDomain,
  protectServer,
  runProgram,
} from '#tests/support/mcp-programs.ts';
import { allowAt, type OpenPool } from '#tests/support/registration.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const program = programOf('@modelcontextprotocol/inspector', 'clients/cli/build/index.js');

let home: ReturnType<typeof aFolder>;

beforeEach(() => {
  home = aFolder();
});

afterEach(() => home.remove());

interface Inspecting {
  readonly pool: OpenPool;
  /** How the program is told which server it is. */
  readonly server: readonly string[];
  readonly agentOf?: () => UserAgent;
}

/** The Inspector's own program calls tools. Its user signs in and allows whatever it asks for. */
const inspect = async ({ pool, server, agentOf = newUserAgent }: Inspecting) => {
  const asked: URL[] = [];
  const callback = `http://127.0.0.1:${await freePort()}/oauth/callback`;
  const env = { ...programEnvironment(home.folder), MCP_AUTO_OPEN_ENABLED: 'true', MCP_INSPECTOR_SECRET_STORE: 'file' };
  const call = (tool: string, ...more: readonly string[]): Promise<Ended> => {
    const method = ['--method', 'tools/call', '--tool-name', tool, '--format', 'json'];
    const args = [program, ...server, '--callback-url', callback, ...method, ...more];
    return runProgram(args, env, async (url) => {
      asked.push(new URL(url));
      await fetch(await allowAt(url, pool, agentOf()));
    });
  };
  return { asked, call };
};

const told = (text: string) => ({ code: 0, stdout: expect.stringContaining(`"text":"${text}"`) });

/** Has the Inspector believe that its access token still works, which it does not. */
const spoilAccessToken = (): void => {
  let spoilt = 0;
  for (const name of ['secrets.json', 'storage/oauth.json']) {
    const file = path.join(home.folder, '.mcp-inspector', name);
    const kept = readFileSync(file, 'utf8');
    const other = kept.replace(/(access_token\\*"\s*:\s*\\*")[\w.-]+/g, '$1expired');
    if (other !== kept) spoilt += 1;
    writeFileSync(file, other);
  }
  expect(spoilt).toBeGreaterThan(0);
};

describe('the MCP Inspector, with the server of docs/mcp.md', () => {
  it('registers, signs in, and calls tools again without its user', async () => {
    const { pool, server } = await protectServer();
    const { asked, call } = await inspect({ pool, server: ['--server-url', server.resource] });
    expect(await call('list-notes')).toMatchObject(told('Buy milk'));
    expect(await call('add-note')).toMatchObject(told('done'));
    expect(asked).toHaveLength(1);
  });

  it('asks its user for what a tool needs beside', async () => {
    const { pool, server } = await protectServer();
    const config = path.join(home.folder, 'servers.json');
    const notes = { type: 'streamable-http', url: server.resource, oauth: { scopes: `${server.resource}/read` } };
    writeFileSync(config, JSON.stringify({ mcpServers: { notes } }));
    const { asked, call } = await inspect({ pool, server: ['--config', config, '--server', 'notes'] });
    expect(await call('list-notes')).toMatchObject(told('Buy milk'));
    expect(await call('add-note')).toMatchObject(told('done'));
    expect(asked.map(({ searchParams }) => searchParams.get('scope'))).toEqual([
      `${server.resource}/read`,
      `${server.resource}/read ${server.resource}/write`,
    ]);
  });

  it('refreshes in several processes at once', async () => {
    const { pool, server } = await protectServer();
    const { asked, call } = await inspect({ pool, server: ['--server-url', server.resource] });
    expect(await call('list-notes')).toMatchObject(told('Buy milk'));
    spoilAccessToken();
    const calls = await Promise.all(Array.from({ length: 3 }, () => call('list-notes')));
    for (const ended of calls) expect(ended).toMatchObject(told('Buy milk'));
    expect(await call('list-notes')).toMatchObject(told('Buy milk'));
    expect(asked).toHaveLength(1);
  });

  it('comes to a domain by the address of its metadata document', async () => {
    const { pool, server } = await protectAtDomain();
    const url = await publishClient('inspector-cli', { redirect_uris: ['http://127.0.0.1/oauth/callback'] });
    const { asked, call } = await inspect({
      pool,
      server: ['--server-url', server.resource, '--client-metadata-url', url],
      agentOf: () => browserAt(pool.origin),
    });
    expect(await call('list-notes')).toMatchObject(told('Buy milk'));
    expect(asked.map(({ origin, searchParams }) => [origin, searchParams.get('client_id')])).toEqual([
      [pool.origin, url],
    ]);
    spoilAccessToken();
    expect(await call('add-note')).toMatchObject(told('done'));
    expect(asked).toHaveLength(1);
  });
});
