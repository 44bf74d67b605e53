import {
  DeleteIdentityProviderCommand,
  GetGroupCommand,
  GetIdentityProviderByIdentifierCommand,
  ListIdentityProvidersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { makePool } from '#tests/support/pools.ts';

const remove = (UserPoolId: string, ProviderName = 'Corporate') =>
  adminClient().send(new DeleteIdentityProviderCommand({ UserPoolId, ProviderName }));

describe('DeleteIdentityProvider', () => {
  it('deletes the provider with its identifiers and its group, so that all can be made again', async () => {
    const { poolId: UserPoolId } = await makePool();
    await makeProvider({ poolId: UserPoolId }, { IdpIdentifiers: ['example.com'] });

    await remove(UserPoolId);

    const { Providers } = await adminClient().send(new ListIdentityProvidersCommand({ UserPoolId }));
    expect(Providers).toEqual([]);
    for (const command of [
      new GetGroupCommand({ UserPoolId, GroupName: `${UserPoolId}_Corporate` }),
      new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier: 'example.com' }),
    ] as const) {
      const asked = command instanceof GetGroupCommand ? adminClient().send(command) : adminClient().send(command);
      await expect(asked).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    await expect(makeProvider({ poolId: UserPoolId }, { IdpIdentifiers: ['example.com'] })).resolves.toBeDefined();
  });

  it('knows none that is not there', async () => {
    const { poolId } = await makePool();
    await expect(remove(poolId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Identity provider Corporate does not exist.',
    });
  });
});
