import { GetTokensFromRefreshTokenCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const rotating = (seconds: number) => ({
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH' as const],
  RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: seconds },
});

const refresh = async ({ clientId, clientSecret }: TestPool, RefreshToken: string | undefined, clock = {}) => {
  const { AuthenticationResult } = await publicClient(clock).send(
    new GetTokensFromRefreshTokenCommand({ ClientId: clientId, ClientSecret: clientSecret, RefreshToken }),
  );
  return AuthenticationResult ?? {};
};

describe('GetTokensFromRefreshToken', () => {
  it('gives new tokens, and no new refresh token to a client that does not rotate', async () => {
    const pool = await makePool();
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const tokens = await refresh(pool, RefreshToken);
    expect(tokens.AccessToken).toBeDefined();
    expect(tokens.RefreshToken).toBeUndefined();
    await expect(publicClient().send(new GetUserCommand({ AccessToken: tokens.AccessToken }))).resolves.toBeDefined();
  });

  it('rotates, and keeps the remaining life of the first token', async () => {
    const pool = await makePool({}, { ...rotating(0), RefreshTokenValidity: 1 });
    const first = await signIn(pool, await makeUser(pool));
    const second = await refresh(pool, first.RefreshToken);
    const third = await refresh(pool, second.RefreshToken);
    expect(new Set([first.RefreshToken, second.RefreshToken, third.RefreshToken]).size).toBe(3);
    expect(decodeJwt(third.AccessToken ?? '').origin_jti).toBe(decodeJwt(first.AccessToken).origin_jti);
    await expect(refresh(pool, third.RefreshToken, { ahead: 86_401_000 })).rejects.toThrow('Refresh Token has expired');
  });

  it('takes a rotated token again within its grace', async () => {
    const pool = await makePool({}, rotating(30));
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const at = Date.now();
    await refresh(pool, RefreshToken, { at });
    const again = await refresh(pool, RefreshToken, { at: at + 29_000 });
    await expect(refresh(pool, again.RefreshToken, { at: at + 29_000 })).resolves.toBeDefined();
  });

  it('takes a token that comes back after its grace for a stolen one', async () => {
    const pool = await makePool({}, rotating(30));
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const at = Date.now();
    const successor = await refresh(pool, RefreshToken, { at });
    await expect(refresh(pool, RefreshToken, { at: at + 31_000 })).rejects.toMatchObject({
      name: 'RefreshTokenReuseException',
    });
    await expect(refresh(pool, successor.RefreshToken, { at: at + 32_000 })).rejects.toThrow(
      'Refresh Token has been revoked',
    );
  });

  it('wants the plain secret of a client that has one', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    await expect(refresh(pool, RefreshToken)).resolves.toBeDefined();
    await expect(refresh({ ...pool, clientSecret: undefined }, RefreshToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
