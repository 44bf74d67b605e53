import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, inDirectory, runCli } from '#tests/support/cli.ts';
import { freePort } from '#tests/support/documented-server.ts';
import { onPages } from '#tests/support/oauth.ts';
import { configure, makeOperator, makeOperatorPools } from '#tests/support/operators.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makeClient, password, type TestUser } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

let pools: Awaited<ReturnType<typeof makeOperatorPools>>;
let port: number;
let clientId: string;

beforeAll(async () => {
  pools = await makeOperatorPools();
  port = await freePort();
  const client = await makeClient(pools.operators.poolId, {
    ...onPages,
    CallbackURLs: [`http://localhost:${port}/callback`],
    LogoutURLs: [],
  });
  clientId = client.clientId;
  await configure({ ...pools.configuration, ClientIds: [clientId] });
});

afterAll(() => configure());

const settings = (home: string) => ({
  GATEHOUSE_ENDPOINT: stack().endpoint,
  GATEHOUSE_REGION: stack().region,
  XDG_CONFIG_HOME: home,
});

const run = (home: string, ...parameters: readonly string[]): Promise<CliRun> =>
  runCli(parameters, { env: settings(home) });

const addressIn = (said: string): URL | undefined => URL.parse(/^ {2}(http\S+)$/m.exec(said)?.[1] ?? '') ?? undefined;

/** Runs `login` and, once it says where to sign in, lets a browser do it; `change` is what the browser comes back with. */
const logIn = async (
  home: string,
  user: TestUser,
  more: Readonly<Record<string, string>> = {},
  change = (back: URL): URL => back,
): Promise<CliRun> => {
  let browser: Promise<unknown> | undefined;
  const signIn = async (address: URL) => {
    const agent = newUserAgent();
    const begun = await agent.get(address.href);
    const page = await agent.get(begun.headers.get('location') ?? '');
    const signedIn = await submit(agent, page, { username: user.username, password });
    const back = new URL(signedIn.headers.get('location') ?? '');
    const wrong = change(new URL(back));
    if (wrong.href !== back.href) expect((await fetch(wrong)).status).toBe(400);
    expect((await fetch(back)).status).toBe(200);
  };
  const done = await runCli(['login', '--no-browser', '--port', String(port), '--json'], {
    env: { ...settings(home), GATEHOUSE_OPERATOR_CLIENT_ID: clientId, ...more },
    interruptedAt: (said) => {
      const address = addressIn(said);
      if (address) browser ??= signIn(address);
      return false;
    },
  });
  await browser;
  return done;
};

describe('gatehouse-pools login', () => {
  it('signs commands as the operator who signed in, until logout', () =>
    inDirectory(async (home) => {
      const user = await makeOperator(pools.operators, 'shop');
      expect(await run(home, 'users', 'search', pools.shop.poolId)).toMatchObject({ code: 2 });

      const login = await logIn(home, user);
      expect(login.code).toBe(0);
      expect(JSON.parse(login.stdout)).toMatchObject({ username: user.username, groups: [{ GroupName: 'shop' }] });
      expect(login.stdout).not.toMatch(/secret|token/i);
      const file = path.join(home, 'gatehouse-pools', 'logins.json');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const { accessKeyId, secretAccessKey, sessionToken } = JSON.parse(readFileSync(file, 'utf8'))[stack().endpoint];

      expect(await run(home, 'users', 'search', pools.shop.poolId, '--json')).toMatchObject({ code: 0 });
      expect(await run(home, 'pools', 'list')).toMatchObject({ code: 3 });

      expect(await run(home, 'logout')).toMatchObject({ code: 0, stdout: 'You are logged out.\n' });
      expect(readFileSync(file, 'utf8')).not.toContain(accessKeyId);
      expect(await run(home, 'users', 'search', pools.shop.poolId)).toMatchObject({ code: 2 });
      expect(await run(home, 'logout')).toMatchObject({ code: 0, stdout: 'You were not logged in.\n' });
      expect(secretAccessKey && sessionToken).toBeTruthy();
    }));

  it('takes the answer of no other sign-in', () =>
    inDirectory(async (home) => {
      const user = await makeOperator(pools.operators, 'auditors');
      const forged = (back: URL): URL => {
        back.searchParams.set('state', 'another');
        return back;
      };
      expect(await logIn(home, user, {}, forged)).toMatchObject({ code: 0 });
    }));

  it('says so where the user is no operator', () =>
    inDirectory(async (home) => {
      const done = await logIn(home, await makeOperator(pools.operators, 'others'));
      expect(done.code).toBe(3);
      expect(done.stderr + done.stdout).toContain('NotAuthorizedException');
      expect(await run(home, 'users', 'search', pools.shop.poolId)).toMatchObject({ code: 2 });
    }));

  it('asks the deployment for the app client, and says so where it has no operators', () =>
    inDirectory(async (home) => {
      const login = await logIn(home, await makeOperator(pools.operators, 'auditors'), {
        GATEHOUSE_OPERATOR_CLIENT_ID: '',
      });
      expect(login).toMatchObject({ code: 0 });

      await configure();
      await expect.poll(() => callOwnUnsigned('GetOperatorSignIn', {})).toEqual({});
      const done = await run(home, 'login', '--no-browser');
      expect(done).toMatchObject({ code: 3, stderr: expect.stringContaining('This deployment has no operators') });
    }));
});
