import {
  AddUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';

const list = ({ poolId, clientId }: TestPool, NextToken?: string) =>
  adminClient().send(new ListUserPoolClientSecretsCommand({ UserPoolId: poolId, ClientId: clientId, NextToken }));

describe('ListUserPoolClientSecrets', () => {
  it('lists secrets oldest first, without their values', async () => {
    const pool = await makePool({}, { ClientSecret: 'the_secret_it_was_made_with' });
    const { ClientSecretDescriptor: added } = await adminClient().send(
      new AddUserPoolClientSecretCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }),
    );

    const { ClientSecrets = [], NextToken } = await list(pool);

    expect(ClientSecrets.map(({ ClientSecretId }) => ClientSecretId)).toEqual([
      expect.stringMatching(new RegExp(`^${pool.clientId}--\\d+$`)),
      added?.ClientSecretId,
    ]);
    expect(ClientSecrets.every((secret) => !('ClientSecretValue' in secret))).toBe(true);
    expect(NextToken).toBeUndefined();
  });

  it('lists none of a client without secrets', async () => {
    expect((await list(await makePool())).ClientSecrets).toEqual([]);
  });

  it('has one page only, so that no token leads to another', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    await expect(list(pool, 'anything')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid pagination token.',
    });
  });
});
