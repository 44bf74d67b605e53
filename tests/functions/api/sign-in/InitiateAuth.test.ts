import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const minutes = 60_000;

type Clock = Parameters<typeof publicClient>[0];

const initiate = ({ clientId }: TestPool, input: Partial<InitiateAuthCommandInput>, clock: Clock = {}) =>
  publicClient(clock).send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', ...input }));

const tryPassword = (pool: TestPool, username: string, given: string, clock: Clock = {}) =>
  initiate(pool, { AuthParameters: { USERNAME: username, PASSWORD: given } }, clock);

describe('InitiateAuth', () => {
  it('gives tokens for a username and its password', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);

    const answer = await tryPassword(pool, user.username, password);

    expect(answer).toMatchObject({
      ChallengeParameters: {},
      AuthenticationResult: { TokenType: 'Bearer', ExpiresIn: 3600 },
    });
    expect(answer.AuthenticationResult?.RefreshToken?.split('.')).toHaveLength(5);
  });

  it('puts into the tokens what Cognito does, and nothing else', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken, IdToken } = await signIn(pool, user);
    const [access, id] = [decodeJwt(AccessToken), decodeJwt(IdToken)];
    const issuer = `${stack().endpoint}/${pool.poolId}`;

    expect(Object.keys(access).sort()).toEqual(
      [
        'sub',
        'iss',
        'client_id',
        'origin_jti',
        'event_id',
        'token_use',
        'scope',
        'auth_time',
        'exp',
        'iat',
        'jti',
        'username',
      ].sort(),
    );
    expect(access).toMatchObject({
      sub: user.sub,
      iss: issuer,
      client_id: pool.clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: user.username,
    });
    expect(id).toMatchObject({
      sub: user.sub,
      iss: issuer,
      aud: pool.clientId,
      token_use: 'id',
      'cognito:username': user.username,
      email: user.email,
      email_verified: true,
      origin_jti: access.origin_jti,
      event_id: access.event_id,
      auth_time: access.auth_time,
    });
    expect(id.scope).toBeUndefined();
    expect(id.jti).not.toBe(access.jti);
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(3600);
    expect(Object.keys(decodeProtectedHeader(AccessToken)).sort()).toEqual(['alg', 'kid']);
    expect(decodeProtectedHeader(AccessToken).kid).not.toBe(decodeProtectedHeader(IdToken).kid);
  });

  it('obeys the token lifetimes of the client, in their units', async () => {
    const pool = await makePool(
      {},
      {
        AccessTokenValidity: 5,
        IdTokenValidity: 2,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours' },
        EnableTokenRevocation: false,
      },
    );
    const { AccessToken, IdToken } = await signIn(pool, await makeUser(pool));
    const [access, id] = [decodeJwt(AccessToken), decodeJwt(IdToken)];
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(300);
    expect((id.exp ?? 0) - (id.iat ?? 0)).toBe(7200);
    expect(access.origin_jti).toBeUndefined();
    expect(access.jti === undefined || access.jti.length > 0).toBe(true);
  });

  it('refuses a wrong password', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await expect(tryPassword(pool, username, 'Wrong-horse-1')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('hides whether a user exists where the client says so, and tells where it does not', async () => {
    const hiding = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
    await expect(tryPassword(hiding, 'nobody', password)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    const telling = await makePool();
    await expect(tryPassword(telling, 'nobody', password)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('locks out after five wrong passwords, for a second, then for twice as long each time', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const start = Date.now();
    const tryAt = (given: string, seconds: number) =>
      tryPassword(pool, username, given, { at: start + seconds * 1000 }).then(
        () => 'signed in',
        (error: Error) => error.message,
      );
    for (let tries = 0; tries < 5; tries++)
      expect(await tryAt('Wrong-horse-1', 0)).toBe('Incorrect username or password.');
    expect(await tryAt('Wrong-horse-1', 0.9)).toBe('Password attempts exceeded');
    expect(await tryAt(password, 0.9)).toBe('Password attempts exceeded');

    expect(await tryAt('Wrong-horse-1', 1)).toBe('Incorrect username or password.');
    expect(await tryAt(password, 2.9)).toBe('Password attempts exceeded');
    expect(await tryAt(password, 3)).toBe('signed in');
    expect(await tryAt('Wrong-horse-1', 3)).toBe('Incorrect username or password.');
    expect(await tryAt(password, 3)).toBe('signed in');
  });

  it('forgets wrong passwords after a quarter of an hour without one', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const start = Date.now();
    const failAt = (at: number) =>
      tryPassword(pool, username, 'Wrong-horse-1', { at }).catch((error: Error) => error.message);
    for (let tries = 0; tries < 5; tries++) await failAt(start);
    expect(await failAt(start)).toBe('Password attempts exceeded');
    expect(await failAt(start + 15 * minutes)).toBe('Incorrect username or password.');
    expect(await failAt(start + 15 * minutes)).toBe('Incorrect username or password.');
  });

  it('locks a name that nobody has out all the same', async () => {
    const pool = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const at = Date.now();
    const fail = () => tryPassword(pool, 'nobody', 'Wrong-horse-1', { at }).catch((error: Error) => error.message);
    for (let tries = 0; tries < 5; tries++) expect(await fail()).toBe('Incorrect username or password.');
    expect(await fail()).toBe('Password attempts exceeded');
  });

  it('begins SRP with all that a client needs', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const { ChallengeName, parameters } = await beginSrp(pool, { username });
    expect(ChallengeName).toBe('PASSWORD_VERIFIER');
    expect(Object.keys(parameters).sort()).toEqual(['SALT', 'SECRET_BLOCK', 'SRP_B', 'USERNAME', 'USER_ID_FOR_SRP']);
    expect(parameters.USER_ID_FOR_SRP).toBe(username);
  });

  it('begins SRP for a name that nobody has, with the same salt each time', async () => {
    const pool = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const first = await beginSrp(pool, { username: 'nobody' });
    const second = await beginSrp(pool, { username: 'nobody' });
    expect(second.parameters.SALT).toBe(first.parameters.SALT);
    expect(second.parameters.USER_ID_FOR_SRP).toBe(first.parameters.USER_ID_FOR_SRP);
    expect(second.parameters.SRP_B).not.toBe(first.parameters.SRP_B);
    expect(first.parameters.SECRET_BLOCK?.length).toBeGreaterThan(500);
  });

  it('asks a user with a temporary password for a new one', async () => {
    const pool = await makePool();
    const user = { UserPoolId: pool.poolId, Username: 'ada', TemporaryPassword: 'Temporary-1' };
    await adminClient().send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));

    const { ChallengeName, ChallengeParameters, Session } = await tryPassword(pool, 'ada', 'Temporary-1');

    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(ChallengeParameters).toEqual({ USER_ID_FOR_SRP: 'ada', requiredAttributes: '[]', userAttributes: '{}' });
    expect(Session?.length).toBeLessThanOrEqual(2048);
  });

  it('refuses a temporary password after its time', async () => {
    const pool = await makePool({
      Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 1 } },
    });
    const user = { UserPoolId: pool.poolId, Username: 'ada', TemporaryPassword: 'Temporary-1' };
    await adminClient().send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await expect(tryPassword(pool, 'ada', 'Temporary-1', { ahead: 25 * 60 * minutes })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });

  it('refuses a disabled user and one who has not confirmed', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: username }));
    await expect(tryPassword(pool, username, password)).rejects.toThrow('User is disabled.');
    await publicClient().send(new SignUpCommand({ ClientId: pool.clientId, Username: 'new', Password: password }));
    await expect(tryPassword(pool, 'new', password)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
  });

  it('insists on the secret hash of a client with a secret', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const user = await makeUser(pool);
    await expect(tryPassword(pool, user.username, password)).rejects.toThrow(
      `Client ${pool.clientId} is configured with secret but SECRET_HASH was not received`,
    );
    const AuthParameters = {
      USERNAME: user.username,
      PASSWORD: password,
      SECRET_HASH: secretHash('x', pool.clientId, 'y'),
    };
    await expect(initiate(pool, { AuthParameters })).rejects.toThrow(
      `Unable to verify secret hash for client ${pool.clientId}`,
    );
    await expect(signIn(pool, user)).resolves.toBeDefined();
  });

  it.each<[InitiateAuthCommandInput['AuthFlow'], string]>([
    ['USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client'],
    ['ADMIN_USER_PASSWORD_AUTH', 'Initiate Auth method not supported.'],
    ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH is not enabled for the client.'],
  ])('refuses %s to a client without it', async (AuthFlow, message) => {
    const pool = await makePool({}, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
    await expect(initiate(pool, { AuthFlow, AuthParameters: {} })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });

  it('names the parameter that is missing', async () => {
    const pool = await makePool();
    await expect(initiate(pool, { AuthParameters: { USERNAME: 'ada' } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter PASSWORD',
    });
  });

  it('refreshes tokens, which keep their origin', async () => {
    const pool = await makePool();
    const first = await signIn(pool, await makeUser(pool));
    const { AuthenticationResult } = await initiate(pool, {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: first.RefreshToken },
    });
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    const [before, after] = [decodeJwt(first.AccessToken), decodeJwt(AuthenticationResult?.AccessToken ?? '')];
    expect(after).toMatchObject({ sub: before.sub, origin_jti: before.origin_jti, auth_time: before.auth_time });
    expect(after.jti).not.toBe(before.jti);
  });

  it('refuses to refresh with a secret hash over another name than the username', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] }, { GenerateSecret: true });
    const user = await makeUser(pool);
    const { RefreshToken } = await signIn(pool, user);
    const refresh = (name: string) =>
      initiate(pool, {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: {
          REFRESH_TOKEN: RefreshToken,
          SECRET_HASH: secretHash(name, pool.clientId, pool.clientSecret ?? ''),
        },
      });

    await expect(refresh(user.email)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `SecretHash does not match for the client: ${pool.clientId}`,
    });
    await expect(refresh(user.username)).resolves.toHaveProperty('AuthenticationResult');
    await expect(refresh(user.sub)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('refuses a refresh token of another client, out of time, or made up', async () => {
    const pool = await makePool({}, { RefreshTokenValidity: 1 });
    const other = await makePool();
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const refresh = (at: TestPool, token: string, clock: Clock = {}) =>
      initiate(at, { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: token } }, clock);
    await expect(refresh(other, RefreshToken)).rejects.toThrow('Invalid Refresh Token');
    await expect(refresh(pool, 'a.b.c.d.e')).rejects.toThrow('Invalid Refresh Token');
    await expect(refresh(pool, RefreshToken, { ahead: 25 * 60 * minutes })).rejects.toThrow(
      'Refresh Token has expired',
    );
  });
});
