import { AddUserPoolClientSecretCommand, ListUserPoolClientsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { arm, lift } from './fault.ts';
import { plainPool } from './subjects.ts';
import { survives } from './survives.ts';

survives('refused', 'a request to the store fails');

describe('a fault of the store', () => {
  it('has the name that the page of the operation gives it', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await plainPool();
    const named = async (asked: () => Promise<unknown>): Promise<unknown> => {
      await arm({ befalls: 'refused', at: 1 });
      try {
        return await asked().then(
          () => 'no fault',
          ({ name }: Error) => name,
        );
      } finally {
        await lift();
      }
    };

    const admin = adminClient();
    expect(await named(() => admin.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId })))).toBe(
      'InternalServerException',
    );
    expect(await named(() => admin.send(new ListUserPoolClientsCommand({ UserPoolId })))).toBe(
      'InternalErrorException',
    );
  });
});
