import {
  AddUserPoolClientSecretCommand,
  DeleteResourceServerCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { fetchKeys } from '#tests/support/discovery.ts';
import { getClientToken, makeMachine, orders } from '#tests/support/machines.ts';
import { makePool } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';

const notAuthorized = { name: 'NotAuthorizedException' };
const [read, write] = [`${orders}/read`, `${orders}/write`];

describe('GetClientToken', () => {
  it('gives an access token of the client, signed with the key for access tokens', async () => {
    const app = await makeMachine({ AccessTokenValidity: 2 });

    const { AccessToken, ...others } = await getClientToken(app);

    expect(others).toEqual({ ExpiresIn: 7200, TokenType: 'Bearer' });
    const keys = createLocalJWKSet({ keys: await fetchKeys(app.poolId) });
    const { payload } = await jwtVerify(AccessToken, keys);
    const { iat = 0 } = payload;
    expect(payload).toEqual({
      sub: app.clientId,
      token_use: 'access',
      scope: `${write} ${read}`,
      auth_time: iat,
      iss: expect.stringContaining(app.poolId),
      exp: iat + 7200,
      iat,
      version: 2,
      jti: expect.any(String),
      client_id: app.clientId,
    });
    expect(Object.keys(payload).join(' ')).toBe('sub token_use scope auth_time iss exp iat version jti client_id');
  });

  it('takes no notice of a signature, whoever it is of', async () => {
    const app = await makeMachine();
    await expect(getClientToken(app, {}, adminClient())).resolves.toHaveProperty('TokenType', 'Bearer');
    await expect(getClientToken({ ...app, clientSecret: 'x'.repeat(40) }, {}, adminClient())).rejects.toMatchObject(
      notAuthorized,
    );
  });

  it('gives the scopes that are asked for, once each and in that order', async () => {
    const app = await makeMachine();
    const scopeOf = async (Scopes: string[]) => decodeJwt((await getClientToken(app, { Scopes })).AccessToken).scope;
    expect(await scopeOf([read])).toBe(read);
    expect(await scopeOf([read, write, read])).toBe(`${read} ${write}`);
    expect(await scopeOf([])).toBe(`${write} ${read}`);
  });

  it.each([
    ['a scope that the client does not have', [read, `${orders}/delete`]],
    ['a scope of users', ['openid']],
    ['the scope of the API', ['aws.cognito.signin.user.admin']],
  ])('refuses %s, and grants none then', async (_what, Scopes) => {
    const app = await makeMachine({ AllowedOAuthScopes: [read, 'openid', 'aws.cognito.signin.user.admin'] });
    await expect(getClientToken(app, { Scopes })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid scope requested.',
    });
  });

  it('gives no scope of a resource server that is gone', async () => {
    const app = await makeMachine();
    await adminClient().send(new DeleteResourceServerCommand({ UserPoolId: app.poolId, Identifier: orders }));
    for (const more of [{}, { Scopes: [read] }]) {
      await expect(getClientToken(app, more)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('takes each of two secrets, and no other', async () => {
    const app = await makeMachine();
    const { ClientSecretDescriptor } = await adminClient().send(
      new AddUserPoolClientSecretCommand({ UserPoolId: app.poolId, ClientId: app.clientId }),
    );
    const second = ClientSecretDescriptor?.ClientSecretValue;
    expect(second).toBeDefined();
    await expect(getClientToken(app)).resolves.toBeDefined();
    await expect(getClientToken({ ...app, clientSecret: `${second}` })).resolves.toBeDefined();
    await expect(getClientToken({ ...app, clientSecret: `${second}x` })).rejects.toMatchObject({
      ...notAuthorized,
      message: `Unable to verify secret for client ${app.clientId}`,
    });
  });

  it('refuses clients that do not allow the flow, or have no secret', async () => {
    const app = await makeMachine({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
    await expect(getClientToken(app)).rejects.toMatchObject({ name: 'OperationNotEnabledException' });
    await expect(getClientToken({ ...(await makePool()), clientSecret: 'x'.repeat(40) })).rejects.toMatchObject(
      notAuthorized,
    );
    await expect(getClientToken({ ...app, clientId: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('gives tokens that no operation of users takes', async () => {
    const { AccessToken } = await getClientToken(await makeMachine());
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      ...notAuthorized,
      message: 'Invalid Access Token',
    });
  });

  it('lets PreTokenGeneration V3_0 change claims and scopes, and tells it the metadata', async () => {
    const script = {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenant: 'acme', sub: 'forged' },
          scopesToAdd: ['tenant/acme'],
          scopesToSuppress: [write],
        },
        groupOverrideDetails: { groupsToOverride: ['admins'] },
      },
    };
    const LambdaArn = scriptedFunction(script);
    const settings = (LambdaVersion: 'V2_0' | 'V3_0') => ({
      LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion } },
    });
    const app = await makeMachine({}, settings('V3_0'));
    const claims = decodeJwt((await getClientToken(app)).AccessToken);
    expect(claims).toMatchObject({ sub: app.clientId, tenant: 'acme', scope: `${read} tenant/acme` });
    expect(claims).not.toHaveProperty('cognito:groups');

    const former = await makeMachine({}, settings('V2_0'));
    expect(decodeJwt((await getClientToken(former)).AccessToken)).not.toHaveProperty('tenant');
  });

  it('fails where the trigger does', async () => {
    const LambdaArn = 'arn:aws:lambda:us-east-1:000000000000:function:gatehouse-nobody';
    const app = await makeMachine(
      {},
      { LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: 'V3_0' } } },
    );
    await expect(getClientToken(app)).rejects.toMatchObject({ name: 'UnexpectedLambdaException' });
  });
});
