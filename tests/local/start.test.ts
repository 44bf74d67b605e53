import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessKey } from '#local/access-key.ts';
import { freePort } from '#local/ports.ts';
import { hearStart } from '#tests/support/hear-start.ts';
import { ownEnvironment } from '#tests/support/own-environment.ts';

interface Run {
  readonly process: ChildProcess;
  readonly said: () => string;
  readonly exitCode: Promise<number | null>;
}

const isOpen = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const facts = (directory: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(directory, 'local.json'), 'utf8'));

const databaseOf = (directory: string): URL =>
  new URL(JSON.parse(readFileSync(path.join(directory, 'runtime.json'), 'utf8')).env.DYNAMODB_ENDPOINT);

// The answer to a request that is signed with the folder's own key, or with another.
const signingWith = (directory: string, other?: AccessKey): Promise<string> => {
  const { endpoint = '', region = '', accessKeyId = '', secretAccessKey = '' } = facts(directory);
  const credentials = { accessKeyId, secretAccessKey, ...other };
  const admin = new CognitoIdentityProviderClient({ endpoint, region, credentials });
  return admin.send(new ListUserPoolsCommand({ MaxResults: 1 })).then(
    () => 'accepted',
    (error: Error) => error.name,
  );
};

// The key of every data folder that an earlier version made.
const formerKey: AccessKey = {
  accessKeyId: 'GATELOCALLOCALLOCAL2',
  secretAccessKey: 'local-secret-access-key-of-this-laptop-0',
};

const signIn = async (directory: string): Promise<number | undefined> => {
  const { endpoint = '', region = '', clientId, username = '', password = '' } = facts(directory);
  const { AuthenticationResult } = await new CognitoIdentityProviderClient({ endpoint, region }).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  return AuthenticationResult?.ExpiresIn;
};

// What is left of a pool that was deleted long ago.
const unfinishedDeletion = {
  pk: 'DELETED_POOL#us-east-1_Deleted00',
  sk: 'CONFIG',
  type: 'DeletedPool',
  data: { pool: { id: 'us-east-1_Deleted00' }, deletedAt: 0 },
  listPk: 'DELETED_POOLS',
  listSk: 'us-east-1_Deleted00',
} as const;

const expired = { pk: 'USER#us-east-1_Any', sk: 'SESSION#any', ttl: Math.floor(Date.now() / 1000) - 60 } as const;

const invokeLocal = async (directory: string, name: string, event: string): Promise<string> => {
  const command = ['node_modules/serverless/bin/serverless.js', 'invoke', 'local', '-f', name, '-p', event];
  const env = { ...ownEnvironment(), GATEHOUSE_DATA_DIR: directory };
  return (await promisify(execFile)(process.execPath, command, { env })).stdout;
};

describe('npm start', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-start-'));
  const ports: number[] = [];
  const runs: Run[] = [];

  beforeAll(async () => {
    for (let count = 0; count < 5; count++) ports.push(await freePort());
  });
  afterAll(() => {
    for (const { process } of runs) process.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  const startAt = async (
    where: readonly number[],
    env: Readonly<Record<string, string>>,
    options: readonly string[],
  ): Promise<Run> => {
    const [edge, mailbox, lambda, files, https] = where;
    const child = spawn(process.execPath, ['local/start.ts', ...options], {
      env: {
        ...ownEnvironment(),
        GATEHOUSE_DATA_DIR: directory,
        GATEHOUSE_PORT: String(edge),
        GATEHOUSE_MAILBOX_PORT: String(mailbox),
        GATEHOUSE_LAMBDA_PORT: String(lambda),
        GATEHOUSE_FILES_PORT: String(files),
        GATEHOUSE_HTTPS_PORT: String(https),
        ...env,
      },
    });
    const exitCode = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const { said, introduced } = hearStart(child);
    const run = { process: child, said, exitCode };
    runs.push(run);
    await introduced;
    return run;
  };
  const startWith = (env: Readonly<Record<string, string>>, ...options: readonly string[]): Promise<Run> =>
    startAt(ports, env, options);

  const start = (...options: readonly string[]): Promise<Run> => startWith({}, ...options);

  const documents = (): DynamoDBDocumentClient => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint: databaseOf(directory).origin, region: 'us-east-1', credentials });
    return DynamoDBDocumentClient.from(client);
  };

  const openPorts = async (): Promise<number[]> => {
    const open = await Promise.all(ports.map((port) => isOpen(port)));
    return ports.filter((_, index) => open[index]);
  };

  const databaseIsOpen = (): Promise<boolean> => {
    const { hostname, port } = databaseOf(directory);
    return isOpen(Number(port), hostname);
  };

  // Starts the stack five times, as each start has to find what the one before has left.
  it('seeds a demo that signs in, stops whole at Ctrl-C, loses nothing when it is killed, and goes on with long work', async () => {
    const first = await start();
    expect(first.said()).toContain(`Gatehouse is ready at http://localhost:${ports[0]}`);
    expect(first.said()).not.toMatch(/error/i);
    const made = facts(directory);
    expect(first.said()).toContain(`--client-id ${made.clientId}`);
    expect(first.said()).toContain(`machine       ${made.machineClientId} / ${made.machineClientSecret}`);
    expect(first.said()).toContain(`  ${made.signInUrl}\n`);
    expect(first.said()).toContain(`http://demo.localhost:${ports[0]}`);
    expect(await signIn(directory)).toBe(3600);
    expect(statSync(path.join(directory, 'sealing.key'))).toMatchObject({ size: 32, mode: 0o100600 });
    for (const file of ['local.json', 'demo.json', 'runtime.json']) {
      expect(statSync(path.join(directory, file)).mode).toBe(0o100600);
    }
    const { httpsEndpoint = '', certificateAuthority = '' } = made;
    expect(httpsEndpoint).toBe(`https://localhost:${ports[4]}`);
    expect(first.said()).toContain(`NODE_EXTRA_CA_CERTS="${certificateAuthority}"`);
    for (const file of ['https-ca.key', 'https-ca.pem', 'https.pem'])
      expect(statSync(path.join(directory, file)).mode).toBe(0o100600);
    const authority = readFileSync(certificateAuthority, 'utf8');
    const elsewhere: number[] = [];
    for (let count = 0; count < 5; count++) elsewhere.push(await freePort());
    const beside = await startAt(elsewhere, {}, []);
    expect(await beside.exitCode).toBe(1);
    expect(beside.said()).toBe(
      `${directory} is in use by process ${first.process.pid}, whose API is at http://localhost:${ports[0]}. Stop that ` +
        'one, or give this one a folder of its own by GATEHOUSE_DATA_DIR.\n',
    );
    expect(await signIn(directory)).toBe(3600);
    const firstDatabase = databaseOf(directory).host;
    expect(await databaseIsOpen()).toBe(true);
    first.process.kill('SIGINT');
    expect(await first.exitCode).toBe(0);
    expect(await openPorts()).toEqual([]);
    expect(await databaseIsOpen()).toBe(false);

    const second = await start();
    expect(second.said()).toContain('Ctrl-C');
    expect(facts(directory)).toEqual(made);
    expect(databaseOf(directory).host).not.toBe(firstDatabase);
    expect(await signIn(directory)).toBe(3600);
    await documents().send(new PutCommand({ TableName: 'gatehouse', Item: unfinishedDeletion }));
    await documents().send(new PutCommand({ TableName: 'gatehouse', Item: expired }));
    second.process.kill('SIGKILL');
    await expect.poll(openPorts, { timeout: 180_000 }).toEqual([]);
    await expect.poll(databaseIsOpen).toBe(false);

    const third = await start('--memory');
    expect(third.said()).toContain('Ctrl-C');
    expect(facts(directory).userPoolId).not.toBe(made.userPoolId);
    expect(facts(directory).accessKeyId).toBe(made.accessKeyId);
    expect(facts(directory).certificateAuthority).toBe(certificateAuthority);
    expect(readFileSync(certificateAuthority, 'utf8')).toBe(authority);
    expect(await invokeLocal(directory, 'InitiateAuth', 'events/api/sign-in/InitiateAuth.json')).toContain(
      'AccessToken',
    );
    const refused = await start();
    expect(await refused.exitCode).toBe(1);
    expect(refused.said()).toMatch(/^Port \d+, for the API, is in use\..* set GATEHOUSE_PORT to another port\.\n$/);
    third.process.kill('SIGTERM');
    expect(await third.exitCode).toBe(0);

    const fourth = await start();
    expect(fourth.said()).toContain('Ctrl-C');
    expect(facts(directory)).toEqual(made);
    const itemLike = async ({ pk, sk }: { readonly pk: string; readonly sk: string }): Promise<unknown> =>
      (await documents().send(new GetCommand({ TableName: 'gatehouse', Key: { pk, sk } }))).Item;
    await expect.poll(() => itemLike(unfinishedDeletion), { timeout: 180_000 }).toBeUndefined();
    await expect.poll(() => itemLike(expired), { timeout: 180_000 }).toBeUndefined();
    fourth.process.kill('SIGINT');
    expect(await fourth.exitCode).toBe(0);
  });

  it('signs with a key of the folder: settings fix one, and the one of all earlier folders ends', async () => {
    const fixed = await startWith({
      GATEHOUSE_ACCESS_KEY_ID: formerKey.accessKeyId,
      GATEHOUSE_SECRET_ACCESS_KEY: formerKey.secretAccessKey,
      GATEHOUSE_DATABASE_PORT: '9233',
    });
    expect(facts(directory)).toMatchObject(formerKey);
    expect(await signingWith(directory)).toBe('accepted');
    expect(fixed.said()).toContain('GATEHOUSE_DATABASE_PORT means nothing any more');
    fixed.process.kill('SIGINT');
    expect(await fixed.exitCode).toBe(0);

    const run = await start();
    const { accessKeyId } = facts(directory);
    expect(accessKeyId).toMatch(/^GATE[A-Z2-7]{16}$/);
    expect(accessKeyId).not.toBe(formerKey.accessKeyId);
    expect(run.said()).toContain(accessKeyId);
    expect(run.said()).not.toContain('GATEHOUSE_DATABASE_PORT');
    expect(await signingWith(directory)).toBe('accepted');
    await expect.poll(() => signingWith(directory, formerKey)).toBe('UnrecognizedClientException');
    run.process.kill('SIGINT');
    expect(await run.exitCode).toBe(0);
  });
});
