import { CreateIdentityPoolCommand, type CreateIdentityPoolCommandInput } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentityPool,
  identityAdmin,
  identityClient,
  issuerNameOf,
  providerOf,
} from '#tests/support/identity-pools.ts';
import { stack } from '#tests/support/stack.ts';

const create = async (given: Partial<CreateIdentityPoolCommandInput>) => {
  const { $metadata: _, ...pool } = await identityAdmin().send(
    new CreateIdentityPoolCommand({ IdentityPoolName: 'shop', AllowUnauthenticatedIdentities: false, ...given }),
  );
  return pool;
};

const everything = () => ({
  AllowUnauthenticatedIdentities: true,
  AllowClassicFlow: false,
  SupportedLoginProviders: { 'accounts.google.com': 'one.apps.googleusercontent.com;two', 'www.amazon.com': 'amzn1.x' },
  DeveloperProviderName: 'login.shop',
  OpenIdConnectProviderARNs: ['arn:aws:iam::000000000000:oidc-provider/id.example.com/tenant'],
  CognitoIdentityProviders: [
    { ProviderName: providerOf('us-east-1_aaaaaaaaa'), ClientId: 'client1', ServerSideTokenCheck: true },
    { ProviderName: issuerNameOf('us-east-1_bbbbbbbbb'), ClientId: 'client2' },
  ],
  SamlProviderARNs: ['arn:aws:iam::000000000000:saml-provider/corp'],
  IdentityPoolTags: { team: 'shop' },
});

describe('CreateIdentityPool', () => {
  it('gives the pool that it made, and keeps it as it was given', async () => {
    const pool = await create(everything());

    expect(pool).toEqual({ IdentityPoolName: 'shop', ...everything(), IdentityPoolId: pool.IdentityPoolId });
    expect(pool.IdentityPoolId).toMatch(/^us-east-1:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(await describeIdentityPool(pool.IdentityPoolId ?? '')).toEqual(pool);
  });

  it('says nothing of the classic flow where nothing was said', async () => {
    expect(await create({})).not.toHaveProperty('AllowClassicFlow');
  });

  it.each([
    [
      'a provider that nobody knows',
      { SupportedLoginProviders: { 'login.example.com': 'x' } },
      /^login\.example\.com is not/,
    ],
    [
      'a provider that cannot be checked',
      { SupportedLoginProviders: { 'api.twitter.com': 'x;y' } },
      /^api\.twitter\.com is/,
    ],
    ['a user pool without a client', { CognitoIdentityProviders: [{ ProviderName: 'x' }] }, /has a ProviderName and a/],
    [
      'a user pool with its scheme',
      {
        CognitoIdentityProviders: [
          { ProviderName: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a', ClientId: 'x' },
        ],
      },
      /is not the name of a user pool/,
    ],
    [
      'a user pool of another Region than it says',
      {
        CognitoIdentityProviders: [{ ProviderName: 'cognito-idp.eu-west-1.amazonaws.com/us-east-1_a', ClientId: 'x' }],
      },
      /is not the name of a user pool/,
    ],
    ['an OpenID provider that is none', { OpenIdConnectProviderARNs: ['arn:aws:iam::000000000000:role/x'] }, /OpenID/],
    ['a SAML provider that is none', { SamlProviderARNs: ['arn:aws:iam::000000000000:role/x'] }, /SAML/],
    ['a tag that is kept for AWS', { IdentityPoolTags: { 'aws:x': 'y' } }, /^An identity pool has 50 tags at most/],
    ['a name with a slash', { IdentityPoolName: 'a/b' }, /identityPoolName/],
  ] as const)('refuses %s', async (_what, given, message) => {
    await expect(create(given as Partial<CreateIdentityPoolCommandInput>)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('takes fifty user pools at most', async () => {
    const of = (count: number) => ({
      CognitoIdentityProviders: Array.from({ length: count }, (_none, index) => ({
        ProviderName: providerOf('us-east-1_aaaaaaaaa'),
        ClientId: `client${index}`,
      })),
    });
    await expect(create(of(50))).resolves.toBeDefined();
    await expect(create(of(51))).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('is for holders of access keys', async () => {
    const command = new CreateIdentityPoolCommand({ IdentityPoolName: 'x', AllowUnauthenticatedIdentities: false });
    await expect(identityClient().send(command)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('is no operation of user pools, nor by a signature for them', async () => {
    const ask = async (target: string) => {
      const answer = await fetch(stack().endpoint, { method: 'POST', headers: { 'x-amz-target': target }, body: '{}' });
      return Object(await answer.json()).__type;
    };
    expect(await ask('AWSCognitoIdentityProviderService.CreateIdentityPool')).toBe('UnknownOperationException');
    expect(await ask('AWSCognitoIdentityProviderService.IdentityCreateIdentityPool')).toBe('UnknownOperationException');
    expect(await ask('AWSCognitoIdentityService.CreateIdentityPool')).toBe('MissingAuthenticationTokenException');
    expect(await ask('AWSCognitoIdentityService.CreateUserPool')).toBe('UnknownOperationException');
  });
});
