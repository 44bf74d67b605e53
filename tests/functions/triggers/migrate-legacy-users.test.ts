import { createServer } from 'node:http';
import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserMigrationTriggerEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { handler } from '../../../functions/triggers/migrate-legacy-users.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const known = { email: anEmail(), given_name: 'Ada' };
// Directories know more than a pool stores.
const ada = { ...known, department: 7 };

// A directory with one user, a name for which it fails, and a token that it requires from everybody but the stack.
const directory = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { username, password: given } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
  const answer = (status: number, body: unknown = {}) => response.writeHead(status).end(JSON.stringify(body));
  const isFound = request.url?.endsWith('/users/ada') || (username === 'ada' && given === password);
  if (request.url?.startsWith('/v1/') && request.headers.authorization !== 'Bearer a-token') answer(403);
  else if (username === 'breaks') answer(500);
  else if (isFound) answer(200, ada);
  else answer(request.method === 'GET' ? 404 : 401);
});

beforeAll(async () => {
  await new Promise<void>((listening) => directory.listen(stack().legacyDirectoryPort, '127.0.0.1', listening));
});

beforeEach(() => {
  vi.stubEnv('LEGACY_DIRECTORY_URL', `http://127.0.0.1:${stack().legacyDirectoryPort}/v1/`);
  vi.stubEnv('LEGACY_DIRECTORY_TOKEN', 'a-token');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  directory.closeAllConnections();
  await new Promise((closed) => directory.close(closed));
});

const migrate = async (
  userName: string,
  given: string,
  triggerSource: UserMigrationTriggerEvent['triggerSource'] = 'UserMigration_Authentication',
) => {
  const event: UserMigrationTriggerEvent = JSON.parse(JSON.stringify(sampleEvent('migrate-legacy-users')));
  const { response } = await handler({ ...event, triggerSource, userName, request: { password: given } });
  return response;
};

describe('migrateLegacyUsers', () => {
  it('brings along a user with the right password, who keeps it', async () => {
    expect(await migrate('ada', password)).toMatchObject({
      userAttributes: { ...known, email_verified: 'true' },
      finalUserStatus: 'CONFIRMED',
      messageAction: 'SUPPRESS',
    });
  });

  it('brings along a user who forgot the password, to choose a new one', async () => {
    const { userAttributes, finalUserStatus } = await migrate('ada', '', 'UserMigration_ForgotPassword');
    expect(userAttributes).toMatchObject({ ...known, email_verified: 'true' });
    expect(finalUserStatus).toBeNull();
  });

  it.each([
    ['a wrong password', 'ada', 'wrong', 'UserMigration_Authentication'],
    ['an unknown user', 'nobody', password, 'UserMigration_Authentication'],
    ['an unknown user who forgot the password', 'nobody', '', 'UserMigration_ForgotPassword'],
  ] as const)('knows nobody by %s', async (_case, username, given, source) => {
    expect(await migrate(username, given, source)).toMatchObject({ userAttributes: null });
  });

  it('fails when the directory does', async () => {
    await expect(migrate('breaks', password)).rejects.toThrow('The legacy directory answered 500');
    vi.stubEnv('LEGACY_DIRECTORY_TOKEN', 'another');
    await expect(migrate('ada', password)).rejects.toThrow('The legacy directory answered 403');
  });

  it('knows nobody where no directory is named', async () => {
    vi.stubEnv('LEGACY_DIRECTORY_URL', '');
    expect(await migrate('ada', password)).toMatchObject({ userAttributes: null });
  });

  it('knows nobody of its sample event who gives another password', async () => {
    const event = sampleEvent('migrate-legacy-users');
    const stranger = { ...event, request: { ...event.request, password: 'wrong' } };
    expect(await invoke('migrateLegacyUsers', stranger)).toEqual({ outcome: 'answered', payload: stranger });
  });
});

describe('a pool that migrates users', () => {
  const makeMigratingPool = (client = {}) =>
    makePool({ LambdaConfig: { UserMigration: functionArn('migrateLegacyUsers') } }, client);

  it('signs them in with the old password, and knows them from then on', async () => {
    const pool = await makeMigratingPool();
    const { AccessToken } = await signIn(pool, { username: 'ada' });

    const { Username, UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe('ada');
    expect(UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'email', Value: ada.email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'given_name', Value: 'Ada' },
      ]),
    );
    const { UserStatus } = await adminClient().send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' }),
    );
    expect(UserStatus).toBe('CONFIRMED');
    expect(await signIn(pool, { username: 'ada' })).toHaveProperty('AccessToken');
  });

  it('lets them choose a new password when they forgot the old one', async () => {
    const pool = await makeMigratingPool();
    const client = publicClient();
    const { CodeDeliveryDetails } = await client.send(
      new ForgotPasswordCommand({ ClientId: pool.clientId, Username: 'ada' }),
    );
    expect(CodeDeliveryDetails?.AttributeName).toBe('email');

    const secret = 'Another-horse-2';
    const ConfirmationCode = await codeFor(ada.email);
    await client.send(
      new ConfirmForgotPasswordCommand({
        ClientId: pool.clientId,
        Username: 'ada',
        ConfirmationCode,
        Password: secret,
      }),
    );
    expect(await signIn(pool, { username: 'ada' }, { secret })).toHaveProperty('AccessToken');
  });

  it.each([
    ['a wrong password', 'ada', 'Wrong-horse-1'],
    ['an unknown user', 'nobody', password],
    ['a directory that fails', 'breaks', password],
  ])('tells nothing of %s', async (_case, username, secret) => {
    const open = await makeMigratingPool();
    await expect(signIn(open, { username }, { secret })).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
    const discreet = await makeMigratingPool({ PreventUserExistenceErrors: 'ENABLED' });
    await expect(signIn(discreet, { username }, { secret })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });
});
