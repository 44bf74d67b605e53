import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { onTestFinished } from 'vitest';
import { aFolder, programEnvironment, programOf, watchForUrls } from './mcp-programs.ts';

/** The program, as it is published. */
export const mcpRemote = programOf('mcp-remote', 'dist/proxy.js');

interface KeptTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** An editor that runs mcp-remote, with a folder of its own until the test ends. */
export interface Editor {
  readonly env: Record<string, string>;
  /** Connects by a process of its own; `onUrl` gets the address that it shows to the user. */
  readonly connect: (args: readonly string[], onUrl: (url: string) => Promise<void>) => Promise<Client>;
  readonly keptTokens: () => KeptTokens;
  /** Has it believe that its access token still works, which it does not. */
  readonly spoilAccessToken: () => void;
}

export const newEditor = (): Editor => {
  const { folder, remove } = aFolder();
  onTestFinished(remove);
  const env = { ...programEnvironment(folder), MCP_REMOTE_CONFIG_DIR: folder };

  const connect: Editor['connect'] = async (args, onUrl) => {
    const command = { command: process.execPath, args: [mcpRemote, ...args], env, stderr: 'pipe' as const };
    const transport = new StdioClientTransport(command);
    watchForUrls(transport.stderr, onUrl);
    const client = new Client({ name: 'editor', version: '1' });
    await client.connect(transport, { timeout: 180_000 });
    return client;
  };

  const tokensFile = (): string => {
    const name = readdirSync(folder, { recursive: true }).find((file) => String(file).endsWith('_tokens.json'));
    return path.join(folder, String(name));
  };
  const keptTokens = (): KeptTokens => JSON.parse(readFileSync(tokensFile(), 'utf8'));
  const spoilAccessToken = (): void =>
    writeFileSync(tokensFile(), JSON.stringify({ ...keptTokens(), access_token: 'expired' }));

  return { env, connect, keptTokens, spoilAccessToken };
};
