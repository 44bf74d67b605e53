import { AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const initiate = (
  { poolId, clientId }: TestPool,
  username: string,
  flow: 'ADMIN_USER_PASSWORD_AUTH' | 'ADMIN_NO_SRP_AUTH',
) =>
  new AdminInitiateAuthCommand({
    UserPoolId: poolId,
    ClientId: clientId,
    AuthFlow: flow,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });

describe('AdminInitiateAuth', () => {
  it.each(['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'] as const)('signs a user in by %s', async (flow) => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const { AuthenticationResult } = await adminClient().send(initiate(pool, username, flow));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('always tells an administrator who has the wrong username', async () => {
    const pool = await makePool();
    await expect(adminClient().send(initiate(pool, 'nobody', 'ADMIN_USER_PASSWORD_AUTH'))).rejects.toThrow(
      'User does not exist.',
    );
  });

  it('refuses the flow to a client without it, and a client to another pool', async () => {
    const pool = await makePool();
    const narrow = { ...pool, ...(await makeClient(pool.poolId, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })) };
    await expect(adminClient().send(initiate(narrow, 'ada', 'ADMIN_USER_PASSWORD_AUTH'))).rejects.toThrow(
      'Auth flow not enabled for this client',
    );
    const { poolId } = await makePool();
    await expect(adminClient().send(initiate({ ...pool, poolId }, 'ada', 'ADMIN_USER_PASSWORD_AUTH'))).rejects.toThrow(
      `User pool client ${pool.clientId} does not exist.`,
    );
  });

  it.each(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'] as const)(
    'says by %s that a secret hash is wrong',
    async (AuthFlow) => {
      const pool = await makePool({}, { GenerateSecret: true });
      const { RefreshToken } = await signIn(pool, await makeUser(pool));
      const AuthParameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH: secretHash('x', pool.clientId, 'y') };
      const request = { UserPoolId: pool.poolId, ClientId: pool.clientId, AuthFlow, AuthParameters };

      await expect(adminClient().send(new AdminInitiateAuthCommand(request))).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: `SecretHash does not match for the client: ${pool.clientId}`,
      });
    },
  );

  it('is for signed requests only', async () => {
    const pool = await makePool();
    await expect(publicClient().send(initiate(pool, 'ada', 'ADMIN_USER_PASSWORD_AUTH'))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});
