import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '#local/cli/program.ts';
import { cliSettings, inDirectory, oldNode, runCli, runCliJson } from '#tests/support/cli.ts';
import { stack } from '#tests/support/stack.ts';

const everyCommand = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(everyCommand)];

describe('gatehouse', () => {
  it('says what it can do, and ends with 2 where it was asked for nothing or for nonsense', async () => {
    const help = await runCli(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the service');
    expect(await runCli([])).toMatchObject({ code: 2, stdout: '' });
    expect(await runCli(['pools', 'paint'])).toMatchObject({ code: 2, stdout: '' });
    expect((await runCli(['keys', 'rotate', 'us-east-1_AbCdEfGhI', '--overlap', 'long'])).stderr).toContain(
      'Give whole seconds.',
    );
  });

  it('says to machines what makes no sense, and nothing else', async () => {
    const misused = [
      ['--json'],
      ['pools', 'paint', '--json'],
      ['pools', 'describe', '--json'],
      ['pools', '--nope', '--json'],
    ];
    for (const parameters of misused) {
      const { code, stdout, stderr } = await runCli(parameters);
      expect([parameters, code, stdout]).toEqual([parameters, 2, '']);
      expect(JSON.parse(stderr)).toEqual({ error: { name: 'UsageError', message: expect.any(String) } });
    }
  });

  it('says of every command and option what it is for', () => {
    const commands = everyCommand(createProgram());
    expect(commands.length).toBeGreaterThan(30);
    const silent = commands.flatMap((command) => [
      ...(command.description() ? [] : [command.name()]),
      ...command.options.filter(({ description }) => !description).map(({ flags }) => `${command.name()} ${flags}`),
    ]);
    expect(silent).toEqual([]);
  });

  it('asks which deployment and which key where it cannot know', async () => {
    const { GATEHOUSE_ACCESS_KEY_ID = '', GATEHOUSE_ENDPOINT = '' } = cliSettings();
    const nowhere = await runCli(['pools', 'list'], { env: {} });
    expect(nowhere).toMatchObject({ code: 2, stdout: '' });
    expect(nowhere.stderr).toMatch(/^Which deployment\?/);
    expect((await runCli(['pools', 'list'], { env: { GATEHOUSE_ENDPOINT } })).stderr).toMatch(/^No access key:/);
    expect((await runCli(['pools', 'list'], { env: { GATEHOUSE_ENDPOINT, GATEHOUSE_ACCESS_KEY_ID } })).stderr).toMatch(
      /^An access key has two halves/,
    );
    for (const endpoint of ['auth', 'localhost:9229', 'ftp://auth.example.com']) {
      expect(await runCli(['pools', 'list', '--endpoint', endpoint])).toMatchObject({
        code: 2,
        stderr: `${endpoint} is no address of a deployment. Give one such as https://auth.example.com.\n`,
      });
    }
  });

  it('goes to the stack that npm start has started, whose key it tells nobody else', async () => {
    await inDirectory(async (directory) => {
      const { endpoint, region, accessKeyId, secretAccessKey } = stack();
      const facts = { endpoint, region, accessKeyId, secretAccessKey };
      writeFileSync(path.join(directory, 'local.json'), JSON.stringify(facts));
      const env = { GATEHOUSE_DATA_DIR: directory };
      expect(await runCli(['pools', 'list'], { env })).toMatchObject({ code: 0 });
      expect(await runCli(['pools', 'list', '--endpoint', `${endpoint}/`], { env })).toMatchObject({ code: 0 });
      const elsewhere = await runCli(['pools', 'list', '--endpoint', 'http://localhost:1'], { env });
      expect(elsewhere).toMatchObject({ code: 2, stdout: '' });
    });
  });

  it('says so where another stack than that of the folder answers', async () => {
    await inDirectory(async (directory) => {
      const { endpoint, region, secretAccessKey } = stack();
      const facts = { endpoint, region, accessKeyId: 'GATEOFANOTHERSTACK22', secretAccessKey };
      writeFileSync(path.join(directory, 'local.json'), JSON.stringify(facts));
      expect(await runCli(['pools', 'list'], { env: { GATEHOUSE_DATA_DIR: directory } })).toMatchObject({
        code: 3,
        stderr: `The stack at ${endpoint} is not the one that was started in this folder. Start that again.\n`,
      });
    });
  });

  it('takes the access key from a profile of the AWS CLI', async () => {
    await inDirectory(async (directory) => {
      const { endpoint, accessKeyId, secretAccessKey } = stack();
      const file = path.join(directory, 'credentials');
      const lines = ['[shop]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
      writeFileSync(file, `${lines.join('\n')}\n`);
      const env = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint };
      expect(await runCli(['pools', 'list', '--profile', 'shop'], { env })).toMatchObject({ code: 0 });
      expect(await runCli(['pools', 'list', '--profile', 'other'], { env })).toEqual({
        code: 2,
        stdout: '',
        stderr: 'There is no access key in a profile "other" of the AWS CLI.\n',
      });
    });
  });

  it('ends with 3 where the service refuses, and with 1 where nothing answers', async () => {
    const refused = await runCli(['pools', 'describe', 'us-east-1_NoSuchPoo']);
    expect(refused).toEqual({ code: 3, stdout: '', stderr: 'User pool us-east-1_NoSuchPoo does not exist.\n' });
    const forMachines = await runCli(['pools', 'describe', 'us-east-1_NoSuchPoo', '--json']);
    expect(JSON.parse(forMachines.stderr)).toEqual({
      error: { name: 'ResourceNotFoundException', message: 'User pool us-east-1_NoSuchPoo does not exist.' },
    });
    expect(forMachines).toMatchObject({ code: 3, stdout: '' });
    const silent = await runCli(['pools', 'list', '--endpoint', 'http://127.0.0.1:1']);
    expect(silent).toMatchObject({ code: 1, stdout: '' });
    expect(silent.stderr).toMatch(/^Nothing answers at http:\/\/127\.0\.0\.1:1\./);
  });

  it('says so where something else answers', async () => {
    const answers = [
      [200, 'answers with status 200, and not as Gatehouse does. Is it the right address?'],
      [301, 'answers with status 301, and not as Gatehouse does. Is it the right address?'],
      [404, 'answers with status 404, and not as Gatehouse does. Is it the right address?'],
      [503, 'answers with status 503. Try again in a while.'],
    ] as const;
    let status = 0;
    const server = createServer((_, response) => {
      response.writeHead(status, { location: 'https://auth.example.com' }).end('<h1>Welcome</h1>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    for (const [given, said] of answers) {
      status = given;
      const run = await runCli(['pools', 'list', '--endpoint', endpoint]);
      expect(run).toEqual({ code: 1, stdout: '', stderr: `${endpoint} ${said}\n` });
    }
    server.close();
  });

  it('names what it cannot read of a stack of this machine', async () => {
    await inDirectory(async (directory) => {
      writeFileSync(path.join(directory, 'local.json'), '{"endpoint":');
      const { code, stderr } = await runCli(['pools', 'list'], { env: { GATEHOUSE_DATA_DIR: directory } });
      expect([code, stderr]).toEqual([2, expect.stringMatching(/local\.json is no whole JSON\. Remove it and start/)]);
    });
  });

  it('fails where a file is in the place of its folder', async () => {
    const { code, stderr } = await runCli(['pools', 'list'], { env: { GATEHOUSE_DATA_DIR: 'package.json' } });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^\/.* a file stands where a folder is needed, .*\.\n$/)]);
  });

  it.skipIf(!existsSync('/dev/full'))('fails where its answer has no room, and not where nobody reads on', () => {
    const run = (rest: string) =>
      spawnSync('sh', ['-c', `node local/cli/gatehouse.js --help ${rest}`], { encoding: 'utf8' });
    expect(run('> /dev/full')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^ENOSPC: .*\n$/) });
    expect(run('| true')).toMatchObject({ status: 0, stderr: '' });
  });

  it.skipIf(!oldNode())('is started by an old Node, too, and keeps its exit code', async () => {
    const node = oldNode() ?? '';
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await runCli(['--version'], { node })).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(await runCli(['pools', 'describe', 'us-east-1_NoSuchPoo'], { node })).toMatchObject({ code: 3 });
  });

  it('names the option where the port of start is taken', async () => {
    await using server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const { code, stderr } = await runCli(['start', '--memory', '--port', port]);
    expect([code, stderr]).toEqual([
      1,
      `Port ${port}, for the API, is in use. End what uses it, or set --port to another port.\n`,
    ]);
  });
});

describe('gatehouse-pools access-keys', () => {
  it('makes a key that may do what it was made for, and ends it', async () => {
    await inDirectory(async (directory) => {
      const { endpoint, region, env: ofStack, lambdaEndpoint, accessKeyId, secretAccessKey } = stack();
      const runtime = { env: { ...ofStack, LAMBDA_ENDPOINT: lambdaEndpoint } };
      writeFileSync(path.join(directory, 'runtime.json'), JSON.stringify(runtime));
      const facts = { endpoint, region, accessKeyId, secretAccessKey };
      writeFileSync(path.join(directory, 'local.json'), JSON.stringify(facts));
      const env = { GATEHOUSE_DATA_DIR: directory };
      const create = await runCli(['access-keys', 'create', '--action', 'List*', '--json'], { env });
      const made = JSON.parse(create.stdout);
      const own = ['--access-key-id', made.accessKeyId, '--secret-access-key', made.secretAccessKey];
      expect(await runCli(['pools', 'list', ...own], { env })).toMatchObject({ code: 0 });
      expect(await runCli(['pools', 'create', 'forbidden', ...own], { env })).toMatchObject({ code: 3, stdout: '' });
      expect(await runCli(['access-keys', 'disable', made.accessKeyId], { env })).toMatchObject({
        code: 0,
        stdout: `${made.accessKeyId} is disabled.\n`,
      });
      const unknown = await runCli(['access-keys', 'disable', 'GATENOSUCHKEYNOSUCHK'], { env });
      expect(unknown).toMatchObject({ code: 3, stderr: 'There is no access key GATENOSUCHKEYNOSUCHK.\n' });
    });
  });

  it('makes keys of a stack on AWS with the credentials of its account', async () => {
    const { lambdaEndpoint, region, credentials } = stack();
    const aws = {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_LAMBDA: lambdaEndpoint,
    };
    const command = ['access-keys', 'create', '--deployment', 'gatehouse-local', '--region', region];
    expect((await runCli(command, { env: aws })).stdout).toMatch(/^GATEHOUSE_ACCESS_KEY_ID +GATE/);
  });

  it('asks which deployment where none was started here', async () => {
    expect((await runCli(['access-keys', 'create'])).stderr).toMatch(/^Which deployment\? Give --deployment/);
  });

  it('says what is missing to ask AWS, and when the stack of this machine is gone', async () => {
    await inDirectory(async (directory) => {
      const nobody = path.join(directory, 'credentials');
      const env = {
        AWS_SHARED_CREDENTIALS_FILE: nobody,
        AWS_CONFIG_FILE: nobody,
        AWS_EC2_METADATA_DISABLED: 'true',
        GATEHOUSE_DATA_DIR: directory,
      };
      const create = ['access-keys', 'create', '--deployment', 'gatehouse-prod'];
      expect(await runCli(create, { env })).toMatchObject({ code: 2, stderr: 'Which Region? Give --region.\n' });
      const inRegion = await runCli([...create, '--region', 'us-east-1'], { env });
      expect(inRegion).toMatchObject({ code: 2, stderr: expect.stringMatching(/^No AWS credentials: /) });
      const runtime = { env: { ...stack().env, LAMBDA_ENDPOINT: 'http://127.0.0.1:1' } };
      writeFileSync(path.join(directory, 'runtime.json'), JSON.stringify(runtime));
      const stopped = {
        code: 1,
        stderr: 'Nothing answers at 127.0.0.1:1. Is it the right address, and is it running?\n',
      };
      expect(await runCli(['access-keys', 'create'], { env })).toMatchObject(stopped);
    });
  });
});

describe('gatehouse-pools keys', () => {
  it('rotates the signing keys of a pool', async () => {
    const { UserPool } = await runCliJson<{ UserPool: { Id: string } }>('pools', 'create', 'rotated');
    const { SigningKeys } = await runCliJson<{ SigningKeys: object[] }>(
      'keys',
      'rotate',
      UserPool.Id,
      '--overlap',
      '60',
      '--algorithm',
      'ES256',
    );
    expect(SigningKeys).toHaveLength(4);
    expect(SigningKeys).toContainEqual(expect.objectContaining({ SigningAlgorithm: 'ES256' }));
    expect(await runCli(['keys', 'rotate', UserPool.Id])).toMatchObject({ code: 3 });
  });

  it('makes a key pair once, whose private half nobody else can read', async () => {
    await inDirectory(async (directory) => {
      const name = path.join(directory, 'backup');
      const made = await runCliJson<Record<string, string>>('keys', 'make-export-key', name);
      expect(made).toEqual({ publicKey: `${name}.public.json`, privateKey: `${name}.private.json` });
      expect(JSON.parse(readFileSync(`${name}.public.json`, 'utf8'))).not.toHaveProperty('d');
      expect(JSON.parse(readFileSync(`${name}.private.json`, 'utf8'))).toHaveProperty('d');
      const again = await runCli(['keys', 'make-export-key', name]);
      expect(again).toMatchObject({ code: 2, stdout: '' });
      const nowhere = await runCli(['keys', 'make-export-key', path.join(directory, 'no', 'backup')]);
      expect(nowhere).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/backup\.public\.json cannot be written\.\n$/),
      });
    });
  });
});
