import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '#local/processes.ts';
import { familyOf } from '#tests/bench/against/processes.ts';
import { type CopiedSources, copySources } from '#tests/support/copied-sources.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';

interface Called {
  readonly exitCode: number | null;
  readonly printed: string;
  readonly said: string;
}

const pages = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

// Every call with a sample event that a reader may copy, as function and file.
const shown = new Map(
  pages
    .flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/invoke local -f (\w+) -p (events\/[\w/-]+\.json)/g)])
    .map(([, name = '', event = '']) => [name, event]),
);

describe('serverless invoke local, where nothing runs', () => {
  let copy: CopiedSources;
  const pids = new Set<number>();

  beforeAll(() => {
    copy = copySources();
  });
  afterAll(() => copy.remove());

  const remember = (pid: number): void => {
    const listing = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' });
    for (const one of familyOf(listing, pid)) pids.add(one.pid);
  };

  const call = async (name: string, event: string, more: Readonly<Record<string, string>> = {}): Promise<Called> => {
    const serverless = path.resolve('node_modules/serverless/bin/serverless.js');
    const child = spawn(process.execPath, [serverless, 'invoke', 'local', '-f', name, '-p', event], {
      cwd: copy.folder,
      env: { ...ownEnvironment(), ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const watch = setInterval(() => remember(child.pid ?? 0), 250);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [printed, said, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    clearInterval(watch);
    return { exitCode, printed, said };
  };

  const inCopy = (file: string): string => path.join(copy.folder, file);
  const factsThere = (): Record<string, string> => JSON.parse(readFileSync(inCopy('.gatehouse/local.json'), 'utf8'));

  const expectNothingLeft = async (): Promise<void> => {
    expect(pids.size).toBeGreaterThan(1);
    await expect.poll(() => [...pids].filter(isAlive)).toEqual([]);
    expect(readdirSync(inCopy('.esbuild'))).toEqual([]);
    // Nobody can join a stack that has ended.
    expect(existsSync(inCopy('.gatehouse/runtime.json'))).toBe(false);
  };

  it('is shown with several functions', () => {
    expect(shown.size).toBeGreaterThanOrEqual(4);
  });

  const pools = new Set<string | undefined>();

  // Each call starts the framework and a stack.
  it.each([...shown])(
    '%s answers the sample event that the documentation shows, and leaves no process',
    async (name, event) => {
      const { exitCode, printed, said } = await call(name, event);
      expect([exitCode, said]).toEqual([0, '']);
      const answer: unknown = JSON.parse(printed);
      if (event.startsWith('events/api/')) expect(answer).toMatchObject({ statusCode: 200 });
      else expect(answer).toHaveProperty('response');
      await expectNothingLeft();
      pools.add(factsThere().userPoolId);
    },
  );

  it('keeps the demo between calls, at the address that npm start will have', () => {
    expect(pools.size).toBe(1);
    expect(factsThere()).toMatchObject({ endpoint: 'http://localhost:9229', mailboxUrl: 'http://127.0.0.1:9230' });
  });

  // What these events name is made by a sign-in on the page, or belongs to the client for machines.
  it.each([
    ['userInfo', 'events/oauth/user-info.json', 'demo@example.com'],
    ['introspect', 'events/oauth/introspect.json', 'active'],
    ['GetClientToken', 'events/api/machine-tokens/GetClientToken.json', 'AccessToken'],
  ])('%s answers its sample event, which needs more than the demo user', async (name, event, body) => {
    const { exitCode, printed, said } = await call(name, event);
    expect([exitCode, said]).toEqual([0, '']);
    expect(JSON.parse(printed)).toMatchObject({ statusCode: 200, body: expect.stringContaining(body) });
    await expectNothingLeft();
  });

  it('makes two calls one after the other, and keeps what they did', async () => {
    const [first, second] = await Promise.all([
      call('SignUp', 'events/api/sign-up/SignUp.json'),
      call('SignUp', 'events/api/sign-up/SignUp.json'),
    ]);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const statuses = [first, second].map(({ printed }) => /"statusCode": (\d+)/.exec(printed)?.[1]);
    expect(statuses.sort()).toEqual(['200', '400']);
    expect(`${first.printed}${second.printed}`).toContain('UsernameExistsException');
    await expectNothingLeft();
  });

  it('tells nobody the session of a real account', async () => {
    const account = {
      AWS_ACCESS_KEY_ID: 'ASIAREALACCOUNT',
      AWS_SECRET_ACCESS_KEY: 'secret-of-a-real-account',
      AWS_SESSION_TOKEN: 'session-of-a-real-account',
    };
    const { printed, said } = await call('CreateUserImportJob', 'events/api/imports/CreateUserImportJob.json', account);

    expect(printed).toContain('X-Amz-Signature');
    for (const secret of Object.values(account)) expect(printed + said).not.toContain(secret);
  });

  it('fails as its function does, and where the event asks for what is not there', async () => {
    writeFileSync(inCopy('none.json'), '{"accessKeyId":"short"}');
    const failed = await call('CreateAccessKey', 'none.json');
    expect([failed.exitCode, failed.printed]).toEqual([1, expect.stringContaining('"errorMessage"')]);
    writeFileSync(inCopy('none.json'), '{"of":"{{Nobody}}"}');
    const refused = await call('CreateAccessKey', 'none.json');
    expect(refused.exitCode).toBe(1);
    expect(refused.printed).toContain('The event asks for {{Nobody}}');
    await expectNothingLeft();
  });
});
