import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importAccessKey, localAccessKey } from '#local/access-key.ts';
import { startDatabase } from '#local/dynamodb.ts';
import { freePort } from '#local/ports.ts';
import { startStack } from '#local/stack.ts';
import { startCountingProxy } from '#tests/costs/counting-proxy.ts';
import { connect } from '../connection.ts';
import type { Ways } from './measure.ts';

const freePorts = async () => ({
  edge: await freePort(),
  mailbox: await freePort(),
  files: await freePort(),
  httpApi: await freePort(),
  lambda: await freePort(),
  database: await freePort(),
});

const keyFile = (directory: string, name: string): string => {
  const file = path.join(directory, name);
  writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return file;
};

/** Two stacks on one database, in memory: of one, what it asks of the database is counted. */
export const startWays = async (): Promise<Ways & { readonly stop: () => Promise<void> }> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-scale-'));
  const stops = [async () => rmSync(directory, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
  };
  try {
    // It writes one transaction at a time: more threads only stand in each other's way.
    process.env.TOKIO_WORKER_THREADS ??= '1';
    const { endpoint, child } = await startDatabase({
      port: await freePort(),
      file: undefined,
      tableName: 'gatehouse',
    });
    if (child) stops.push(child.stop);
    process.env.DYNAMODB_ENDPOINT = endpoint;
    const proxy = await startCountingProxy(await freePort(), endpoint);
    stops.push(proxy.stop);

    const env = {
      SEALING_KEY_FILE: keyFile(directory, 'sealing.key'),
      SENDER_KEY_FILE: keyFile(directory, 'sender.key'),
      GATEHOUSE_WATCH: 'off',
      // Hashing takes the same time whatever the size: with little of it, what does not is seen.
      ARGON2: '64,1,1',
    };
    const ways = [];
    for (const DYNAMODB_ENDPOINT of [endpoint, proxy.url]) {
      const stack = await startStack({ ports: await freePorts(), env: { ...env, DYNAMODB_ENDPOINT } });
      stops.push(stack.stop);
      await importAccessKey(stack);
      const connection = connect({ ...stack, ...localAccessKey });
      stops.push(async () => connection.close());
      ways.push(connection);
    }
    const [direct, counted] = ways;
    if (!direct || !counted) throw new Error('There are not two ways.');
    return { direct, counted, proxy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
