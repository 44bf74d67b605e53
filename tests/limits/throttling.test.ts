import {
  AdminInitiateAuthCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { limitOf, setLimit, unlimited } from '#tests/support/limits.ts';
import { makeClient, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

// A limit of one call a second lets ten through in ten seconds.
const inTenSeconds = 10;

let windows = Date.UTC(2080, 0, 1);

/** The beginning of ten seconds in which nobody else counts. */
const newWindow = (): number => {
  windows += 60_000;
  return windows;
};

const rateExceeded = {
  name: 'TooManyRequestsException',
  message: 'Rate exceeded',
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
};

const signInAt = ({ clientId: ClientId }: Pick<TestPool, 'clientId'>, USERNAME: string, at: number) =>
  publicClient({ at }).send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password },
    }),
  );

describe('the limit of an app client', () => {
  it('lets through so many calls of its category in ten seconds, and more in the next', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await setLimit(1, 'UserAuthentication', pool.clientId);
    const at = newWindow();

    for (let call = 0; call < inTenSeconds; call++) await signInAt(pool, username, at + call);
    await expect(signInAt(pool, username, at + 9_999)).rejects.toMatchObject(rateExceeded);
    await expect(signInAt(pool, username, at + 10_000)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('counts neither other categories nor other clients', async () => {
    const pool = await makePool();
    const other = await makeClient(pool.poolId);
    const { username } = await makeUser(pool);
    await setLimit(1, 'UserAuthentication', pool.clientId);
    const at = newWindow();
    const answers = [];
    for (let call = 0; call < inTenSeconds; call++) answers.push(await signInAt(pool, username, at));
    await expect(signInAt(pool, username, at)).rejects.toMatchObject(rateExceeded);

    await expect(signInAt(other, username, at)).resolves.toHaveProperty('AuthenticationResult');
    const AccessToken = answers[0]?.AuthenticationResult?.AccessToken;
    await expect(publicClient({ at }).send(new GetUserCommand({ AccessToken }))).resolves.toHaveProperty('Username');
    const newcomer = { ClientId: pool.clientId, Username: `ada-${at}`, Password: password };
    await expect(publicClient({ at }).send(new SignUpCommand(newcomer))).resolves.toHaveProperty('UserSub');
  });

  it('counts what administrators do with the client, too, and what is refused', async () => {
    const pool = await makePool();
    const { username: USERNAME } = await makeUser(pool);
    await setLimit(1, 'UserAuthentication', pool.clientId);
    const at = newWindow();
    const asked = new AdminInitiateAuthCommand({
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password },
    });
    for (let call = 0; call < inTenSeconds - 1; call++) {
      await expect(signInAt(pool, 'nobody', at)).rejects.toMatchObject({ name: /Exception$/ });
    }
    await expect(adminClient({ at }).send(asked)).resolves.toHaveProperty('AuthenticationResult');
    await expect(adminClient({ at }).send(asked)).rejects.toMatchObject(rateExceeded);
  });

  it('holds for calls with its tokens', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const at = newWindow();
    const { AuthenticationResult } = await signInAt(pool, username, at);
    const asked = new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken });
    await setLimit(1, 'UserRead', pool.clientId);
    for (let call = 0; call < inTenSeconds; call++) await publicClient({ at }).send(asked);
    await expect(publicClient({ at }).send(asked)).rejects.toMatchObject(rateExceeded);
  });

  it('is over once it is taken away', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    await setLimit(1, 'UserAuthentication', pool.clientId);
    const at = newWindow();
    for (let call = 0; call < inTenSeconds; call++) await signInAt(pool, username, at);
    await expect(signInAt(pool, username, at)).rejects.toMatchObject(rateExceeded);
    await setLimit(unlimited, 'UserAuthentication', pool.clientId);
    await expect(signInAt(pool, username, at)).resolves.toHaveProperty('AuthenticationResult');
  });
});

describe('the limit of an app client at the OAuth endpoints', () => {
  const fetchAt = (at: number, path: string, init: RequestInit = {}) =>
    fetch(`${stack().endpoint}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, 'x-gatehouse-clock': String(at) },
    });

  it('is answered by 429, and by when to come again', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    await setLimit(1, 'UserAuthentication', pool.clientId);
    const at = newWindow();
    const askFor = (grant: string) =>
      fetchAt(at + 4_000, '/oauth2/token', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: grant,
          code: 'none',
          client_id: pool.clientId,
          client_secret: pool.clientSecret ?? '',
          redirect_uri: 'https://app.example.com',
        }),
      });
    for (let call = 0; call < inTenSeconds; call++) expect((await askFor('authorization_code')).status).toBe(400);

    const answer = await askFor('authorization_code');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('6');
    expect(await answer.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'Rate exceeded',
    });
    // Machines have a category of their own.
    expect((await askFor('client_credentials')).status).toBe(400);
  });

  it('is a page with 429 for browsers', async () => {
    const pool = await makePool(
      {},
      {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: ['https://app.example.com'],
        SupportedIdentityProviders: ['COGNITO'],
      },
    );
    await setLimit(1, 'UserAuthentication', pool.clientId);
    const at = newWindow();
    const query = new URLSearchParams({
      client_id: pool.clientId,
      response_type: 'code',
      redirect_uri: 'https://app.example.com',
      scope: 'openid',
    });
    for (let call = 0; call < inTenSeconds; call++) {
      expect((await fetchAt(at, `/oauth2/authorize?${query}`)).status).toBe(302);
    }
    const answer = await fetchAt(at, `/oauth2/authorize?${query}`);
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('location')]).toEqual([
      429,
      '10',
      null,
    ]);
    expect((await fetchAt(at, `/login?${query}`)).status).toBe(429);
  });
});

describe('the limit of the deployment', () => {
  it('counts the calls of all', async () => {
    const at = newWindow();
    // Of a category that no other test has so many calls of.
    await setLimit(5, 'LimitManagement');
    try {
      let passed = 0;
      const isRefused = async () => {
        try {
          await limitOf('UserFederation', undefined, { at });
          passed++;
          return undefined;
        } catch (error) {
          return error;
        }
      };
      // What read the limits just before this one was set may know them for a moment longer.
      await expect.poll(isRefused, { interval: 0 }).toMatchObject(rateExceeded);
      expect(passed).toBeGreaterThanOrEqual(5 * inTenSeconds);
    } finally {
      await setLimit(unlimited, 'LimitManagement');
    }
    await expect(limitOf('UserFederation', undefined, { at })).resolves.toBeDefined();
  });
});
