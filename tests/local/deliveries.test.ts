import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, startDatabase } from '#local/dynamodb.ts';
import { type Clock, retryPausesMs, startDeliveries } from '#local/events/deliveries.ts';
import { openOutbox } from '#local/events/outbox.ts';
import { webhookAt, webhookSecretIn } from '#local/events/webhook.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { startReceiver } from '#tests/support/webhook-receiver.ts';

/** A clock that stands still until it is moved. */
const standingClock = () => {
  let now = Date.now();
  const waiting = new Set<() => void>();
  const clock: Clock = {
    now: () => now,
    until: (epochMs, signal) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (now < epochMs && !signal.aborted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        signal.addEventListener('abort', look);
        look();
      }),
  };
  const move = (ms: number): void => {
    now += ms;
    for (const look of [...waiting]) look();
  };
  return { clock, move };
};

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-deliveries-'));
const file = path.join(folder, 'gatehouse.db');

let database: Database;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let secret: string;

const start = async (): Promise<void> => {
  database = await startDatabase({ address: await drawAddress(), file, tableName: 'gatehouse' });
};

const open = (tableName: string) => openOutbox({ endpoint: database.endpoint, region: 'us-east-1', tableName });

const message = (id: string) => ({ id, body: JSON.stringify({ type: 'UserDeleted', data: { id } }) });

beforeAll(async () => {
  await start();
  receiver = await startReceiver();
  secret = webhookSecretIn(folder);
});

afterAll(async () => {
  await receiver.stop();
  await database.child?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  receiver.received.length = 0;
  receiver.script.clear();
});

const begin = (outbox: Awaited<ReturnType<typeof open>>) => {
  const reports: string[] = [];
  const { clock, move } = standingClock();
  const webhook = webhookAt(receiver.url, secret);
  const stop = startDeliveries({ webhook, outbox, clock, report: (sentence) => reports.push(sentence) });
  return { reports, clock, move, stop };
};

describe('What the webhook is owed', () => {
  it('is sent again after growing pauses, with the same id and a signature of that time, and is given up in the end', async () => {
    const outbox = await open('owed-pauses');
    const { reports, clock, move, stop } = begin(outbox);
    receiver.script.set('evt-1', [500, 503, 404, 500, 500, 500, 500, 500, 500, 500]);
    const times: number[] = [];
    await outbox.add(message('evt-1'), clock.now());
    for (const [index, pauseMs] of retryPausesMs.entries()) {
      await expect.poll(() => outbox.nextDue()).toBe(clock.now() + pauseMs);
      expect(receiver.received).toHaveLength(index + 1);
      times.push(Math.floor(clock.now() / 1000));
      move(pauseMs - 1);
      expect(outbox.due(clock.now(), 10)).toEqual([]);
      move(1);
    }
    times.push(Math.floor(clock.now() / 1000));
    await expect.poll(() => outbox.size()).toBe(0);
    await stop();
    expect(receiver.received).toHaveLength(retryPausesMs.length + 1);
    expect(receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']))).toEqual(times);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['evt-1']));
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(secret).verify(body, signed)).toHaveProperty('type', 'UserDeleted');
    expect(() => new Webhook(secret).verify(`${body} `, signed)).toThrow();
    expect([...retryPausesMs].sort((one, other) => one - other)).toEqual(retryPausesMs);
    expect(reports).toEqual([
      `The webhook ${receiver.url} takes no events: it answers 500. They are kept and sent again.`,
      'The event evt-1 was sent 10 times, and the webhook did not take it. It is given up.',
    ]);
    outbox.close();
  });

  it('does not wait for another event that is refused', async () => {
    const outbox = await open('owed-apart');
    const { clock, stop } = begin(outbox);
    receiver.script.set('evt-bad', [500]);
    await outbox.add(message('evt-bad'), clock.now());
    await outbox.add(message('evt-good'), clock.now());
    await expect.poll(() => outbox.size()).toBe(1);
    await expect.poll(() => receiver.received.map(({ status }) => status).sort()).toEqual([204, 500]);
    await stop();
    outbox.close();
  });

  it('outlives a database and a stack that are killed, and is sent at the next start', async () => {
    const before = await open('owed-killed');
    receiver.script.set('evt-2', [503]);
    const { clock, stop } = begin(before);
    await before.add(message('evt-2'), clock.now());
    await before.moveCursor('shard', '17');
    await expect.poll(() => receiver.received.length).toBe(1);
    await expect.poll(() => before.nextDue()).toBeGreaterThan(clock.now());
    database.child?.process.kill('SIGKILL');
    await database.child?.ended;
    await stop();
    before.close();

    await start();
    const after = await open('owed-killed');
    expect(after.cursorOf('shard')).toBe('17');
    const again = begin(after);
    await expect.poll(() => after.size()).toBe(0);
    await again.stop();
    expect(receiver.received.map(({ headers, status }) => [headers['webhook-id'], status])).toEqual([
      ['evt-2', 503],
      ['evt-2', 204],
    ]);
    after.close();
    const empty = await open('owed-killed');
    expect(empty.size()).toBe(0);
    empty.close();
  });

  it('is owed once, however often it is added', async () => {
    const outbox = await open('owed-once');
    expect(await outbox.add(message('evt-3'), 0)).toBe(true);
    expect(await outbox.add(message('evt-3'), 5)).toBe(true);
    expect(outbox.size()).toBe(1);
    outbox.close();
  });

  it('has an end: what comes then is not taken', async () => {
    const outbox = await openOutbox({
      endpoint: database.endpoint,
      region: 'us-east-1',
      tableName: 'owed-full',
      most: 2,
    });
    expect(await outbox.add(message('evt-4'), 0)).toBe(true);
    expect(await outbox.add(message('evt-5'), 0)).toBe(true);
    expect(await outbox.add(message('evt-6'), 0)).toBe(false);
    await outbox.settle(message('evt-4'));
    expect(await outbox.add(message('evt-6'), 0)).toBe(true);
    outbox.close();
  });
});

describe('The secret of webhooks', () => {
  it('is made once, for its owner alone', () => {
    const directory = mkdtempSync(path.join(folder, 'secret-'));
    const made = webhookSecretIn(directory);
    expect(webhookSecretIn(directory)).toBe(made);
    expect(readFileSync(path.join(directory, 'webhook.secret'), 'utf8').trim()).toBe(made);
    expect(statSync(path.join(directory, 'webhook.secret')).mode & 0o077).toBe(0);
  });

  it('is never made anew over something else', () => {
    const directory = mkdtempSync(path.join(folder, 'secret-'));
    writeFileSync(path.join(directory, 'webhook.secret'), 'secret');
    expect(() => webhookSecretIn(directory)).toThrow('holds no secret of webhooks');
  });
});
