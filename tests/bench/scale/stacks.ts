import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importAccessKey, newAccessKey } from '#local/access-key.ts';
import { startDatabase } from '#local/dynamodb.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { freePort } from '#local/ports.ts';
import type { Stack } from '#local/stack.ts';
import { startCountingProxy } from '#tests/costs/counting-proxy.ts';
import { startStackProcess } from '#tests/support/stack-process.ts';
import { type Connection, connect } from '../connection.ts';
import type { Ways } from './measure.ts';

type Env = Readonly<Record<string, string>>;

interface Stopped {
  readonly stop: () => Promise<void>;
}

const freePorts = async () => ({
  edge: await freePort(),
  mailbox: await freePort(),
  files: await freePort(),
  lambda: await freePort(),
});

const keyFile = (directory: string, name: string): string => {
  const file = path.join(directory, name);
  writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return file;
};

/** A table in memory, and the settings that stacks on it share. */
export const startTable = async (): Promise<{ readonly endpoint: string; readonly env: Env } & Stopped> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-scale-'));
  const clear = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    // It writes one transaction at a time, and more threads only get in each other's way.
    process.env.TOKIO_WORKER_THREADS ??= '1';
    const address = await drawAddress();
    const { endpoint, child } = await startDatabase({ address, file: undefined, tableName: 'gatehouse' });
    process.env.DYNAMODB_ENDPOINT = endpoint;
    const env = {
      DYNAMODB_ENDPOINT: endpoint,
      SEALING_KEY_FILE: keyFile(directory, 'sealing.key'),
      SENDER_KEY_FILE: keyFile(directory, 'sender.key'),
      // Hashing takes the same time for all sizes. With little of it, other work shows.
      ARGON2: '64,1,1',
    };
    const stop = async (): Promise<void> => {
      await child?.stop();
      clear();
    };
    return { endpoint, env, stop };
  } catch (error) {
    clear();
    throw error;
  }
};

/** A stack with those settings, and a connection that can sign. */
export const startConnected = async (env: Env): Promise<Connection & { readonly stack: Stack } & Stopped> => {
  const stack = await startStackProcess({ ports: await freePorts(), env });
  const accessKey = newAccessKey();
  await importAccessKey(stack, accessKey);
  const connection = connect({ ...stack, ...accessKey });
  const stop = async (): Promise<void> => {
    connection.close();
    await stack.stop();
  };
  return { ...connection, stack, stop };
};

/** Two stacks on one table. The requests of one of them are counted. */
export const startWays = async (): Promise<Ways & Stopped> => {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
  };
  try {
    const table = await startTable();
    stops.push(table.stop);
    const proxy = await startCountingProxy(await freePort(), table.endpoint);
    stops.push(proxy.stop);
    const direct = await startConnected(table.env);
    stops.push(direct.stop);
    const counted = await startConnected({ ...table.env, DYNAMODB_ENDPOINT: proxy.url });
    stops.push(counted.stop);
    return { direct, counted, proxy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
