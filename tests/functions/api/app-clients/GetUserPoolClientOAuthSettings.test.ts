import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('GetUserPoolClientOAuthSettings', () => {
  it('tells the defaults of a client for which nothing was set', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool();
    expect(await callOwn('GetUserPoolClientOAuthSettings', { UserPoolId, ClientId })).toEqual({
      UserPoolId,
      ClientId,
      RequirePkce: false,
      DpopBoundAccessTokens: false,
      RequirePushedAuthorizationRequests: false,
      GrantTypes: [],
      UnregisteredResource: 'REFUSE',
      BackchannelLogoutSessionRequired: false,
    });
  });

  it('refuses a client of another pool', async () => {
    const { clientId: ClientId } = await makePool();
    const { poolId: UserPoolId } = await makePool();
    await expect(callOwn('GetUserPoolClientOAuthSettings', { UserPoolId, ClientId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
