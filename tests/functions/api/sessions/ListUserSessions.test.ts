import {
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListUserSessionsCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser, password } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionIdOf, sessionsOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';

const minute = 60_000;

describe('ListUserSessions', () => {
  it('lists the sessions of the bearer alone, the last active one first, and says which one asks', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const before = Math.floor(Date.now() / 1000);
    const first = await signIn(pool, user);
    const second = await signIn(pool, user, { ahead: minute });
    await signIn(pool, await makeUser(pool));

    const sessions = await sessionsOf(first, { ahead: minute });

    expect(sessions.map(({ SessionId }) => SessionId)).toEqual([sessionIdOf(second), sessionIdOf(first)]);
    expect(sessions.map(({ IsCurrentSession }) => IsCurrentSession)).toEqual([false, true]);
    expect(sessions[1]).toMatchObject({ SessionType: 'TOKEN', ClientId: pool.clientId, LastIPAddress: '127.0.0.1' });
    expect(sessions[1]?.SessionId).toMatch(/^tkn[0-9a-z]{25}$/);
    expect(sessions[1]?.DeviceType).toMatch(/^aws-sdk-js [\d.]+/);
    expect(sessions[1]?.CreateDate?.getTime()).toBeGreaterThanOrEqual(before * 1000);
    expect(sessions[1]?.LastActiveDate).toEqual(sessions[1]?.CreateDate);
    expect(sessions[0]?.OriginSessionId).toBeUndefined();
  });

  it('lists sessions of every app client of the pool', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const other = await makeClient(pool.poolId);
    const tokens = await signIn(pool, user);
    await signIn(other, user);

    const clients = (await sessionsOf(tokens)).map(({ ClientId }) => ClientId);

    expect(clients.sort()).toEqual([pool.clientId, other.clientId].sort());
  });

  it('says when and from where a session was last refreshed', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const first = await signIn(pool, user);
    const second = await signIn(pool, user, { ahead: minute });
    const { RefreshToken } = first;
    await publicClient({ ahead: 2 * minute }).send(
      new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken }),
    );

    const [latest, earlier] = await sessionsOf(second, { ahead: 2 * minute });

    expect(latest?.SessionId).toBe(sessionIdOf(first));
    expect(Number(latest?.LastActiveDate) - Number(latest?.CreateDate)).toBeGreaterThan(minute);
    expect(earlier?.SessionId).toBe(sessionIdOf(second));
  });

  it('keeps one session while its refresh token rotates', async () => {
    const pool = await makeTrackedPool(
      20,
      {},
      {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      },
    );
    let tokens = await signIn(pool, await makeUser(pool));
    const SessionId = sessionIdOf(tokens);
    for (let round = 0; round < 2; round++) {
      const { RefreshToken } = tokens;
      const { AuthenticationResult: renewed } = await publicClient().send(
        new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken }),
      );
      tokens = { ...tokens, RefreshToken: renewed?.RefreshToken ?? '', AccessToken: renewed?.AccessToken ?? '' };
    }

    await expect(sessionsOf(tokens)).resolves.toMatchObject([{ SessionId, IsCurrentSession: true }]);
    await publicClient().send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: tokens.RefreshToken }));
    await expect(sessionsOf(tokens)).rejects.toThrow('Access Token has been revoked');
  });

  it('takes address and device from what a server says of its client', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const tokens = await signIn(pool, user);
    const userAgent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
    await adminClient({ ahead: 1000 }).send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: password },
        ContextData: {
          IpAddress: '203.0.113.7',
          ServerName: 'shop.example.com',
          ServerPath: '/sign-in',
          HttpHeaders: [{ headerName: 'User-Agent', headerValue: userAgent }],
        },
      }),
    );

    const [session] = await sessionsOf(tokens, { ahead: 1000 });

    expect(session).toMatchObject({ LastIPAddress: '203.0.113.7', DeviceType: 'Chrome 130, Windows 10' });
  });

  it('leaves out what was revoked, has expired or was signed out everywhere', async () => {
    const pool = await makeTrackedPool(20, {}, { RefreshTokenValidity: 1 });
    const user = await makeUser(pool);
    const revoked = await signIn(pool, user);
    await publicClient().send(new RevokeTokenCommand({ ClientId: pool.clientId, Token: revoked.RefreshToken }));
    const kept = await signIn(pool, user);
    await expect(sessionsOf(kept)).resolves.toHaveLength(1);

    const day = 24 * 60 * minute;
    const later = await signIn(pool, user, { ahead: day + minute });
    await expect(sessionsOf(later, { ahead: day + minute })).resolves.toMatchObject([{ IsCurrentSession: true }]);

    await adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.poolId, Username: user.username }));
    await expect(sessionsOf(await signIn(pool, user))).resolves.toHaveLength(1);
  });

  it('has one page only', async () => {
    const pool = await makeTrackedPool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    await expect(
      publicClient().send(new ListUserSessionsCommand({ AccessToken, NextToken: 'next' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Invalid pagination token.' });
  });

  it('is not there in a pool that does not track sessions', async () => {
    const pool = await makePool();
    const tokens = await signIn(pool, await makeUser(pool));
    await expect(sessionsOf(tokens)).rejects.toMatchObject({ name: 'OperationNotEnabledException' });
  });
});

describe('the most sessions of a user', () => {
  it('are kept to by ending the least recently used one, in the sign-in that is one too many', async () => {
    const pool = await makeTrackedPool(2);
    const user = await makeUser(pool);
    const first = await signIn(pool, user);
    const second = await signIn(pool, user, { ahead: minute });
    await publicClient({ ahead: 2 * minute }).send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: first.RefreshToken },
      }),
    );

    const third = await signIn(pool, user, { ahead: 3 * minute });

    const ids = (await sessionsOf(third, { ahead: 3 * minute })).map(({ SessionId }) => SessionId);
    expect(ids).toEqual([sessionIdOf(third), sessionIdOf(first)]);
    await expect(sessionsOf(second, { ahead: 3 * minute })).rejects.toThrow('Access Token has been revoked');
    await expect(
      publicClient({ ahead: 3 * minute }).send(
        new GetTokensFromRefreshTokenCommand({ ClientId: pool.clientId, RefreshToken: second.RefreshToken }),
      ),
    ).rejects.toThrow('Refresh Token has been revoked');
  });
});

describe('where a session was last active', () => {
  it('is what the distribution says of the viewer', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const client = publicClient({
      headers: {
        'cloudfront-viewer-city': 'S%C3%A3o%20Paulo',
        'cloudfront-viewer-country-name': 'Brazil',
      },
    });
    const AuthParameters = { USERNAME: user.username, PASSWORD: password };
    const { AuthenticationResult } = await client.send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    );

    await expect(sessionsOf({ AccessToken: AuthenticationResult?.AccessToken ?? '' })).resolves.toMatchObject([
      { LastLocation: { City: 'São Paulo', Country: 'Brazil' } },
    ]);
  });

  it('is not told where nothing says it', async () => {
    const pool = await makeTrackedPool();
    const [session] = await sessionsOf(await signIn(pool, await makeUser(pool)));
    expect(session).not.toHaveProperty('LastLocation');
  });
});
