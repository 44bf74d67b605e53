import {
  GetUserPoolSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
  type SetUserPoolSessionConfigurationCommandInput,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';

const set = (given: SetUserPoolSessionConfigurationCommandInput) =>
  adminClient().send(new SetUserPoolSessionConfigurationCommand(given));

const get = (UserPoolId: string) => adminClient().send(new GetUserPoolSessionConfigurationCommand({ UserPoolId }));

describe('SetUserPoolSessionConfiguration', () => {
  it('sets whether sessions are tracked and how many there may be, and answers it', async () => {
    const { poolId: UserPoolId } = await makePool();
    const wanted = { UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 3 } } as const;

    await expect(set(wanted)).resolves.toMatchObject(wanted);

    await expect(get(UserPoolId)).resolves.toMatchObject(wanted);
  });

  it('is not reset by UpdateUserPool', async () => {
    const { poolId: UserPoolId } = await makePool();
    await set({ UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 3 } });

    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId }));

    await expect(get(UserPoolId)).resolves.toMatchObject({ UserSessionTracking: 'ENABLED' });
  });

  it.each([0, 101])('refuses %i sessions for each user', async (MaxPerUser) => {
    const { poolId: UserPoolId } = await makePool();
    await expect(
      set({ UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser } }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("at 'tokenSession.maxPerUser' failed to satisfy constraint"),
    });
  });

  it('asks for every member', async () => {
    const { poolId: UserPoolId } = await makePool();
    const partial = { UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: undefined } as const;
    await expect(set(partial)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('says that a pool does not exist', async () => {
    const UserPoolId = 'us-east-1_nothere00';
    await expect(
      set({ UserPoolId, UserSessionTracking: 'DISABLED', TokenSession: { MaxPerUser: 20 } }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
