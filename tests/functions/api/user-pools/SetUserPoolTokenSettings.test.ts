import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oauth from 'oauth4webapi';
import { beforeAll, describe, expect, it } from 'vitest';
import { jwksOf, newEcKeys } from '#tests/support/client-keys.ts';
import { publicClient } from '#tests/support/clients.ts';
import { getClientToken, makeMachine } from '#tests/support/machines.ts';
import { exchange, makeOAuthApp, newCode, newTokens, type OAuthApp, onPages } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

// The laptop's stack has no TLS at this address: the one thing that the client has to be told.
const insecure = { [oauth.allowInsecureRequests]: true } as const;

const trusted = {
  Issuer: 'https://token.actions.githubusercontent.com',
  Jwks: JSON.stringify(jwksOf(newEcKeys())),
  Audiences: ['https://id.example.com'],
  ClientIds: ['aclient'],
  Conditions: [{ Claim: 'repository', Values: ['octo-org/*'] }],
  Scopes: ['orders/read'],
};

const issuerOf = ({ poolId }: { readonly poolId: string }): string => `${stack().endpoint}/${poolId}`;

const follow = ({ poolId: UserPoolId }: { readonly poolId: string }) =>
  callOwn('SetUserPoolTokenSettings', { UserPoolId, AccessTokenFormat: 'RFC9068' });

describe('SetUserPoolTokenSettings', () => {
  let app: OAuthApp;

  beforeAll(async () => {
    app = await makeOAuthApp({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
    await follow(app);
  });

  it('answers what holds, and forgets what it is not given', async () => {
    const { poolId: UserPoolId } = await makePool();
    const given = {
      UserPoolId,
      AccessTokenFormat: 'RFC9068',
      TrustedIssuers: [trusted, { ...trusted, UsernameClaim: 'u', UseOnce: true }],
    };
    expect(await callOwn('SetUserPoolTokenSettings', given)).toEqual(given);
    expect(await callOwn('GetUserPoolTokenSettings', { UserPoolId })).toEqual(given);
    expect(await callOwn('SetUserPoolTokenSettings', { UserPoolId })).toEqual({
      UserPoolId,
      AccessTokenFormat: 'COGNITO',
      TrustedIssuers: [],
    });
    await expect(callOwn('SetUserPoolTokenSettings', { UserPoolId, AccessTokenFormat: 'SAML' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it.each<[string, object]>([
    ['without keys', { Jwks: undefined }],
    ['with keys in two places', { JwksUri: 'https://example.com/keys' }],
    ['with keys that are none', { Jwks: '{}' }],
    ['with keys at an address without https', { Jwks: undefined, JwksUri: 'http://example.com/keys' }],
    ['that is no address', { Issuer: 'me' }],
    ['without an audience', { Audiences: [] }],
    ['without a client', { ClientIds: [] }],
    ['without a condition', { Conditions: [] }],
    ['with a condition without a value', { Conditions: [{ Claim: 'sub', Values: [] }] }],
    ['of this deployment with keys', { Issuer: `${stack().endpoint}/us-east-1_abcdefghi` }],
  ])('refuses to trust an issuer %s', async (_name, more) => {
    const { poolId: UserPoolId } = app;
    await expect(
      callOwn('SetUserPoolTokenSettings', { UserPoolId, TrustedIssuers: [{ ...trusted, ...more }] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('gives access tokens that a resource server takes after RFC 9068, and leaves others as they are', async () => {
    const { access_token, id_token } = await newTokens(app);
    expect(decodeProtectedHeader(access_token).typ).toBe('at+jwt');
    expect(decodeProtectedHeader(id_token).typ).toBeUndefined();
    const issuer = new URL(issuerOf(app));
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const request = new Request('https://api.example.com/', { headers: { authorization: `Bearer ${access_token}` } });
    const claims = await oauth.validateJwtAccessToken(as, request, issuer.href, insecure);
    expect(claims).toMatchObject({ sub: app.user.sub, client_id: app.clientId, scope: 'openid', aud: issuer.href });

    const plain = await newTokens(await makeOAuthApp());
    expect(decodeProtectedHeader(plain.access_token).typ).toBeUndefined();
    expect(decodeJwt(plain.access_token).aud).toBeUndefined();
  });

  it('does so for sign-ins by the API as well, whose tokens it takes as before', async () => {
    const { AccessToken } = await signIn(app, app.user);
    expect(decodeProtectedHeader(AccessToken).typ).toBe('at+jwt');
    expect(decodeJwt(AccessToken).aud).toBe(issuerOf(app));
    const { Username } = await publicClient().send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe(app.user.username);
  });

  it('leaves a token that is for a resource to that resource', async () => {
    const identifier = 'https://orders.example.com/v1';
    await makeResourceServer(app, identifier, ['read']);
    const AllowedOAuthScopes = ['openid', `${identifier}/read`];
    const client = { ...app, ...(await makeClient(app.poolId, { ...onPages, AllowedOAuthScopes })) };
    const code = await newCode(client, { resource: identifier });
    const { access_token } = JSON.parse(await (await exchange(client, code)).text());
    expect(decodeJwt(access_token).aud).toBe(identifier);
    expect(decodeProtectedHeader(access_token).typ).toBe('at+jwt');
  });

  it('gives machines such tokens, too', async () => {
    const machine = await makeMachine();
    await follow(machine);
    const { AccessToken } = await getClientToken(machine);
    expect(decodeProtectedHeader(AccessToken).typ).toBe('at+jwt');
    expect(decodeJwt(AccessToken)).toMatchObject({ aud: issuerOf(machine), sub: machine.clientId });
  });
});
