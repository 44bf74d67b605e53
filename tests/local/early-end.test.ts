import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeServer } from '#local/close-server.ts';
import { startDatabase } from '#local/dynamodb.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { freePort } from '#local/ports.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';

// The last thing that a start looks for in the table is the demo user.
const isLast = (body: Buffer): boolean => body.includes('USER#');

/** A database that can hold back its answer about the demo user. */
const startHolding = async () => {
  const database = await startDatabase({ address: await drawAddress(), file: undefined, tableName: 'gatehouse' });
  let meet = async (_body: Buffer): Promise<void> => undefined;
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = await buffer(request);
      await meet(body);
      const { host: _host, connection: _connection, 'content-length': _length, ...rest } = request.headers;
      const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
      const got = await fetch(database.endpoint, { method: 'POST', headers, body: new Uint8Array(body) });
      response.writeHead(got.status, { 'content-type': 'application/x-amz-json-1.0' }).end(await got.text());
    };
    answer().catch(() => response.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    /** Holds the answer back. `waited` resolves once somebody waits for it, and `release` lets it go. */
    hold: () => {
      const waited = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      meet = async (body) => {
        if (!isLast(body)) return;
        waited.resolve();
        await released.promise;
      };
      return { waited: waited.promise, release: released.resolve };
    },
    stop: async () => {
      await closeServer(server);
      await database.child?.stop();
    },
  };
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('npm start that is asked to end before it is ready', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-early-'));
  let database: Awaited<ReturnType<typeof startHolding>>;
  let edge = 0;
  let env: Record<string, string | undefined> = {};

  beforeAll(async () => {
    database = await startHolding();
    edge = await freePort();
    const ports: Record<string, string> = { GATEHOUSE_PORT: String(edge) };
    for (const part of ['HTTPS', 'MAILBOX', 'LAMBDA', 'FILES'])
      ports[`GATEHOUSE_${part}_PORT`] = String(await freePort());
    env = { ...ownEnvironment(), ...ports, GATEHOUSE_DATA_DIR: directory, DYNAMODB_ENDPOINT: database.url };
  });
  afterAll(async () => {
    await database.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each([
    ['by a signal', [process.execPath, 'local/start.ts'], 'SIGTERM'],
    // As npm runs it. The shell passes no signals on.
    ['by the end of its shell', ['sh', '-c', '"$0" local/start.ts; true', process.execPath], 'SIGKILL'],
  ] as const)('never says that it is, when asked %s', async (_how, [program, ...given], signal) => {
    const { waited, release } = database.hold();
    const child = spawn(program, given, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const heard of [child.stdout, child.stderr]) heard.on('data', (chunk: Buffer) => (said += chunk));
    const ended = once(child, 'exit');
    // Its output ends with the last process that has it.
    const closed = once(child, 'close');
    await Promise.race([waited, closed]);
    expect(said).toBe('');
    child.kill(signal);
    if (signal === 'SIGTERM') await expect.poll(() => isOpen(edge), { interval: 10 }).toBe(false);
    else await ended;
    release();
    await closed;
    expect(said).toBe('');
    expect(child.exitCode).toBe(signal === 'SIGTERM' ? 0 : null);
    expect(await isOpen(edge)).toBe(false);
  });
});
