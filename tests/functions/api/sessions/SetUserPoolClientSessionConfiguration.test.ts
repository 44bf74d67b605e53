import {
  GetUserPoolClientSessionConfigurationCommand,
  SetUserPoolClientSessionConfigurationCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';
import { makeTrackedPool } from '#tests/support/sessions.ts';

const set = ({ poolId: UserPoolId, clientId: ClientId }: TestPool, MaxValidityMinutes: number) =>
  adminClient().send(
    new SetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId, SSOSession: { MaxValidityMinutes } }),
  );

describe('SetUserPoolClientSessionConfiguration', () => {
  it('takes that every sign-in is asked for, and UpdateUserPoolClient leaves it so', async () => {
    const pool = await makeTrackedPool();
    const { poolId: UserPoolId, clientId: ClientId } = pool;
    const wanted = { UserPoolId, ClientId, SSOSession: { MaxValidityMinutes: 0 } };

    await expect(set(pool, 0)).resolves.toMatchObject(wanted);

    await adminClient().send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId }));
    await expect(
      adminClient().send(new GetUserPoolClientSessionConfigurationCommand({ UserPoolId, ClientId })),
    ).resolves.toMatchObject(wanted);
  });

  it('takes up to ninety days', async () => {
    const pool = await makeTrackedPool();
    await expect(set(pool, 129_600)).resolves.toMatchObject({ SSOSession: { MaxValidityMinutes: 129_600 } });
    await expect(set(pool, 129_601)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is not there in a pool that does not track sessions', async () => {
    await expect(set(await makePool(), 0)).rejects.toMatchObject({ name: 'OperationNotEnabledException' });
  });
});
