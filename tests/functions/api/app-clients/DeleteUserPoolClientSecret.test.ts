import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const at = ({ poolId, clientId }: TestPool) => ({ UserPoolId: poolId, ClientId: clientId });

const add = async (pool: TestPool) =>
  (await adminClient().send(new AddUserPoolClientSecretCommand(at(pool)))).ClientSecretDescriptor;

const idsOf = async (pool: TestPool): Promise<string[]> => {
  const { ClientSecrets = [] } = await adminClient().send(new ListUserPoolClientSecretsCommand(at(pool)));
  return ClientSecrets.flatMap(({ ClientSecretId }) => ClientSecretId ?? []);
};

const remove = (pool: TestPool, ClientSecretId: string) =>
  adminClient().send(new DeleteUserPoolClientSecretCommand({ ...at(pool), ClientSecretId }));

describe('DeleteUserPoolClientSecret', () => {
  it('ends what the secret proved, and leaves the other', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const user = await makeUser(pool);
    const clientSecret = (await add(pool))?.ClientSecretValue;
    const [oldest = ''] = await idsOf(pool);

    await remove(pool, oldest);

    await expect(signIn(pool, user)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Unable to verify secret hash for client ${pool.clientId}`,
    });
    await expect(signIn({ ...pool, clientSecret }, user)).resolves.toHaveProperty('AccessToken');
    const { UserPoolClient } = await adminClient().send(new DescribeUserPoolClientCommand(at(pool)));
    expect(UserPoolClient?.ClientSecret).toBe(clientSecret);
  });

  it('makes room for the next: secrets go round without an hour in which none works', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const user = await makeUser(pool);
    let current = pool.clientSecret;
    for (let round = 0; round < 3; round++) {
      const next = (await add(pool))?.ClientSecretValue;
      await signIn({ ...pool, clientSecret: current }, user);
      await signIn({ ...pool, clientSecret: next }, user);
      const [oldest = ''] = await idsOf(pool);
      await remove(pool, oldest);
      current = next;
    }
    expect(await idsOf(pool)).toHaveLength(1);
  });

  it('does not delete the last one', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const [only = ''] = await idsOf(pool);
    await expect(remove(pool, only)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The last secret of a client can not be deleted.',
    });
    expect(await idsOf(pool)).toEqual([only]);
  });

  it('knows the secrets of this client only', async () => {
    const [pool, other] = await Promise.all([
      makePool({}, { GenerateSecret: true }),
      makePool({}, { GenerateSecret: true }),
    ]);
    await add(pool);
    const [foreign = ''] = await idsOf(other);
    for (const id of [foreign, `${pool.clientId}--1`, 'no id']) {
      await expect(remove(pool, id)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Client secret ${id} does not exist.`,
      });
    }
  });
});
