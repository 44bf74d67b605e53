import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '#local/ports.ts';
import { isAlive } from '#local/processes.ts';
import { familyOf } from '#tests/bench/against/processes.ts';
import { copySources, refusalAt, usualRefusal } from '#tests/support/copied-sources.ts';
import { hearStart } from '#tests/support/hear-start.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';

interface Run {
  readonly pid: number;
  readonly endpoint: string;
  readonly said: () => string;
  readonly exitCode: Promise<number | null>;
}

const serverless = path.resolve('node_modules/serverless/bin/serverless.js');
const npmStart = [process.execPath, 'local/start.ts', '--memory'] as const;
const offlineStart = [process.execPath, serverless, 'offline', 'start'] as const;

const cleaning: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleaning.splice(0).reverse()) clean();
});

const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-offline-'));
  cleaning.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const freePorts = async (): Promise<Record<string, string>> => {
  const ports: Record<string, string> = {};
  for (const part of ['', 'HTTPS_', 'MAILBOX_', 'LAMBDA_', 'FILES_'])
    ports[`GATEHOUSE_${part}PORT`] = String(await freePort());
  return ports;
};

interface Place {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const end = (child: ChildProcess): void => {
  if (child.exitCode === null) child.kill('SIGKILL');
};

/** Starts a program and waits until it has introduced its stack, or has ended. */
const start = async ([program = '', ...given]: readonly string[], { env, cwd }: Place): Promise<Run> => {
  const child = spawn(program, given, { env: { ...ownEnvironment(), ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  cleaning.push(() => end(child));
  const exitCode = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const { said, introduced } = hearStart(child);
  await introduced;
  const [, endpoint] = /ready at (\S+)/.exec(said()) ?? [];
  if (endpoint === undefined || child.pid === undefined) throw new Error(`Nothing started.\n${said()}`);
  return { pid: child.pid, endpoint, said, exitCode };
};

const pidsAt = (pid: number): number[] =>
  familyOf(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }), pid).map((one) => one.pid);

/** The processes of a stack, once they are so many: what bundled it ends a moment later. */
const pidsOnce = async (pid: number, count: number): Promise<readonly number[]> => {
  await expect.poll(() => pidsAt(pid)).toHaveLength(count);
  return pidsAt(pid);
};

const allGone = (pids: readonly number[]) => expect.poll(() => pids.filter(isAlive), { timeout: 180_000 }).toEqual([]);

const factsIn = (folder: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(folder, 'local.json'), 'utf8'));

const signUp = { Username: 'ada', Password: 'Correct-horse-1' } as const;
const email = 'ada@example.com';

/** Signs up, in the demo pool, with the code that the mailbox got. */
const signUpAt = async (endpoint: string, { region = '', clientId, mailboxUrl }: Record<string, string>) => {
  const client = new CognitoIdentityProviderClient({ endpoint, region });
  const UserAttributes = [{ Name: 'email', Value: email }];
  await client.send(new SignUpCommand({ ClientId: clientId, ...signUp, UserAttributes }));
  const mails = await fetch(`${mailboxUrl}/messages?to=${email}`);
  const { code } = JSON.parse(await mails.text()).at(-1);
  await client.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: 'ada', ConfirmationCode: code }));
};

/** Signs in, refreshes, and gives the second access token. */
const tokenAt = async (endpoint: string, { region = '', clientId = '' }: Record<string, string>) => {
  const client = new CognitoIdentityProviderClient({ endpoint, region });
  const first = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: signUp.Username, PASSWORD: signUp.Password },
    }),
  );
  const second = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: first.AuthenticationResult?.RefreshToken ?? '' },
    }),
  );
  return second.AuthenticationResult?.AccessToken;
};

const userAt = async (endpoint: string, { region = '' }: Record<string, string>, AccessToken: string | undefined) => {
  const client = new CognitoIdentityProviderClient({ endpoint, region });
  return (await client.send(new GetUserCommand({ AccessToken }))).Username;
};

const statusAt = async (
  endpoint: string,
  { region = '', accessKeyId = '', secretAccessKey = '', userPoolId }: Record<string, string>,
) => {
  const admin = new CognitoIdentityProviderClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  return (await admin.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: 'ada' }))).UserStatus;
};

describe('serverless offline start', () => {
  // The framework starts, and bundles all functions twice.
  it('runs everything by itself, as npm start does, and new code once sources change', async () => {
    const { folder: cwd, change, remove } = copySources();
    cleaning.push(remove);
    const ports = await freePorts();
    const run = await start(offlineStart, { cwd, env: ports });
    expect(run.endpoint).toBe(`http://localhost:${ports.GATEHOUSE_PORT}`);
    const facts = factsIn(path.join(cwd, '.gatehouse'));
    expect(run.said()).toContain(`--client-id ${facts.clientId}`);
    expect(run.said()).toContain(`${facts.accessKeyId} / ${facts.secretAccessKey}`);
    expect(run.said()).toContain('what is in .gatehouse stays');
    // Itself, the database, and the one that ends the database: nothing else, as of esbuild, is left.
    const pids = await pidsOnce(run.pid, 3);

    await signUpAt(run.endpoint, facts);
    expect(await userAt(run.endpoint, facts, await tokenAt(run.endpoint, facts))).toBe('ada');
    expect(await statusAt(run.endpoint, facts)).toBe('CONFIRMED');

    change(usualRefusal, 'Changed.');
    await expect.poll(() => refusalAt(run.endpoint), { timeout: 180_000 }).toBe('Changed.');
    // What serverless-offline says as it starts servers of its own.
    expect(run.said()).not.toMatch(/Starting Offline|Server ready/);
    process.kill(run.pid, 'SIGINT');
    expect(await run.exitCode).toBe(0);
    await allGone(pids);
  });

  it('joins the database and the mailbox of a running npm start, and ends with it', async () => {
    const folder = newFolder();
    const env = { ...(await freePorts()), GATEHOUSE_DATA_DIR: folder };
    const first = await start(npmStart, { env });
    const [httpPort, lambdaPort] = [String(await freePort()), String(await freePort())];
    const command = [process.execPath, serverless, 'offline', '--httpPort', httpPort, '--lambdaPort', lambdaPort];
    const beside = await start(command, { env });
    expect(beside.endpoint).toBe(`http://localhost:${httpPort}`);
    const facts = factsIn(folder);
    expect(facts.endpoint).toBe(first.endpoint);
    expect(await pidsOnce(beside.pid, 1)).toEqual([beside.pid]);

    await signUpAt(beside.endpoint, facts);
    const token = await tokenAt(beside.endpoint, facts);
    expect([await userAt(first.endpoint, facts, token), await userAt(beside.endpoint, facts, token)]).toEqual([
      'ada',
      'ada',
    ]);
    expect([await statusAt(first.endpoint, facts), await statusAt(beside.endpoint, facts)]).toEqual([
      'CONFIRMED',
      'CONFIRMED',
    ]);
    process.kill(first.pid, 'SIGTERM');
    expect([await first.exitCode, await beside.exitCode]).toEqual([0, 1]);
    expect(beside.said()).toContain(`The stack at ${first.endpoint} has ended, and its database with it`);
    await allGone([first.pid, beside.pid]);
  });

  it.each([
    ['itself', 'SIGHUP', offlineStart],
    ['itself', 'SIGKILL', offlineStart],
    // The end of npm itself reaches neither its shell nor the program in that.
    ['the npm that runs it', 'SIGKILL', ['npx', 'serverless', 'offline', 'start']],
  ] as const)('leaves no process where %s is ended by %s', async (_what, signal, command) => {
    const run = await start(command, { env: { ...(await freePorts()), GATEHOUSE_DATA_DIR: newFolder() } });
    const pids = pidsAt(run.pid);
    expect(pids.length).toBeGreaterThanOrEqual(3);
    process.kill(run.pid, signal);
    await allGone(pids);
  });

  it('refuses stages of AWS', async () => {
    const env = { ...(await freePorts()), GATEHOUSE_DATA_DIR: newFolder() };
    await expect(start([...offlineStart, '--stage', 'prod'], { env })).rejects.toThrow('The stage prod runs on AWS.');
  });
});
