import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stream } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type DocumentedServer, freePort, startDocumentedServer } from './documented-server.ts';
import { type DocumentPool, makeDocumentPool } from './documents.ts';
import { ownEnvironment, trustingStack } from './own-environment.ts';
import { makeOpenPool, type OpenPool } from './registration.ts';
import { issuerOrigin } from './stack.ts';

/** The file of a program in a package. */
export const programOf = (name: string, file: string): string =>
  path.join(path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);

/** A folder that a program may keep its things in. */
export const aFolder = (): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcp-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** The environment of a program that keeps its things in that folder, and opens no browser on this machine. */
export const programEnvironment = (folder: string): Record<string, string> => {
  const env: Record<string, string> = {};
  const given = { ...ownEnvironment(), ...trustingStack() };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) env[name] = value;
  const names = path.join(import.meta.dirname, 'localhost-names.ts');
  return { ...env, HOME: folder, BROWSER: 'true', DISPLAY: '', NODE_OPTIONS: `--import ${names}` };
};

/** Calls `onUrl` once for each address for authorization that a program shows to its user. */
export const watchForUrls = (stream: Stream | null, onUrl: (url: string) => Promise<void>): void => {
  let said = '';
  const shown = new Set<string>();
  stream?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    for (const [url] of said.matchAll(/https?:\/\/\S+\/oauth2\/authorize\?\S+(?=\s)/g)) {
      if (shown.has(url)) continue;
      shown.add(url);
      void onUrl(url);
    }
  });
};

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of Node.js to its end. What it asks its user is answered with `y`. */
export const runProgram = async (
  args: readonly string[],
  env: Record<string, string>,
  onUrl: (url: string) => Promise<void>,
): Promise<Ended> => {
  const child = spawn(process.execPath, args, { env, stdio: 'pipe' });
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    told.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    told.stderr += chunk.toString();
    if (told.stderr.endsWith('[y/N] ')) child.stdin.write('y\n');
  });
  watchForUrls(child.stderr, onUrl);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  return { code: await promise, ...told };
};

/** The server of docs/mcp.md, and the pool that protects it. */
export interface Protected<Pool> {
  readonly pool: Pool;
  readonly server: DocumentedServer;
}

const start = async (...args: Parameters<typeof startDocumentedServer>): Promise<DocumentedServer> => {
  const server = await startDocumentedServer(...args);
  onTestFinished(() => server.stop());
  return server;
};

/** Protects a server until the test ends, for clients that register. */
export const protectServer = async (): Promise<Protected<OpenPool>> => {
  const resource = `http://localhost:${await freePort()}/mcp`;
  const pool = await makeOpenPool({}, resource);
  return { pool, server: await start(resource, `${issuerOrigin()}/${pool.poolId}`) };
};

/** The same for clients that come to a domain by their metadata documents. */
export const protectAtDomain = async (): Promise<Protected<DocumentPool>> => {
  const resource = `http://localhost:${await freePort()}/mcp`;
  const pool = await makeDocumentPool({}, resource);
  return { pool, server: await start(resource, `${issuerOrigin()}/${pool.poolId}`, pool.origin) };
};
