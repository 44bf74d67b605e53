import CognitoIdentityServiceProvider from 'aws-sdk/clients/cognitoidentityserviceprovider.js';
import { describe, expect, it, vi } from 'vitest';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

/** The client of AWS SDK for JavaScript v2, which never signs content-type. */
const clientOf = (options: CognitoIdentityServiceProvider.ClientConfiguration = {}) => {
  const { endpoint, region, accessKeyId, secretAccessKey } = stack();
  return new CognitoIdentityServiceProvider({ endpoint, region, accessKeyId, secretAccessKey, ...options });
};

describe('AWS SDK for JavaScript v2', () => {
  it('administers users and groups, and signs them in', async () => {
    const { poolId: UserPoolId } = await makePool();
    const client = clientOf();
    const [Username, email, GroupName] = ['ada', anEmail(), 'admins'];
    const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

    const { UserPools } = await client.listUserPools({ MaxResults: 60 }).promise();
    expect(UserPools).not.toEqual([]);
    const { UserPool } = await client.describeUserPool({ UserPoolId }).promise();
    expect(UserPool?.Id).toBe(UserPoolId);
    const { UserPoolClient } = await client
      .createUserPoolClient({ UserPoolId, ClientName: 'old', ExplicitAuthFlows })
      .promise();
    const ClientId = UserPoolClient?.ClientId ?? '';

    const UserAttributes = [{ Name: 'email', Value: email }];
    await client.adminCreateUser({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }).promise();
    await client.adminSetUserPassword({ UserPoolId, Username, Password: password, Permanent: true }).promise();
    await client.createGroup({ UserPoolId, GroupName, Description: 'Grüße, 漢字' }).promise();
    await client.adminAddUserToGroup({ UserPoolId, Username, GroupName }).promise();
    const { Groups } = await client.adminListGroupsForUser({ UserPoolId, Username }).promise();
    expect(Groups?.map((group) => group.Description)).toEqual(['Grüße, 漢字']);
    const { Users } = await client.listUsers({ UserPoolId, Filter: `email = "${email}"` }).promise();
    expect(Users?.map((user) => user.Username)).toEqual([Username]);

    const AuthParameters = { USERNAME: Username, PASSWORD: password };
    const { AuthenticationResult } = await client
      .adminInitiateAuth({ UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters })
      .promise();
    const AccessToken = AuthenticationResult?.AccessToken ?? '';
    await expect(client.getUser({ AccessToken }).promise()).resolves.toMatchObject({ Username });
    await client.adminDeleteUser({ UserPoolId, Username }).promise();
    await expect(client.adminGetUser({ UserPoolId, Username }).promise()).rejects.toMatchObject({
      code: 'UserNotFoundException',
      statusCode: 400,
    });
  });

  it('is refused with another secret', async () => {
    const client = clientOf({ secretAccessKey: 'x'.repeat(40), maxRetries: 0 });
    await expect(client.listUserPools({ MaxResults: 1 }).promise()).rejects.toMatchObject({
      code: 'InvalidSignatureException',
      message: expect.stringMatching(/^The request signature we calculated does not match/),
    });
  });

  it.each([-3_600_000, 3_600_000])('corrects a clock that is %d ms off', async (off) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
    try {
      const list = (correctClockSkew: boolean) =>
        clientOf({ correctClockSkew, maxRetries: 1 }).listUserPools({ MaxResults: 1 }).promise();
      await expect(list(false)).rejects.toMatchObject({ code: 'InvalidSignatureException' });
      await expect(list(true)).resolves.toBeDefined();
    } finally {
      vi.useRealTimers();
    }
  });
});
