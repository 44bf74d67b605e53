import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { ownEnvironment, trustingStack } from './own-environment.ts';

/** A server that runs, as docs/mcp.md has it. */
export interface DocumentedServer {
  /** Its address, which is its identifier in the pool. */
  readonly resource: string;
  readonly stop: () => Promise<void>;
}

const root = path.join(import.meta.dirname, '../..');

/** A port that nobody listens at. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('There is no port.');
  return address.port;
};

const codeOf = (page: string): string => {
  const [, indent = '', code = ''] = /^( *)```js\n([\s\S]*?)\n *```$/m.exec(page) ?? [];
  return code
    .split('\n')
    .map((line) => line.slice(indent.length))
    .join('\n');
};

/**
 * Starts the server of docs/mcp.md at a resource of this machine, for tokens of that issuer. `domain` is the origin of a domain
 * of the pool that clients are to find in place of the issuer.
 */
export const startDocumentedServer = async (
  resource: string,
  issuer: string,
  domain?: string,
): Promise<DocumentedServer> => {
  // Below the packages, so that it finds them.
  const folder = path.join(root, `node_modules/.cache/documented-server-${new URL(resource).port}`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'server.mjs');
  writeFileSync(file, codeOf(readFileSync(path.join(root, 'docs/mcp.md'), 'utf8')));
  const child = spawn(process.execPath, [file], {
    env: {
      ...ownEnvironment(),
      ...trustingStack(),
      ISSUER: issuer,
      RESOURCE: resource,
      ...(domain !== undefined && { AUTHORIZATION_SERVER: domain }),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  let answers = false;
  while (!answers) {
    answers = await fetch(resource).then(
      () => true,
      () => false,
    );
    if (child.exitCode !== null) throw new Error('The server of docs/mcp.md has ended.');
  }
  return {
    resource,
    stop: async () => {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
