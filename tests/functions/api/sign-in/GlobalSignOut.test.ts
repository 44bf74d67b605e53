import { GetUserCommand, GlobalSignOutCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('GlobalSignOut', () => {
  it('revokes every token of the caller at once, but none of later sign-ins', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const [phone, laptop] = [await signIn(pool, user), await signIn(pool, user)];

    await publicClient().send(new GlobalSignOutCommand({ AccessToken: phone.AccessToken }));

    for (const { AccessToken, RefreshToken } of [phone, laptop]) {
      await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toThrow(
        'Access Token has been revoked',
      );
      const refresh = new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      });
      await expect(publicClient().send(refresh)).rejects.toThrow('Refresh Token has been revoked');
    }
    const { AccessToken } = await signIn(pool, user);
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).resolves.toBeDefined();
  });

  it('works for a client whose tokens cannot be revoked one by one', async () => {
    const pool = await makePool({}, { EnableTokenRevocation: false });
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    await publicClient().send(new GlobalSignOutCommand({ AccessToken }));
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toThrow();
  });
});
