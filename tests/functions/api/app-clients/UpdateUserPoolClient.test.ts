import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const update = async ({ poolId, clientId }: TestPool, input: Partial<UpdateUserPoolClientCommandInput> = {}) =>
  (await adminClient().send(new UpdateUserPoolClientCommand({ ...input, UserPoolId: poolId, ClientId: clientId })))
    .UserPoolClient;

describe('UpdateUserPoolClient', () => {
  it('changes what it is given and puts the rest back to its default', async () => {
    const pool = await makePool({}, { AccessTokenValidity: 2, EnableTokenRevocation: false });

    const client = await update(pool, { ClientName: 'renamed', AuthSessionValidity: 5 });

    expect(client).toMatchObject({ ClientName: 'renamed', AuthSessionValidity: 5, EnableTokenRevocation: true });
    expect(client?.AccessTokenValidity).toBeUndefined();
    expect(client?.ExplicitAuthFlows).toBeUndefined();
    const { UserPoolClient } = await adminClient().send(
      new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }),
    );
    expect(UserPoolClient).toEqual(client);
  });

  it('keeps name and secret', async () => {
    const pool = await makePool({}, { GenerateSecret: true });

    expect(await update(pool)).toMatchObject({ ClientName: 'test', ClientSecret: pool.clientSecret });
  });

  it('takes effect at the next sign-in', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    await signIn(pool, user);

    await update(pool, { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });

    await expect(signIn(pool, user)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('refuses what a new client could not have', async () => {
    const pool = await makePool();

    await expect(update(pool, { AllowedOAuthFlows: ['client_credentials'] })).rejects.toMatchObject({
      name: 'InvalidOAuthFlowException',
    });
    await expect(update(pool, { AccessTokenValidity: 48 })).rejects.toMatchObject({
      message: 'Invalid range for token validity.',
    });
  });

  it('knows no client that is not there', async () => {
    const pool = await makePool();

    await expect(update({ ...pool, clientId: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client nobody does not exist.',
    });
  });
});
