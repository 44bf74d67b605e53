import { GetUserPoolClientSessionConfigurationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const get = (UserPoolId: string, ClientId: string) =>
  adminClient().send(new GetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId }));

describe('GetUserPoolClientSessionConfiguration', () => {
  it('says 60 minutes where nothing was set', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool();
    await expect(get(UserPoolId, ClientId)).resolves.toMatchObject({
      UserPoolId,
      ClientId,
      SSOSession: { MaxValidityMinutes: 60 },
    });
  });

  it('says that a client of another pool does not exist', async () => {
    const { poolId } = await makePool();
    const { clientId } = await makePool();
    await expect(get(poolId, clientId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
