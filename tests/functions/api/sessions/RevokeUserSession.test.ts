import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeUserSessionCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionIdOf, sessionsOf } from '#tests/support/sessions.ts';
import { signIn, type Tokens } from '#tests/support/sign-in.ts';

const revoke = ({ AccessToken }: Tokens, SessionId: string, options = {}) =>
  publicClient(options).send(
    new RevokeUserSessionCommand({ AccessToken, SessionId, RevokeAssociatedSessions: 'LINKED' }),
  );

const notThere = { name: 'ResourceNotFoundException', message: 'Session does not exist.' };

describe('RevokeUserSession', () => {
  it('ends another session: its access and refresh tokens are refused at once', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const own = await signIn(pool, user);
    const other = await signIn(pool, user);

    await expect(revoke(own, sessionIdOf(other))).resolves.toBeDefined();

    await expect(publicClient().send(new GetUserCommand({ AccessToken: other.AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    const { clientId: ClientId } = pool;
    await expect(
      publicClient().send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: other.RefreshToken })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' });
    await expect(sessionsOf(own)).resolves.toMatchObject([{ SessionId: sessionIdOf(own) }]);
  });

  it('does not end the session that asks', async () => {
    const pool = await makeTrackedPool();
    const tokens = await signIn(pool, await makeUser(pool));

    await expect(revoke(tokens, sessionIdOf(tokens))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The current session cannot be revoked.',
    });
    await expect(sessionsOf(tokens)).resolves.toHaveLength(1);
  });

  it('knows no session of another user, none that is over, and none that never was', async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    const tokens = await signIn(pool, user);
    const over = await signIn(pool, user);
    await revoke(tokens, sessionIdOf(over));
    const another = await signIn(pool, await makeUser(pool));

    await expect(revoke(tokens, sessionIdOf(over))).rejects.toMatchObject(notThere);
    await expect(revoke(tokens, sessionIdOf(another))).rejects.toMatchObject(notThere);
    await expect(revoke(tokens, `tkn${'0'.repeat(25)}`)).rejects.toMatchObject(notThere);
    await expect(revoke(tokens, `tkn${'z'.repeat(25)}`)).rejects.toMatchObject(notThere);
    await expect(revoke(tokens, `sso${'0'.repeat(25)}`)).rejects.toMatchObject(notThere);
    await expect(sessionsOf(another)).resolves.toHaveLength(1);
  });

  it('refuses what is no id of a session', async () => {
    const pool = await makeTrackedPool();
    const tokens = await signIn(pool, await makeUser(pool));
    await expect(revoke(tokens, 'tkn1')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is not there in a pool that does not track sessions', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const [one, other] = [await signIn(pool, user), await signIn(pool, user)];
    await expect(revoke(one, sessionIdOf(other))).rejects.toMatchObject({ name: 'OperationNotEnabledException' });
  });
});
