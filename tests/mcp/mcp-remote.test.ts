import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DocumentedServer, freePort, startDocumentedServer } from '#tests/support/documented-server.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';
import { allowAt, makeOpenPool, type OpenPool } from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';

let pool: OpenPool;
let server: DocumentedServer;
let folder: string;

beforeAll(async () => {
  const resource = `http://localhost:${await freePort()}/mcp`;
  pool = await makeOpenPool({}, resource);
  server = await startDocumentedServer(resource, `${stack().endpoint}/${pool.poolId}`);
  folder = mkdtempSync(path.join(tmpdir(), 'mcp-remote-'));
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (): Record<string, string> => {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(ownEnvironment())) if (value !== undefined) env[name] = value;
  // It keeps its tokens there, and opens no browser on this machine.
  return { ...env, MCP_REMOTE_CONFIG_DIR: folder, BROWSER: 'true', DISPLAY: '' };
};

/** Runs mcp-remote as editors do; `onUrl` gets the address that it shows to the user. */
const connect = async (onUrl: (url: string) => Promise<void>): Promise<Client> => {
  const file = path.join(
    path.dirname(createRequire(import.meta.url).resolve('mcp-remote/package.json')),
    'dist/proxy.js',
  );
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [file, server.resource],
    env: environment(),
    stderr: 'pipe',
  });
  let said = '';
  let isShown = false;
  transport.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    const [url] = /http:\/\/\S+\/oauth2\/authorize\?\S+(?=\s)/.exec(said) ?? [];
    if (url === undefined || isShown) return;
    isShown = true;
    void onUrl(url);
  });
  const client = new Client({ name: 'editor', version: '1' });
  await client.connect(transport, { timeout: 120_000 });
  return client;
};

it('mcp-remote registers, signs in at a port of its own, and connects again without the user', async () => {
  let shown = 0;
  const client = await connect(async (url) => {
    shown += 1;
    await fetch(await allowAt(url, pool));
  });
  expect(await client.callTool({ name: 'list-notes' })).toMatchObject({ content: [{ text: 'Buy milk' }] });
  await client.close();
  const again = await connect(async () => {
    shown += 1;
  });
  expect((await again.listTools()).tools).toHaveLength(2);
  await again.close();
  expect(shown).toBe(1);
});
