import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { machineFlow } from '#tests/support/machines.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { signIn } from '#tests/support/sign-in.ts';

type Settings = Partial<CreateUserPoolClientCommandInput>;

const create = async (UserPoolId: string, input: Settings = {}) =>
  (await adminClient().send(new CreateUserPoolClientCommand({ ClientName: 'test', ...input, UserPoolId })))
    .UserPoolClient;

describe('CreateUserPoolClient', () => {
  it('answers the client with its defaults', async () => {
    const { poolId } = await makePool();

    const client = await create(poolId, { ClientName: 'My app' });

    expect(client).toEqual({
      UserPoolId: poolId,
      ClientName: 'My app',
      ClientId: expect.stringMatching(/^[a-z0-9]{26}$/),
      CreationDate: expect.any(Date),
      LastModifiedDate: client?.CreationDate,
      RefreshTokenValidity: 30,
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
      ClientType: 'REGULAR',
    });
  });

  it('makes a secret when asked, and stores it sealed', async () => {
    const { poolId } = await makePool();

    const client = await create(poolId, { GenerateSecret: true });

    expect(client?.ClientSecret).toMatch(/^[a-z0-9]{51}$/);
    const [item] = await itemsAbout(client?.ClientId ?? '');
    expect(Buffer.from(JSON.stringify(item)).includes(client?.ClientSecret ?? '')).toBe(false);
  });

  it('takes a given secret, which then proves the client', async () => {
    const secret = 'a_secret_of_my_own_make_1234';
    const pool = await makePool({}, { ClientSecret: secret });
    const user = await makeUser(pool);

    expect(pool.clientSecret).toBe(secret);
    await expect(signIn(pool, user)).resolves.toBeDefined();
    await expect(signIn({ ...pool, clientSecret: 'another_secret_altogether_12' }, user)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('takes one of a given and a generated secret', async () => {
    const { poolId } = await makePool();

    await expect(
      create(poolId, { GenerateSecret: true, ClientSecret: 'a_secret_of_my_own_make_1234' }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'GenerateSecret and ClientSecret exclude each other.',
    });
  });

  it('says nothing of a secret that it refuses', async () => {
    const { poolId } = await makePool();

    await expect(create(poolId, { ClientSecret: 'short' })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value at 'clientSecret' failed to satisfy constraint: Member must have length greater than or equal to 24",
    });
  });

  it.each<[Settings]>([
    [{ AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } }],
    [{ AccessTokenValidity: 25 }],
    [{ IdTokenValidity: 299, TokenValidityUnits: { IdToken: 'seconds' } }],
    [{ IdTokenValidity: 2, TokenValidityUnits: { IdToken: 'days' } }],
    [{ RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: 'minutes' } }],
    [{ RefreshTokenValidity: 3651 }],
  ])('refuses the token validity %j', async (settings) => {
    const { poolId } = await makePool();

    await expect(create(poolId, settings)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid range for token validity.',
    });
  });

  it('takes the least and the greatest token validity', async () => {
    const { poolId } = await makePool();
    const least = {
      AccessTokenValidity: 5,
      IdTokenValidity: 300,
      RefreshTokenValidity: 1,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' },
    } satisfies Settings;
    const greatest = { AccessTokenValidity: 24, IdTokenValidity: 24, RefreshTokenValidity: 3650 };

    expect(await create(poolId, least)).toMatchObject(least);
    expect(await create(poolId, greatest)).toMatchObject(greatest);
  });

  it('takes a refresh token validity of zero for the default', async () => {
    const { poolId } = await makePool();

    expect(await create(poolId, { RefreshTokenValidity: 0 })).toMatchObject({ RefreshTokenValidity: 30 });
  });

  it.each<[string, Settings]>([
    [
      'ExplicitAuthFlows can not have names with the prefix ALLOW_ beside names without it.',
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] },
    ],
    [
      'ALLOW_REFRESH_TOKEN_AUTH can not be among ExplicitAuthFlows while RefreshTokenRotation is ENABLED.',
      { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], RefreshTokenRotation: { Feature: 'ENABLED' } },
    ],
    ['ALLOW_CLIENT_TOKEN_AUTH requires a client secret.', machineFlow],
    [
      'ALLOW_CLIENT_TOKEN_AUTH must be the only one of ExplicitAuthFlows.',
      {
        GenerateSecret: true,
        ExplicitAuthFlows: [...(machineFlow.ExplicitAuthFlows ?? []), 'ALLOW_USER_AUTH'],
      },
    ],
    ['Invalid read attributes specified while creating a client', { ReadAttributes: ['email', 'custom:nothing'] }],
    ['Invalid write attributes specified while creating a client', { WriteAttributes: ['email', 'custom:nothing'] }],
    ['Invalid write attributes specified while creating a client', { WriteAttributes: ['email_verified'] }],
    [
      'AnalyticsConfiguration is not supported: nothing is sent to an analytics service.',
      { AnalyticsConfiguration: { ApplicationId: 'abc123' } },
    ],
    [
      'EnablePropagateAdditionalUserContextData needs a client with a secret.',
      { EnablePropagateAdditionalUserContextData: true },
    ],
    ['http://example.com/ uses http.', { CallbackURLs: ['http://example.com/'] }],
    ['https://example.com/#top has a fragment.', { CallbackURLs: ['https://example.com/#top'] }],
    ['/relative is not an absolute URL.', { LogoutURLs: ['/relative'] }],
    ['javascript:alert(1) has a scheme that redirects can not have.', { CallbackURLs: ['javascript:alert(1)'] }],
    [
      'The default redirect URI https://example.com/ is none of the callback URLs.',
      { CallbackURLs: ['https://example.com/other'], DefaultRedirectURI: 'https://example.com/' },
    ],
    [
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
      { AllowedOAuthFlowsUserPoolClient: true },
    ],
  ])('refuses: %s', async (message, settings) => {
    const { poolId } = await makePool();

    await expect(create(poolId, settings)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, Settings]>([
    [
      'client_credentials flow can not be selected along with code flow or implicit flow.',
      { AllowedOAuthFlows: ['client_credentials', 'code'], GenerateSecret: true },
    ],
    [
      'client_credentials flow can not be selected if client does not have a client secret.',
      { AllowedOAuthFlows: ['client_credentials'] },
    ],
  ])('refuses as OAuth flow: %s', async (message, settings) => {
    const { poolId } = await makePool();

    await expect(create(poolId, settings)).rejects.toMatchObject({ name: 'InvalidOAuthFlowException', message });
  });

  it('takes the scopes of the resource servers that the pool has, and of no other pool', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    await makeResourceServer(pool, 'https://shop.example.com/v1', ['read']);
    await makeResourceServer(other, 'bank', ['read']);
    const AllowedOAuthScopes = ['openid', 'https://shop.example.com/v1/read'];

    const client = await create(pool.poolId, { AllowedOAuthScopes });

    expect(client).toMatchObject({ AllowedOAuthScopes });
    for (const scope of ['https://shop.example.com/v1/write', 'bank/read', 'https://shop.example.com/v1', '/read'])
      await expect(create(pool.poolId, { AllowedOAuthScopes: [scope] })).rejects.toMatchObject({
        name: 'ScopeDoesNotExistException',
        message: `The scope ${scope} does not exist.`,
      });
  });

  it('knows no scope and no identity provider that is not there', async () => {
    const { poolId } = await makePool();

    await expect(create(poolId, { AllowedOAuthScopes: ['openid', 'shop/read'] })).rejects.toMatchObject({
      name: 'ScopeDoesNotExistException',
    });
    await expect(create(poolId, { SupportedIdentityProviders: ['COGNITO', 'Google'] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The provider Google does not exist for User Pool ${poolId}.`,
    });
  });

  it('keeps OAuth settings that go together', async () => {
    const { poolId } = await makePool();
    const settings = {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://example.com/in', 'http://localhost:3000/in', 'http://[::1]/in', 'com.example.app:/in'],
      LogoutURLs: ['https://example.com/out'],
      DefaultRedirectURI: 'https://example.com/in',
      SupportedIdentityProviders: ['COGNITO'],
    } satisfies Settings;

    expect(await create(poolId, settings)).toMatchObject(settings);
  });

  it('lets clients read and write attributes of the pool', async () => {
    const { poolId } = await makePool({ Schema: [{ Name: 'plan', AttributeDataType: 'String' }] });
    const settings = { ReadAttributes: ['email', 'email_verified', 'custom:plan'], WriteAttributes: ['custom:plan'] };

    expect(await create(poolId, settings)).toMatchObject(settings);
  });

  it('knows no pool that is not there', async () => {
    await expect(create('us-east-1_nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool us-east-1_nobody does not exist.',
    });
  });
});
