import { DescribeUserPoolClientCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { limitOf, setLimit, unlimited } from '#tests/support/limits.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';

// What the limits do is tested in tests/limits.
describe('UpdateProvisionedLimit', () => {
  it('sets the limit of a client in one category, and takes it away', async () => {
    const { poolId, clientId } = await makePool();
    const other = await makeClient(poolId);
    const set = await setLimit(120, 'UserAuthentication', clientId);
    await setLimit(7, 'UserRead', clientId);

    expect(set).toEqual({
      LimitDefinition: {
        LimitClass: 'API_CATEGORY',
        Attributes: { Category: 'UserAuthentication', ClientId: clientId },
      },
      ProvisionedLimitValue: 120,
      FreeLimitValue: unlimited,
    });
    expect(await limitOf('UserAuthentication', clientId)).toEqual(set);
    expect(await limitOf('UserRead', clientId)).toMatchObject({ ProvisionedLimitValue: 7 });
    expect(await limitOf('UserAuthentication', other.clientId)).toMatchObject({ ProvisionedLimitValue: unlimited });
    expect(await limitOf('UserAuthentication')).toMatchObject({ ProvisionedLimitValue: unlimited });

    expect(await setLimit(unlimited, 'UserAuthentication', clientId)).toMatchObject({
      ProvisionedLimitValue: unlimited,
    });
    expect(await limitOf('UserAuthentication', clientId)).toMatchObject({ ProvisionedLimitValue: unlimited });
    expect(await limitOf('UserRead', clientId)).toMatchObject({ ProvisionedLimitValue: 7 });
  });

  it('sets the limit of the deployment in one category, and takes it away', async () => {
    // So many that no other test meets it.
    expect(await setLimit(1_000_000, 'UserUpdate')).toMatchObject({ ProvisionedLimitValue: 1_000_000 });
    expect(await limitOf('UserUpdate')).toMatchObject({ ProvisionedLimitValue: 1_000_000 });
    expect(await setLimit(unlimited, 'UserUpdate')).toMatchObject({ ProvisionedLimitValue: unlimited });
    expect(await limitOf('UserUpdate')).toMatchObject({ ProvisionedLimitValue: unlimited });
  });

  it('is neither reset by UpdateUserPoolClient nor told by DescribeUserPoolClient', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool();
    await setLimit(4321, 'UserToken', ClientId);
    await adminClient().send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(await limitOf('UserToken', ClientId)).toMatchObject({ ProvisionedLimitValue: 4321 });
    const described = await adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(JSON.stringify(described.UserPoolClient)).not.toContain('4321');
  });

  it.each([0, -1, -2_147_483_648])('refuses the number %i', async (value) => {
    const { clientId } = await makePool();
    await expect(setLimit(value, 'UserRead', clientId)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'RequestedLimitValue is to be at least 1.',
    });
  });

  it('tells of a client that does not exist', async () => {
    await expect(setLimit(1, 'UserRead', 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
