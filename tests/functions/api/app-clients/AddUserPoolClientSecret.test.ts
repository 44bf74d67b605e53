import {
  AddUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const add = async ({ poolId, clientId }: TestPool, ClientSecret?: string) => {
  const command = new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId: clientId, ClientSecret });
  return (await adminClient().send(command)).ClientSecretDescriptor;
};

const withSecret = async () => {
  const pool = await makePool({}, { GenerateSecret: true });
  return { pool, first: pool.clientSecret ?? '' };
};

const wrongHash = ({ clientId }: TestPool) => ({
  name: 'NotAuthorizedException',
  message: `Unable to verify secret hash for client ${clientId}`,
});

describe('AddUserPoolClientSecret', () => {
  it('gives a new secret, once, and says when it was made', async () => {
    const { pool } = await withSecret();
    const before = Date.now();

    const added = await add(pool);

    expect(added?.ClientSecretValue).toMatch(/^\w{51}$/);
    expect(added?.ClientSecretId).toMatch(new RegExp(`^${pool.clientId}--\\d+$`));
    expect(added?.ClientSecretCreateDate?.getTime()).toBeGreaterThanOrEqual(before);
    const { ClientSecrets = [] } = await adminClient().send(
      new ListUserPoolClientSecretsCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }),
    );
    const { ClientSecretValue: _, ...rest } = added ?? {};
    expect(ClientSecrets[1]).toEqual(rest);
  });

  it('takes a secret that is chosen, and does not answer it', async () => {
    const { pool } = await withSecret();
    const chosen = 'a_secret_of_ones_own_choice';
    expect(await add(pool, chosen)).not.toHaveProperty('ClientSecretValue');
    const user = await makeUser(pool);
    await expect(signIn({ ...pool, clientSecret: chosen }, user)).resolves.toHaveProperty('AccessToken');
    await expect(add((await withSecret()).pool, 'too short')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('answers for a chosen secret again, without a further one, to whoever heard no answer', async () => {
    const { pool, first } = await withSecret();
    const chosen = 'a_secret_of_ones_own_choice';
    const added = await add(pool, chosen);

    expect(await add(pool, chosen)).toEqual(added);
    expect((await add(pool, first))?.ClientSecretId).not.toBe(added?.ClientSecretId);
    await expect(add(pool, `${chosen}_too`)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('lets both secrets sign in, sign up, refresh and revoke', async () => {
    const { pool, first } = await withSecret();
    const second = (await add(pool))?.ClientSecretValue ?? '';
    const { clientId: ClientId } = pool;

    for (const clientSecret of [first, second]) {
      const user = await makeUser(pool);
      const Username = `${user.username}-too`;
      const SecretHash = secretHash(Username, ClientId, clientSecret);
      await publicClient().send(new SignUpCommand({ ClientId, Username, Password: password, SecretHash }));
      const { RefreshToken } = await signIn({ ...pool, clientSecret }, user);
      const SECRET_HASH = secretHash(user.sub, ClientId, clientSecret);
      const AuthParameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH };
      const refresh = new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters });
      await expect(publicClient().send(refresh)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
      const exchange = { RefreshToken, ClientId, ClientSecret: clientSecret };
      await publicClient().send(new GetTokensFromRefreshTokenCommand(exchange));
      await publicClient().send(new RevokeTokenCommand({ Token: RefreshToken, ClientId, ClientSecret: clientSecret }));
      await expect(publicClient().send(refresh)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    }
  });

  it('makes a secret that works at once, where the client was in use a moment ago', async () => {
    const { pool } = await withSecret();
    const user = await makeUser(pool);
    await signIn(pool, user);

    const clientSecret = (await add(pool))?.ClientSecretValue;

    await expect(signIn({ ...pool, clientSecret }, user)).resolves.toHaveProperty('AccessToken');
    const wrong = { ...pool, clientSecret: 'another_secret_that_it_never_had' };
    await expect(signIn(wrong, user)).rejects.toMatchObject(wrongHash(pool));
  });

  it('leaves the secret that the client is described by, and both when it is updated', async () => {
    const { pool, first } = await withSecret();
    const second = (await add(pool))?.ClientSecretValue;
    const at = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const;

    await adminClient().send(new UpdateUserPoolClientCommand({ ...at, ExplicitAuthFlows: [...flows] }));

    const { UserPoolClient } = await adminClient().send(new DescribeUserPoolClientCommand(at));
    expect(UserPoolClient?.ClientSecret).toBe(first);
    const user = await makeUser(pool);
    await expect(signIn({ ...pool, clientSecret: second }, user)).resolves.toHaveProperty('AccessToken');
  });

  it('refuses a third', async () => {
    const { pool } = await withSecret();
    await add(pool);
    await expect(add(pool)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: `Client ${pool.clientId} has 2 secrets already.`,
    });
  });

  it('refuses a client without a secret, and one of another pool', async () => {
    const [open, { pool }] = await Promise.all([makePool(), withSecret()]);
    await expect(add(open)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Client ${open.clientId} is not configured with a secret.`,
    });
    await expect(add({ ...pool, poolId: open.poolId })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
