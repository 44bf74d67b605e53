import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { startChild } from '#local/child.ts';
import { freePort } from '#local/ports.ts';
import { isAlive } from '#local/processes.ts';
import { familyOf } from '#tests/bench/against/processes.ts';
import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';
import { type CopiedSources, copySources, refusalAt, usualRefusal } from '#tests/support/copied-sources.ts';

const folder = process.cwd();

const familyAt = (pid: number) =>
  familyOf(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }), pid);

const pidsAt = (pid: number): number[] => familyAt(pid).map((one) => one.pid);

/** The processes of a stack, once they are three: what bundled it ends a moment later. */
const threeAt = async (pid: number) => {
  await expect.poll(() => familyAt(pid)).toHaveLength(3);
  return familyAt(pid);
};

const signIn = async (at: Checkout, clientId = at.clientId): Promise<string> => {
  const client = new CognitoIdentityProviderClient({ endpoint: at.endpoint, region: at.region });
  const AuthParameters = { USERNAME: at.username, PASSWORD: at.password };
  const call = new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  return client.send(call).then(
    ({ AuthenticationResult }) => AuthenticationResult?.TokenType ?? '',
    (error: Error) => error.name,
  );
};

const running: Pick<Checkout, 'stop'>[] = [];
const copies: CopiedSources[] = [];

const start = async (...wishes: Parameters<typeof startCheckout>): Promise<Checkout & { readonly pid: number }> => {
  const checkout = await startCheckout(...wishes);
  running.push(checkout);
  const { pid } = checkout;
  if (pid === undefined) throw new Error('It has no process.');
  return { ...checkout, pid };
};

const freePorts = async (): Promise<Record<string, string>> => {
  const ports: Record<string, string> = {};
  for (const part of ['', 'HTTPS_', 'MAILBOX_', 'LAMBDA_', 'FILES_'])
    ports[`GATEHOUSE_${part}PORT`] = String(await freePort());
  return ports;
};

const allGone = (pids: readonly number[]) => expect.poll(() => pids.filter(isAlive), { timeout: 180_000 }).toEqual([]);

afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
  for (const { remove } of copies.splice(0)) remove();
});

describe('the processes of npm start', () => {
  it('are one for all functions, the database, and one that outlives neither; they take little at rest', async () => {
    const stack = await start(folder);
    expect(await signIn(stack)).toBe('Bearer');
    const family = await threeAt(stack.pid);
    // It is 160; half as much again is too much.
    expect(family.reduce((sum, { kilobytes }) => sum + kilobytes, 0)).toBeLessThan(240_000);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('all end at %s', async (signal) => {
    const stack = await start(folder, { inMemory: signal !== 'SIGKILL' });
    const pids = (await threeAt(stack.pid)).map((one) => one.pid);
    process.kill(stack.pid, signal);
    await allGone(pids);
  });

  it('all end where it is killed as soon as the database has started', async () => {
    const { DYNAMODB_ENDPOINT: _own, ...env } = process.env;
    const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-killed-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const child = startChild(process.execPath, ['local/start.ts', '--memory'], {
      stdio: 'ignore',
      env: { ...env, ...(await freePorts()), GATEHOUSE_DATA_DIR: directory },
    });
    running.push(child);
    const pid = child.process.pid ?? 0;
    while (pidsAt(pid).length < 2 && child.isRunning()) await pause(5);
    const pids = pidsAt(pid);
    child.process.kill('SIGKILL');
    expect(pids.length).toBeGreaterThanOrEqual(2);
    await allGone(pids);
  });

  it('belong to two stacks at once, which know nothing of each other', async () => {
    const [one, other] = await Promise.all([start(folder), start(folder)]);
    expect([await signIn(one), await signIn(other)]).toEqual(['Bearer', 'Bearer']);
    expect(await signIn(one, other.clientId)).toBe('ResourceNotFoundException');
    const pids = pidsAt(one.pid);
    process.kill(one.pid, 'SIGKILL');
    await allGone(pids);
    expect(await signIn(other)).toBe('Bearer');
  });
});

describe('with changed sources', () => {
  const copied = (): CopiedSources => {
    const copy = copySources();
    copies.push(copy);
    return copy;
  };

  // Each of five changes bundles all functions.
  it('it runs the new code: at the next start, or at once where it watches', async () => {
    const copy = copied();
    copy.change(usualRefusal, `First ${process.pid}.`);
    const first = await start(copy.folder);
    expect(await refusalAt(first.endpoint)).toBe(`First ${process.pid}.`);
    await threeAt(first.pid);
    copy.change(`First ${process.pid}.`, `Second ${process.pid}.`);
    const second = await start(copy.folder, { options: ['--watch'] });
    expect([await refusalAt(first.endpoint), await refusalAt(second.endpoint)]).toEqual([
      `First ${process.pid}.`,
      `Second ${process.pid}.`,
    ]);
    copy.change(`Second ${process.pid}.`, `Third ${process.pid}.`);
    await expect.poll(() => refusalAt(second.endpoint), { timeout: 180_000 }).toBe(`Third ${process.pid}.`);
    // As editors save: a new file takes the place of the former one, and another the place of that.
    for (const [from, to] of [
      ['Third', 'Fourth'],
      ['Fourth', 'Fifth'],
    ] as const) {
      copy.change(`${from} ${process.pid}.`, `${to} ${process.pid}.`, { byRenaming: true });
      await expect.poll(() => refusalAt(second.endpoint), { timeout: 180_000 }).toBe(`${to} ${process.pid}.`);
    }
    expect(await refusalAt(first.endpoint)).toBe(`First ${process.pid}.`);
    await threeAt(second.pid);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'it leaves no process where it ends by %s while it bundles',
    async (signal) => {
      const copy = copied();
      copy.change(usualRefusal, `${signal} ${process.pid}.`);
      const { DYNAMODB_ENDPOINT: _own, ...env } = process.env;
      const child = startChild(process.execPath, ['local/start.ts', '--memory'], {
        cwd: copy.folder,
        stdio: 'ignore',
        env: { ...env, ...(await freePorts()), GATEHOUSE_DATA_DIR: path.join(copy.folder, 'data') },
      });
      running.push(child);
      const pid = child.process.pid ?? 0;
      // Itself, the database, the one that ends it, the framework, and esbuild.
      let pids: readonly number[] = [];
      while (pids.length < 5 && child.isRunning()) {
        await pause(20);
        pids = pidsAt(pid);
      }
      expect(pids).toHaveLength(5);
      child.process.kill(signal);
      await allGone(pids);
    },
  );
});
