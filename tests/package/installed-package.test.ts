import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isAlive } from '#local/processes.ts';
import { runsHere, writeChromiumProgram } from '#tests/browser/chromium.ts';
import { oldNode } from '#tests/support/cli.ts';
import { buildIn, instructionsOf } from '#tests/support/dockerfile.ts';
import { bytesIn, type InstalledPackage, installPackage, type Told, whole } from '#tests/support/installed-package.ts';
import { commandsOf, runJob } from '#tests/support/workflow.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => installed.remove());

const clientOf = ({ endpoint = '', region = '', accessKeyId = '', secretAccessKey = '' }: Told) =>
  new CognitoIdentityProviderClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });

const signIn = async (told: Told, USERNAME = told.username ?? '', PASSWORD = told.password ?? ''): Promise<string> => {
  const { AuthenticationResult } = await clientOf(told).send(
    new InitiateAuthCommand({
      ClientId: told.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
  return AuthenticationResult?.TokenType ?? '';
};

const childrenOf = (pid: number | undefined): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

// A program that starts one, and does nothing else.
const spawning = `require('node:child_process').spawn('node_modules/.bin/gatehouse-pools',
  ['start', '--json', '--memory', '--port', '0', '--data', 'by-program'], { stdio: 'inherit' })`;

const allBelow = (pid: number | undefined): number[] => childrenOf(pid).flatMap((child) => [child, ...allBelow(child)]);

const answers = (endpoint = ''): Promise<boolean> =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

// One whose words this package cannot be read by.
const tooOldNode = (): string | undefined => {
  const node = oldNode();
  return node && spawnSync(node, ['-v'], { encoding: 'utf8' }).stdout.startsWith('v20.') ? node : undefined;
};

describe('what is installed', () => {
  it('is small, and needs nothing that builds', () => {
    expect(bytesIn(installed.place)).toBeLessThan(60_000_000);
    expect(readdirSync(path.join(installed.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      '@dynoxide',
      '@node-rs',
      'gatehouse-pools',
    ]);
  });

  it('runs nothing when it is installed, and puts no program but its own on the path', () => {
    const manifest = JSON.parse(readFileSync(path.join(installed.place, 'package.json'), 'utf8'));
    expect(manifest.scripts).toBeUndefined();
    expect(readdirSync(path.join(installed.folder, 'node_modules/.bin'))).toEqual(['gatehouse-pools']);
  });

  it('names the licences of what is in it', () => {
    const licences = readFileSync(path.join(installed.place, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['jose', 'valibot', '@middy/core', '@ip-location-db/asn', 'commander', 'react-dom']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });
});

describe('pull', () => {
  it('takes a pool over from another service', async () => {
    const [there, here] = await Promise.all([
      installed.start('--memory', '--port', '0', '--data', 'there'),
      installed.start('--memory', '--port', '0', '--data', 'here'),
    ]);
    const { accessKeyId, secretAccessKey, endpoint, userPoolId = '', username } = there.told;
    const settings = path.join(installed.folder, '../home/.aws');
    mkdirSync(settings);
    writeFileSync(
      path.join(settings, 'credentials'),
      `[former]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const source = ['--from-profile', 'former', '--from-endpoint', endpoint ?? '', '--rate', '1000'];
    const target = ['--endpoint', here.told.endpoint ?? '', '--access-key-id', here.told.accessKeyId ?? ''];
    const key = ['--secret-access-key', here.told.secretAccessKey ?? ''];
    const { code, err } = await installed.command('pull', userPoolId, ...source, ...target, ...key, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const found = await clientOf(here.told).send(
      new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username }),
    );
    expect(found.UserStatus).toBe('CONFIRMED');
    await Promise.all([there, here].map(({ child }) => installed.end(child)));
  });
});

describe('start', () => {
  it('runs the whole of it, keeps what is there, and leaves nothing running', async () => {
    const { told, child } = await installed.start('--port', '0');
    const cognito = clientOf(told);
    const user = { ClientId: told.clientId, Username: 'ada' };
    await cognito.send(
      new SignUpCommand({
        ...user,
        Password: 'Correct-horse-1',
        UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
      }),
    );
    // Nothing is built here: there is nothing that could.
    const page = await (await fetch(`${told.endpoint}/console/`)).text();
    const [, script = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(page) ?? [];
    expect(await fetch(`${told.endpoint}${script}`)).toMatchObject({ status: 200 });
    const sent = await (await fetch(`${told.mailboxUrl}/messages?to=ada@example.com`)).json();
    await cognito.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: Object(sent).at(-1).code }));
    const parts = childrenOf(child.pid);
    expect(parts.length).toBeGreaterThan(0);
    expect(await installed.end(child)).toBe(0);
    await expect.poll(() => parts.filter(isAlive)).toEqual([]);

    const again = await installed.start('--port', '0');
    expect(again.told.userPoolId).toBe(told.userPoolId);
    expect(await signIn(again.told, 'ada', 'Correct-horse-1')).toBe('Bearer');
    await installed.end(again.child);
  });

  it('runs two at once in two folders, one of them over HTTPS, too', async () => {
    const [one, two] = await Promise.all([
      installed.start('--port', '0', '--data', 'one'),
      installed.start('--port', '0', '--data', 'two', '--https'),
    ]);
    expect(one.told.endpoint).not.toBe(two.told.endpoint);
    expect(await Promise.all([signIn(one.told), signIn(two.told)])).toEqual(['Bearer', 'Bearer']);
    expect(one.told.httpsEndpoint).toBeUndefined();
    expect(two.told.httpsEndpoint).toMatch(/^https:\/\/localhost:\d+$/);
    expect(existsSync(path.resolve(installed.folder, two.told.certificateAuthority ?? ''))).toBe(true);
    expect(await Promise.all([installed.end(one.child), installed.end(two.child)])).toEqual([0, 0]);
  });

  it('keeps nothing in memory mode', async () => {
    const { told, child } = await installed.start('--memory', '--port', '0', '--data', 'forgotten');
    expect(await signIn(told)).toBe('Bearer');
    await installed.end(child);
    expect(existsSync(path.join(installed.folder, 'forgotten/gatehouse.db'))).toBe(false);
    const next = await installed.start('--memory', '--port', '0', '--data', 'forgotten');
    expect(next.told.userPoolId).not.toBe(told.userPoolId);
    await installed.end(next.child);
  });

  it('refuses a folder and a port that are in use', async () => {
    const { told, child } = await installed.start('--port', '0', '--data', 'taken');
    const folder = await installed.command('start', '--port', '0', '--data', 'taken');
    expect(folder).toMatchObject({ code: 1, out: '' });
    expect(folder.err).toContain('is in use by process');
    const port = new URL(told.endpoint ?? '').port;
    const ports = await installed.command('start', '--port', port, '--data', 'other');
    expect(ports).toMatchObject({ code: 1, out: '' });
    expect(ports.err).toContain(`Port ${port}`);
    await installed.end(child);
  });

  it.each([
    ['that cannot be made', '/proc/gatehouse', 'cannot be made: there is no such place'],
    ['in whose place a file is', 'package.json', 'a file stands where a folder is needed'],
    ['below a file', 'package.json/data', 'a file stands where a folder is needed'],
  ])('says in a sentence that it cannot use a folder %s, and ends', async (_what, folder, sentence) => {
    for (const more of [[], ['--memory']]) {
      const { code, out, err } = await installed.command('start', '--port', '0', '--data', folder, ...more);
      expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1]);
      expect(err).toContain(sentence);
    }
  });

  it.skipIf(!tooOldNode())('says to an old Node that it needs another, and ends', async () => {
    const { code, out, err } = await whole(
      installed.run(tooOldNode() ?? '', 'node_modules/.bin/gatehouse-pools', 'start', '--memory', '--port', '0'),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^gatehouse-pools runs on Node 22\.13 or later, and this is v20\.\d+\.\d+\.\n$/);
  });

  it('says what is wrong with options', async () => {
    const wrong = await installed.command('start', '--port', 'ninety');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('Give a number from 1 to');
    expect(await installed.command('start', '--prot', '1')).toMatchObject({ code: 2 });
  });

  it('says nothing while all is well, if that is wanted', async () => {
    const child = installed.spawn('start', '--port', '0', '--data', 'silent', '--quiet');
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    await expect.poll(() => existsSync(path.join(installed.folder, 'silent/local.json'))).toBe(true);
    expect(await installed.end(child)).toBe(0);
    expect(await said).toEqual(['', '']);
  });

  it('makes the pools of a template, and says in which line one is wrong', async () => {
    const file = path.join(installed.folder, 'template.yaml');
    writeFileSync(file, readFileSync('tests/templates/files/plain.yaml'));
    const where = ['--memory', '--port', '0', '--data', 'from'];
    const { told, child } = await installed.start(...where, '--from', 'template.yaml');
    const { UserPoolId, ClientId } = Object(told).from.outputs;
    const { UserPools = [] } = await clientOf(told).send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(UserPools.map(({ Id }) => Id)).toContain(UserPoolId);
    expect(ClientId).not.toBe(told.clientId);
    await installed.end(child);
    writeFileSync(file, 'Resources:\n  Pool: { Type: AWS::Cognito::Pool }\n');
    const wrong = await installed.command('start', ...where, '--from', 'template.yaml');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toBe('template.yaml:2: Pool: there is no resource type AWS::Cognito::Pool.\n');
  });

  it('is what the other commands work on', async () => {
    const { told, child } = await installed.start('--port', '0');
    const { code, out } = await installed.command('pools', 'list', '--json');
    expect(code).toBe(0);
    expect(out).toContain(told.userPoolId);
    const { UserPools = [] } = await clientOf(told).send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(UserPools.map(({ Id }) => Id)).toContain(told.userPoolId);
    await installed.end(child);
  });
});

const started = 'gatehouse-pools start --json --memory --port 0 --data';

describe('start, when what started it has ended', () => {
  it.each([
    ['npx', ['npx', ...`${started} by-npx`.split(' ')]],
    // With a shell in between, which passes nothing on.
    ['a script of npx', ['npx', '-c', `${started} by-npx-script; true`]],
    ['another program', [process.execPath, '-e', spawning]],
  ] as const)('ends with all its parts, where that was %s', async (_what, [program, ...args]) => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const child = installed.run(program, ...args);
      const { endpoint } = await installed.told(child);
      const parts = allBelow(child.pid);
      expect(parts.length).toBeGreaterThan(2);
      child.kill(signal);
      await expect.poll(() => parts.filter(isAlive)).toEqual([]);
      expect(await answers(endpoint)).toBe(false);
    }
  });

  it.each([
    ['in the background of a shell', (command: string) => `${command} & echo $!`],
    [
      'by nohup, though its terminal hangs up',
      (command: string) => `nohup ${command} & echo $!; trap 'kill -HUP $!' EXIT`,
    ],
    ['by setsid in a script of npm', (command: string) => `npm_lifecycle_event=dev setsid ${command} & echo $!`],
  ])('goes on, where it was started %s', async (_what, inShell) => {
    const folder = `left-${randomUUID()}`;
    const facts = path.join(installed.folder, folder, 'local.json');
    const command = `node_modules/.bin/gatehouse-pools start --quiet --memory --port 0 --data ${folder} >log 2>&1`;
    const wait = `until [ -e ${folder}/local.json ]; do sleep 0.05; done`;
    const shell = installed.run('bash', '-c', `${inShell(command)}; ${wait}`);
    const pid = Number((await whole(shell)).out);
    // Whoever would end looks for that twice a second: in less than this one takes.
    const other = installed.run('npx', ...`${started} ${folder}-other`.split(' '));
    await installed.told(other);
    const parts = allBelow(other.pid);
    other.kill('SIGKILL');
    await expect.poll(() => parts.filter(isAlive)).toEqual([]);
    expect(await answers(JSON.parse(readFileSync(facts, 'utf8')).endpoint)).toBe(true);
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

describe('for tests', () => {
  const asked = `import { connectGatehouse, startGatehouse } from 'gatehouse-pools/testing';
    const stack = await startGatehouse();
    const told = {};
    const failure = (work) => work.then(() => 'none', (error) => error.name);
    const byEmail = await stack.pool({ pool: { UsernameAttributes: ['email'] } });
    const bob = await stack.user({ ...byEmail });
    told.name = bob.username.endsWith('@example.com');
    const eve = await stack.user({ mfa: true, groups: ['staff'] });
    const { Session, ChallengeName } = await stack.call('AdminInitiateAuth', {
      UserPoolId: stack.userPoolId, ClientId: stack.clientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: eve.username, PASSWORD: eve.password } });
    told.challenge = ChallengeName;
    const answer = await stack.call('AdminRespondToAuthChallenge', {
      UserPoolId: stack.userPoolId, ClientId: stack.clientId, ChallengeName, Session,
      ChallengeResponses: { USERNAME: eve.username, SOFTWARE_TOKEN_MFA_CODE: await eve.totp() } });
    told.signedIn = answer.AuthenticationResult.TokenType;

    const kept = await stack.snapshot();
    const other = connectGatehouse(JSON.parse(JSON.stringify(stack.facts)));
    const late = await other.user();
    told.moved = Math.round((await other.moveClock('2 h') - Date.now()) / 3_600_000);
    told.expired = await failure(stack.call('GetUser', { AccessToken: eve.accessToken }));
    await stack.restore(kept);
    told.valid = await failure(stack.call('GetUser', { AccessToken: eve.accessToken }));
    told.gone = await failure(stack.call('AdminGetUser', { UserPoolId: stack.userPoolId, Username: late.username }));
    told.none = await failure(stack.codeFor('nobody@example.com', { timeoutMs: 1 }));
    told.open = (await fetch(stack.controlUrl + '/clock')).status;
    told.wrong = (await fetch(stack.controlUrl + '/clock', { method: 'POST', body: '{"milliseconds":"1"}',
      headers: { authorization: 'Bearer ' + stack.controlToken } })).status;
    told.unit = await failure(stack.moveClock('2 fortnights'));
    await stack.stop();
    told.ended = await failure(fetch(stack.endpoint));
    console.log(JSON.stringify(told));`;

  it('gives users, codes, a clock that moves, and data that can be put back', async () => {
    const program = path.join(installed.folder, 'asked.mjs');
    writeFileSync(program, asked);
    const { out, err } = await installed.node(program);
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({
      name: true,
      challenge: 'SOFTWARE_TOKEN_MFA',
      signedIn: 'Bearer',
      moved: 2,
      expired: 'NotAuthorizedException',
      valid: 'none',
      gone: 'UserNotFoundException',
      none: 'Error',
      open: 401,
      wrong: 400,
      unit: 'Error',
      ended: 'TypeError',
    });
  });

  it('ends with the program that started it, even where that is killed or forgets to stop it', async () => {
    const program = path.join(installed.folder, 'forgetful.mjs');
    writeFileSync(
      program,
      `import { startGatehouse } from 'gatehouse-pools/testing'; console.log((await startGatehouse()).endpoint);`,
    );
    const { code, out } = await installed.node(program);
    expect(code).toBe(0);
    await expect.poll(() => answers(out.trim())).toBe(false);
  });

  it('declares its types without those of anything else', () => {
    const types = readFileSync(path.join(installed.place, 'lib/testing.d.ts'), 'utf8');
    expect(types).toContain('export declare const startGatehouse');
    expect(types).not.toMatch(/from '/);
  });
});

// What Cypress does with a configuration, and what a spec asks it for. Both ways, it is JSON.
const askedOfCypress = `import config from './cypress.config.mjs';
  const tasks = {};
  const events = {};
  const on = (name, given) => name === 'task' ? Object.assign(tasks, given) : Object.assign(events, { [name]: given });
  await config.e2e.setupNodeEvents(on, {});
  const task = async (name, given = null) => JSON.parse(JSON.stringify(await tasks[name](given)));
  const told = { names: Object.keys(tasks) };
  const { endpoint, signInUrl, clientId: ClientId } = await task('facts');
  told.pageOfSignIn = (await fetch(signInUrl)).status;
  const { username: Username, email } = await task('user');
  await task('call', { operation: 'ForgotPassword', request: { ClientId, Username } });
  told.codeIsThere = /^\\d{6}$/.test(await task('codeFor', email));
  const { password } = await task('user', { username: 'ada' });
  const AuthParameters = { USERNAME: 'ada', PASSWORD: password };
  const request = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters };
  told.signedIn = (await task('call', { operation: 'InitiateAuth', request })).AuthenticationResult.TokenType;
  told.moved = Math.round((Date.parse(await task('moveClock', '2 h')) - Date.now()) / 3_600_000);
  await events['after:run']();
  told.ended = await fetch(endpoint).then(() => 'none', (error) => error.name);
  console.log(JSON.stringify(told));`;

describe('the examples', () => {
  const examples = () => path.join(installed.folder, '../examples');
  // The limits of the runners are for machines that do nothing else.
  const npmTest = async (name: string, limit: string, env = {}): Promise<string> => {
    const folder = path.join(examples(), name);
    const { out, err } = await whole(installed.runIn({ folder, env }, 'npm', 'test', '--', `${limit}=180000`));
    return out + err;
  };

  // Each is a folder with a package.json of its own. All are installed at once, as that takes less time.
  beforeAll(async () => {
    cpSync('docs/examples/testing', examples(), { recursive: true });
    const dependenciesOf = (name: string): object =>
      JSON.parse(readFileSync(path.join(examples(), name, 'package.json'), 'utf8')).devDependencies;
    const devDependencies = Object.assign({}, ...['jest', 'playwright', 'cypress'].map(dependenciesOf));
    writeFileSync(path.join(examples(), 'package.json'), JSON.stringify({ private: true, devDependencies }));
    // Without scripts, as that of Cypress downloads its browser.
    const args = ['install', '-D', installed.tarball, '--ignore-scripts', '--no-audit', '--no-fund'];
    const { code, err } = await whole(
      installed.runIn({ folder: examples(), env: installed.npmSettings }, 'npm', ...args),
    );
    if (code !== 0) throw new Error(err);
    symlinkSync(path.resolve('node_modules/vitest'), path.join(examples(), 'node_modules/vitest'));
  });

  it('work by node:test', async () => {
    const { out, err } = await whole(
      installed.runIn({ folder: path.join(examples(), 'node-test') }, process.execPath, '--test'),
    );
    expect(out + err).toMatch(/pass 2\b/);
  });

  it('work by Vitest', async () => {
    symlinkSync('../vitest/vitest.mjs', path.join(examples(), 'node_modules/.bin/vitest'));
    expect(await npmTest('vitest', '--testTimeout')).toMatch(/Tests .*1 passed/);
  });

  it('work by Jest', async () => {
    expect(await npmTest('jest', '--testTimeout')).toMatch(/Tests: +1 passed, 1 total/);
  });

  it.skipIf(!runsHere)('work by Playwright', async () => {
    const CHROMIUM_PATH = path.join(examples(), 'chromium');
    await writeChromiumProgram(CHROMIUM_PATH);
    expect(await npmTest('playwright', '--timeout', { CHROMIUM_PATH })).toMatch(/1 passed/);
  });

  // Its browser is no package, so the spec does not run here.
  it('work by Cypress as far as it is a package: types hold, and the tasks do what the spec asks of them', async () => {
    const folder = path.join(examples(), 'cypress');
    const tsc = path.resolve('node_modules/typescript/bin/tsc');
    expect(await whole(installed.runIn({ folder }, process.execPath, tsc, '-p', '.'))).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    const program = path.join(folder, 'asked.mjs');
    writeFileSync(program, askedOfCypress);
    const { out, err } = await whole(installed.runIn({ folder }, process.execPath, program));
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({
      names: ['facts', 'user', 'codeFor', 'moveClock', 'call'],
      pageOfSignIn: 200,
      codeIsThere: true,
      signedIn: 'Bearer',
      moved: 2,
      ended: 'TypeError',
    });
  });

  it.each(Object.entries(commandsOf('docs/examples/testing/github-actions.yml')))(
    'work by GitHub Actions, as far as a job is commands: %s',
    async (name, commands) => {
      const folder = path.join(examples(), '..', name);
      mkdirSync(folder);
      for (const file of ['package.json', 'package-lock.json']) {
        copyFileSync(path.join(installed.folder, file), path.join(folder, file));
      }
      copyFileSync(path.join(examples(), 'node-test/session.test.mjs'), path.join(folder, 'session.test.mjs'));
      await whole(installed.runIn({ folder }, 'npm', 'pkg', 'set', 'scripts.test=node --test'));
      const ended = await runJob(installed, folder, commands);
      expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
      expect(ended).toHaveLength(commands.length);
      if (name === 'by-the-runner') return expect(ended.at(-1)?.out).toMatch(/pass 2\b/);
      expect(ended.at(-1)?.out).toContain('us-east-1_');
      // As the runner ends what a job has left.
      const { pid } = JSON.parse(readFileSync(path.join(folder, '.gatehouse/running.json'), 'utf8'));
      process.kill(pid, 'SIGTERM');
      return expect.poll(() => isAlive(pid)).toBe(false);
    },
  );

  // No engine is here: a folder takes the place of the image, and this user that of the image's.
  it('work by Docker, as far as an image is files and a program', async () => {
    const instructions = instructionsOf(path.join(examples(), 'docker/Dockerfile'));
    expect(instructions.map(({ name }) => name)).toEqual([
      'FROM',
      'USER',
      'WORKDIR',
      'COPY',
      'RUN',
      'VOLUME',
      'STOPSIGNAL',
      'ENTRYPOINT',
    ]);
    const { services } = parse(readFileSync(path.join(examples(), 'docker/compose.yaml'), 'utf8'));
    expect(services.app.network_mode).toBe('service:gatehouse');
    const folder = path.join(examples(), '../image');
    mkdirSync(folder);
    const [program = '', ...args] = await buildIn(installed, folder, path.dirname(installed.tarball), instructions);
    const child = installed.runIn({ folder }, program, ...args, ...services.gatehouse.command, '--port', '0');
    expect(await signIn(await installed.told(child))).toBe('Bearer');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
