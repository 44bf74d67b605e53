import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import path from 'node:path';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';
import { cliSettings, inDirectory, runCli } from '#tests/support/cli.ts';
import { importLines, makeRecordJob, type TestRecord } from '#tests/support/exports.ts';
import { makePool, password, type TestPool } from '#tests/support/pools.ts';
import { addUser, former, makeRichPool, pull, pullCommand } from '#tests/support/pull.ts';
import { type SecondStack, startSecondStack } from '#tests/support/second-stack.ts';
import { stack } from '#tests/support/stack.ts';

let second: SecondStack;
let plain: TestPool;

// Its function migrateCognitoUsers asks the pool that was there before.
beforeAll(async () => {
  plain = await makePool();
  const { endpoint, accessKeyId, secretAccessKey } = stack();
  second = await startSecondStack({
    FORMER_USER_POOL_ID: plain.poolId,
    FORMER_CLIENT_ID: plain.clientId,
    FORMER_USER_POOL_ENDPOINT: endpoint,
    FORMER_ACCESS_KEY_ID: accessKeyId,
    FORMER_SECRET_ACCESS_KEY: secretAccessKey,
  });
});

afterAll(() => second.stop());

const at = (day: number): string => new Date(Date.UTC(2024, 0, day, 1, 2, 3, 456)).toISOString();

const userOf = (day: number, username: string, more: object) => ({
  type: 'user',
  username,
  sub: `8d5c3b3e-6f0f-4c6e-9d6b-${String(day).padStart(12, '0')}`,
  createdAt: at(day),
  updatedAt: at(day + 1),
  ...more,
});

const hashed = { hash: '$2b$05$abcdefghijklmnopqrstuuuMVx5TY1nCdXkwpCWBl7oRHLSxnSbIe' };

/** A user of every kind, as records. */
const everyKind = [
  userOf(1, 'confirmed', {
    status: 'CONFIRMED',
    password: hashed,
    attributes: { email: 'one@example.com', email_verified: 'true' },
  }),
  userOf(2, 'unconfirmed', { status: 'UNCONFIRMED', password: hashed, attributes: { email: 'two@example.com' } }),
  userOf(3, 'reset', { status: 'RESET_REQUIRED', attributes: { 'custom:level': '7', email: 'three@example.com' } }),
  userOf(4, 'invited', { status: 'FORCE_CHANGE_PASSWORD', password: hashed, groups: ['readers'] }),
  userOf(5, 'Corporate_4712', {
    status: 'EXTERNAL_PROVIDER',
    identities: [
      { providerName: 'Corporate', providerType: 'OIDC', userId: '4712', primary: true, createdAt: at(6) },
      {
        providerName: 'Okta',
        providerType: 'SAML',
        issuer: 'https://okta.example.com',
        userId: 'x y',
        primary: false,
        createdAt: at(7),
      },
    ],
  }),
  userOf(8, 'with-app', {
    status: 'CONFIRMED',
    password: hashed,
    softwareToken: { seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
    mfa: { enabled: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'], preferred: 'SOFTWARE_TOKEN_MFA' },
    attributes: { email: 'eight@example.com', email_verified: 'true' },
  }),
  userOf(9, 'with-passkey', {
    status: 'CONFIRMED',
    enabled: false,
    attributes: { name: 'Ö', 'dev:custom:inside': 'kept' },
    passkeys: [
      {
        credentialId: 'abc',
        publicKey: 'AQID',
        counter: 0,
        transports: ['usb'],
        friendlyName: 'Key',
        relyingPartyId: 'example.com',
        createdAt: at(9),
      },
    ],
  }),
];

const exportOf = async (directory: string, poolId: string, env: Readonly<Record<string, string>>) => {
  const name = path.join(directory, `keys-${env.GATEHOUSE_ACCESS_KEY_ID}`);
  const file = `${name}.export`;
  const clear = `${name}.jsonl`;
  for (const parameters of [
    ['keys', 'make-export-key', name],
    ['export', 'start', poolId, '--public-key', `${name}.public.json`, '--out', file],
    ['export', 'decrypt', file, '--key', `${name}.private.json`, '--out', clear],
  ]) {
    expect(await runCli(parameters, { env })).toMatchObject({ code: 0 });
  }
  const records = readFileSync(clear, 'utf8')
    .trim()
    .split('\n')
    .map((line): TestRecord => JSON.parse(line));
  return {
    pool: records.find(({ type }) => type === 'pool') ?? { type: 'none' },
    others: records.filter(({ type }) => type === 'group' || type === 'user'),
  };
};

// What the report says that nobody is told, and the mark of those whose password is still to come.
const untold: ReadonlySet<string> = new Set(['password', 'softwareToken', 'passkeys', 'devices', 'awaitsMigration']);

const told = (records: readonly TestRecord[]): readonly object[] =>
  records
    .map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => !untold.has(name))))
    .toSorted((a, b) =>
      JSON.stringify([a.type, a.name, a.username]) < JSON.stringify([b.type, b.name, b.username]) ? -1 : 1,
    );

const without = (value: unknown, ...names: readonly string[]): unknown => {
  if (Array.isArray(value)) return value.map((item) => without(item, ...names));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !names.includes(name));
  return Object.fromEntries(members.map(([name, member]) => [name, without(member, ...names)]));
};

describe('a pool that was pulled', () => {
  it('has the records that it had, but for what the report lists, and nobody hears of it', async () => {
    const pool = await makeRichPool();
    const job = await importLines(
      pool.poolId,
      everyKind.map((record) => JSON.stringify(record)),
      await makeRecordJob(pool.poolId),
    );
    expect(job).toMatchObject({ ImportedUsers: everyKind.length });
    await inDirectory(async (directory) => {
      const report = await pull({ second, directory, poolId: pool.poolId });
      const [there, here] = [
        await exportOf(directory, pool.poolId, cliSettings()),
        await exportOf(directory, pool.poolId, second.cli),
      ];
      expect(told(here.others)).toEqual(told(there.others));
      // Dates of parts and keys for SAML are the pool's own; and it states what is a default there.
      const own = [
        'export',
        'exportedAt',
        'createdAt',
        'samlSigningKey',
        'ActiveEncryptionCertificate',
        'encryption_key',
      ];
      expect(without(here.pool, ...own)).toMatchObject(Object(without(there.pool, ...own)));
      expect(report.Users).toMatchObject({ Read: 11, Imported: 11 });
      const notes = report.Notes.map(({ What }) => What).join('\n');
      expect(notes).toContain('10 users have no password here');
      expect(notes).toContain('1 users have an authenticator app');
      for (const what of ['Passkeys are told', 'secrets of remembered devices', 'do not allow USER_PASSWORD_AUTH']) {
        expect(notes).toContain(what);
      }
      expect(report.Notes.find(({ About }) => About === 'triggers')?.Names).toEqual([
        expect.stringContaining('PreSignUp: '),
        expect.stringContaining('PreTokenGeneration: '),
      ]);

      expect(await pull({ second, directory, poolId: pool.poolId })).toMatchObject({
        Changes: [],
        Users: { Imported: 0, Changed: 0 },
      });
      // A new address without its proof would get a code.
      const UserAttributes = [{ Name: 'email', Value: 'other@example.com' }];
      const change = { UserPoolId: pool.poolId, Username: 'invited', UserAttributes };
      await former().send(new AdminUpdateUserAttributesCommand(change));
      await pull({ second, directory, poolId: pool.poolId });
      expect(await second.messages()).toEqual([]);
    });
  });
});

const migration = 'arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-migrateCognitoUsers';

describe('users who were pulled', () => {
  const signIn = async (USERNAME: string, PASSWORD: string) => {
    const AuthParameters = { USERNAME, PASSWORD };
    const request = { ClientId: plain.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters } as const;
    return second.client.send(new InitiateAuthCommand(request));
  };

  it('sign in with the password that they have there, and another pull leaves it', async () => {
    const { username, sub } = await addUser(plain, 'ada');
    const UserPoolId = plain.poolId;
    await former().send(new AdminCreateUserCommand({ UserPoolId, Username: 'invited', MessageAction: 'SUPPRESS' }));
    await inDirectory(async (directory) => {
      const place = { second, directory, poolId: UserPoolId };
      await pull(place, '--user-migration', migration);
      await expect(signIn(username, 'Wrong-horse-1')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
      const { AuthenticationResult } = await signIn(username, password);
      expect(decodeJwt(AuthenticationResult?.IdToken ?? '').sub).toBe(sub);

      // Another password there changes nothing here any more; who accepts an invitation there has done so here, too.
      const Password = 'Another-horse-1';
      for (const Username of [username, 'invited']) {
        await former().send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
      }
      await pull(place, '--user-migration', migration);
      expect((await signIn(username, password)).AuthenticationResult).toBeDefined();
      expect((await signIn('invited', Password)).AuthenticationResult).toBeDefined();
    });
  });
});

/** Stands before the stack of this run, and answers the first call of each operation as a busy service does. */
const startBusy = async () => {
  const refused: string[] = [];
  const { hostname, port } = new URL(stack().endpoint);
  const server = createServer((asked, answer) => {
    const target = String(asked.headers['x-amz-target']);
    if (!refused.includes(target)) {
      refused.push(target);
      answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      answer.end(JSON.stringify({ __type: 'TooManyRequestsException', message: 'Rate exceeded' }));
      return;
    }
    // The host stays, as it is signed.
    const { method, url: path, headers } = asked;
    const handedOn = request({ hostname, port, method, path, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers);
      given.pipe(answer);
    });
    asked.pipe(handedOn);
  });
  const listening = await freePort();
  await new Promise<void>((resolve) => server.listen(listening, '127.0.0.1', resolve));
  return { refused, url: `http://127.0.0.1:${listening}`, stop: () => closeServer(server) };
};

describe('a service that is busy', () => {
  it('is asked again, and the pull is whole', async () => {
    const pool = await makePool();
    await addUser(pool, 'ada');
    const busy = await startBusy();
    await inDirectory(async (directory) => {
      const place = { second, directory, poolId: pool.poolId };
      const report = await pull(place, '--from-endpoint', busy.url);
      expect(report).toMatchObject({ Made: true, Users: { Read: 1, Imported: 1 } });
      expect(busy.refused).toEqual(
        expect.arrayContaining(
          ['DescribeUserPool', 'ListUsers', 'AdminGetUser'].map((name) => `AWSCognitoIdentityProviderService.${name}`),
        ),
      );
    });
    await busy.stop();
  });

  it('is not asked for ever where it is not there', async () => {
    const nowhere = { second, poolId: 'us-east-1_Nowhere00' };
    await inDirectory(async (directory) => {
      const { parameters, env } = pullCommand(
        { ...nowhere, directory },
        '--from-endpoint',
        `http://127.0.0.1:${await freePort()}`,
      );
      expect(await runCli(parameters, { env })).toMatchObject({ code: 1 });
    });
  });
});
