import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#local/ports.ts';
import { hearStart } from '#tests/support/hear-start.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';
import { startReceiver } from '#tests/support/webhook-receiver.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-killed-'));
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let child: ChildProcess | undefined;

beforeAll(async () => {
  receiver = await startReceiver();
});

const kill = async (): Promise<void> => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

afterAll(async () => {
  await kill();
  await receiver.stop();
  rmSync(directory, { recursive: true, force: true });
});

const start = async (): Promise<string> => {
  const ports = Object.fromEntries(
    await Promise.all(
      ['', 'MAILBOX_', 'LAMBDA_', 'FILES_'].map(async (part) => [`GATEHOUSE_${part}PORT`, String(await freePort())]),
    ),
  );
  child = spawn(process.execPath, ['local/start.ts'], {
    env: {
      ...ownEnvironment(),
      ...ports,
      GATEHOUSE_HTTPS_PORT: 'off',
      GATEHOUSE_DATA_DIR: directory,
      GATEHOUSE_WEBHOOK_URL: receiver.url,
    },
  });
  const { said, introduced } = hearStart(child);
  await introduced;
  return said();
};

const typesOf = (taken: boolean): string[] =>
  receiver.received
    .filter(({ status }) => (status === 204) === taken)
    .map(({ body }) => String(Reflect.get(JSON.parse(body), 'type')));

describe('A stack that is killed', () => {
  it('sends what it owes after its next start, under the same ids and the secret of its folder', async () => {
    receiver.script.set(
      '',
      Array.from({ length: 500 }, () => 503),
    );
    expect(await start()).toContain('Gatehouse is ready');
    // The demo is what happens first.
    await expect.poll(() => typesOf(false)).toContain('UserCreated');
    await kill();
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
    expect(typesOf(true)).toEqual([]);

    receiver.script.clear();
    expect(await start()).toContain('Gatehouse is ready');
    const taken = () => receiver.received.filter(({ status }) => status === 204);
    const missing = () => [...ids].filter((id) => !taken().some(({ headers }) => headers['webhook-id'] === id));
    await expect.poll(missing).toEqual([]);
    await expect
      .poll(() => typesOf(true))
      .toEqual(expect.arrayContaining(['UserPoolCreated', 'AppClientCreated', 'UserCreated']));
    const webhook = new Webhook(readFileSync(path.join(directory, 'webhook.secret'), 'utf8').trim());
    for (const { headers, body } of taken()) {
      const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      expect(webhook.verify(body, signed)).toHaveProperty('data.id', headers['webhook-id']);
    }
    const runtime = readFileSync(path.join(directory, 'runtime.json'), 'utf8');
    expect(runtime).not.toMatch(/whsec_|GATEHOUSE_WEBHOOK/);
  });
});
