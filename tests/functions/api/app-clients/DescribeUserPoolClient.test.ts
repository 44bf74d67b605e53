import {
  CreateUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const describeClient = async (UserPoolId: string, ClientId: string) =>
  (await adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient;

describe('DescribeUserPoolClient', () => {
  it('gives the very answer that making the client gave, secret and all', async () => {
    const { poolId } = await makePool();
    const { UserPoolClient } = await adminClient().send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: 'test',
        GenerateSecret: true,
        AccessTokenValidity: 10,
        TokenValidityUnits: { AccessToken: 'minutes' },
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      }),
    );

    expect(UserPoolClient?.ClientSecret).toBeDefined();
    expect(await describeClient(poolId, UserPoolClient?.ClientId ?? '')).toEqual(UserPoolClient);
  });

  it('gives settings that CreateUserPoolClient and UpdateUserPoolClient take', async () => {
    const { poolId, clientId } = await makePool({}, { AnalyticsConfiguration: {}, TokenValidityUnits: {} });
    const found = await describeClient(poolId, clientId);
    const { CreationDate, LastModifiedDate, ClientId: _id, ...given } = found ?? {};
    const { UserPoolId: _pool, ClientName = '', ...settings } = given;
    const request = { ...settings, ClientName, UserPoolId: poolId };

    await adminClient().send(new UpdateUserPoolClientCommand({ ...request, ClientId: clientId }));
    const { UserPoolClient: twin } = await adminClient().send(new CreateUserPoolClientCommand(request));

    expect(await describeClient(poolId, clientId)).toEqual({ ...found, LastModifiedDate: expect.any(Date) });
    expect(twin).toMatchObject(given);
  });

  it('knows no client of another pool', async () => {
    const [one, other] = await Promise.all([makePool(), makePool()]);

    await expect(describeClient(one.poolId, other.clientId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool client ${other.clientId} does not exist.`,
    });
  });
});
