import { GetUserPoolSessionConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const get = (UserPoolId: string) => adminClient().send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }));

describe('GetUserPoolSessionConfiguration', () => {
  it('says that a new pool tracks no sessions, of which there may be 20', async () => {
    const { poolId: UserPoolId } = await makePool();
    await expect(get(UserPoolId)).resolves.toMatchObject({
      UserPoolId,
      UserSessionTracking: 'DISABLED',
      TokenSession: { MaxPerUser: 20 },
    });
  });

  it('says that a pool does not exist', async () => {
    await expect(get('us-east-1_nothere00')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
