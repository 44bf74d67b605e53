import { GetCSVHeaderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const headerOf = (UserPoolId: string) => adminClient().send(new GetCSVHeaderCommand({ UserPoolId }));

describe('GetCSVHeader', () => {
  it('names every attribute of the pool, and what is not one', async () => {
    const { poolId } = await makePool({
      Schema: [
        { Name: 'team', AttributeDataType: 'String' },
        { Name: 'rank', AttributeDataType: 'Number', DeveloperOnlyAttribute: true },
      ],
    });

    const { CSVHeader, UserPoolId } = await headerOf(poolId);

    expect(UserPoolId).toBe(poolId);
    expect(CSVHeader).toEqual([
      ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile', 'picture'],
      ...['website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale', 'phone_number'],
      ...['phone_number_verified', 'address', 'updated_at', 'custom:team', 'dev:custom:rank'],
      ...['cognito:mfa_enabled', 'cognito:username'],
    ]);
  });

  it('says that a pool does not exist', async () => {
    await expect(headerOf('us-east-1_nothere00')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
