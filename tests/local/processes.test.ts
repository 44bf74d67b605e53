import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { startChild } from '#local/child.ts';
import { freePort } from '#local/ports.ts';
import { isAlive } from '#local/processes.ts';
import { familyOf } from '#tests/bench/against/processes.ts';
import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';

const folder = process.cwd();

const familyAt = (pid: number) =>
  familyOf(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }), pid);

const pidsAt = (pid: number): number[] => familyAt(pid).map((one) => one.pid);

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
const copies: string[] = [];

const start = async (...wishes: Parameters<typeof startCheckout>): Promise<Checkout & { readonly pid: number }> => {
  const checkout = await startCheckout(...wishes);
  running.push(checkout);
  const { pid } = checkout;
  if (pid === undefined) throw new Error('It has no process.');
  return { ...checkout, pid };
};

const allGone = (pids: readonly number[]) => expect.poll(() => pids.filter(isAlive), { timeout: 60_000 }).toEqual([]);

afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

describe('the processes of npm start', () => {
  it('are one for all functions, the database, and one that outlives neither; they take little at rest', async () => {
    const stack = await start(folder);
    expect(await signIn(stack)).toBe('Bearer');
    const family = familyAt(stack.pid);
    expect(family).toHaveLength(3);
    // It is 160; half as much again is too much.
    expect(family.reduce((sum, { kilobytes }) => sum + kilobytes, 0)).toBeLessThan(240_000);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('all end at %s', async (signal) => {
    const stack = await start(folder, { inMemory: signal !== 'SIGKILL' });
    const pids = pidsAt(stack.pid);
    expect(pids).toHaveLength(3);
    process.kill(stack.pid, signal);
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
  // Sources of the project must not change while other tests run.
  const copied = (): string => {
    const copy = mkdtempSync(path.join(tmpdir(), 'gatehouse-copy-'));
    copies.push(copy);
    const parts = ['functions', 'shared', 'resources', 'local', 'serverless.yml', 'package.json', 'package-lock.json'];
    for (const part of parts) cpSync(path.join(folder, part), path.join(copy, part), { recursive: true });
    symlinkSync(path.join(folder, 'node_modules'), path.join(copy, 'node_modules'));
    return copy;
  };
  const fallback = 'functions/fallback/unknown-operation.ts';
  const change = (copy: string, from: string, to: string, { byRenaming = false } = {}): void => {
    const file = path.join(copy, fallback);
    const place = byRenaming ? `${file}.new` : file;
    writeFileSync(place, readFileSync(file, 'utf8').replace(from, to));
    if (byRenaming) renameSync(place, file);
  };
  const said = async ({ endpoint }: Checkout): Promise<unknown> => {
    const answer = await fetch(`${endpoint}/nothing`, { method: 'POST' });
    return JSON.parse(await answer.text()).message;
  };
  const usual = 'The request names no operation that is there.';

  it('it runs the new code: at the next start, or at once where it watches', async () => {
    const copy = copied();
    change(copy, usual, `First ${process.pid}.`);
    const first = await start(copy);
    expect(await said(first)).toBe(`First ${process.pid}.`);
    expect(familyAt(first.pid)).toHaveLength(3);
    change(copy, `First ${process.pid}.`, `Second ${process.pid}.`);
    const second = await start(copy, { options: ['--watch'] });
    expect([await said(first), await said(second)]).toEqual([`First ${process.pid}.`, `Second ${process.pid}.`]);
    change(copy, `Second ${process.pid}.`, `Third ${process.pid}.`);
    await expect.poll(() => said(second), { timeout: 120_000 }).toBe(`Third ${process.pid}.`);
    // As editors save: a new file takes the place of the former one, and another the place of that.
    for (const [from, to] of [
      ['Third', 'Fourth'],
      ['Fourth', 'Fifth'],
    ] as const) {
      change(copy, `${from} ${process.pid}.`, `${to} ${process.pid}.`, { byRenaming: true });
      await expect.poll(() => said(second), { timeout: 120_000 }).toBe(`${to} ${process.pid}.`);
    }
    expect(await said(first)).toBe(`First ${process.pid}.`);
    await expect.poll(() => familyAt(second.pid).length).toBe(3);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'it leaves no process where it ends by %s while it bundles',
    async (signal) => {
      const copy = copied();
      change(copy, usual, `${signal} ${process.pid}.`);
      const ports: Record<string, string> = {};
      for (const part of ['', 'MAILBOX_', 'LAMBDA_', 'FILES_'])
        ports[`GATEHOUSE_${part}PORT`] = String(await freePort());
      const { DYNAMODB_ENDPOINT: _own, ...env } = process.env;
      const child = startChild(process.execPath, ['local/start.ts', '--memory'], {
        cwd: copy,
        stdio: 'ignore',
        env: { ...env, ...ports, GATEHOUSE_DATA_DIR: path.join(copy, 'data') },
      });
      running.push(child);
      const pid = child.process.pid ?? 0;
      // Itself, the database, the one that ends it, the framework, and esbuild.
      while (pidsAt(pid).length < 5 && child.isRunning()) await pause(20);
      const pids = pidsAt(pid);
      expect(pids).toHaveLength(5);
      child.process.kill(signal);
      await allGone(pids);
    },
  );
});
