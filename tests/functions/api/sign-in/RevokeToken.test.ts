import { GetUserCommand, InitiateAuthCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const revoke = ({ clientId }: Pick<TestPool, 'clientId'>, Token: string) =>
  publicClient().send(new RevokeTokenCommand({ ClientId: clientId, Token }));

describe('RevokeToken', () => {
  it('revokes a refresh token with the access tokens that came of it, and no other sign-in', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const [phone, laptop] = [await signIn(pool, user), await signIn(pool, user)];

    await revoke(pool, phone.RefreshToken);

    await expect(publicClient().send(new GetUserCommand({ AccessToken: phone.AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    const refresh = new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: phone.RefreshToken },
    });
    await expect(publicClient().send(refresh)).rejects.toThrow('Refresh Token has been revoked');
    await expect(publicClient().send(new GetUserCommand({ AccessToken: laptop.AccessToken }))).resolves.toBeDefined();
  });

  it('takes a token that is revoked already, or unknown, for done', async () => {
    const pool = await makePool();
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    await revoke(pool, RefreshToken);
    await expect(revoke(pool, RefreshToken)).resolves.toBeDefined();
    await expect(revoke(pool, 'a.b.c.d.e')).resolves.toBeDefined();
  });

  it('revokes refresh tokens only', async () => {
    const pool = await makePool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    await expect(revoke(pool, AccessToken)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
  });

  it('leaves the tokens of another client alone', async () => {
    const pool = await makePool();
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    const other = await makeClient(pool.poolId);
    await expect(revoke(other, RefreshToken)).rejects.toMatchObject({ name: 'UnauthorizedException' });
  });

  it('is off where the client turned revocation off', async () => {
    const pool = await makePool({}, { EnableTokenRevocation: false });
    const { RefreshToken } = await signIn(pool, await makeUser(pool));
    await expect(revoke(pool, RefreshToken)).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
  });
});
