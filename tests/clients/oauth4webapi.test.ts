import { randomUUID } from 'node:crypto';
import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import * as oauth from 'oauth4webapi';
import { describe, expect, it } from 'vitest';
import { jwksOf, newEcKeys } from '#tests/support/client-keys.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeMachine, orders } from '#tests/support/machines.ts';
import { callback, makeOAuthApp, type OAuthApp, signInAt } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, type TestPool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { stack } from '#tests/support/stack.ts';

// The laptop's stack has no TLS at this address: the one thing that the client has to be told.
const insecure = { [oauth.allowInsecureRequests]: true } as const;

const discover = async ({ poolId }: Pick<TestPool, 'poolId'>): Promise<oauth.AuthorizationServer> => {
  const issuer = new URL(`${stack().endpoint}/${poolId}`);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
};

const urlOf = (endpoint: string | undefined): URL => new URL(endpoint ?? 'about:blank');

/** One sign-in by code and PKCE. */
const signIn = async (app: OAuthApp, auth: oauth.ClientAuth, scope = 'openid email') => {
  const as = await discover(app);
  const client: oauth.Client = { client_id: app.clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = urlOf(as.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: callback,
    response_type: 'code',
    scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const parameters = oauth.validateAuthResponse(as, client, await signInAt(url, app), state);
  const answer = await oauth.authorizationCodeGrantRequest(as, client, auth, parameters, callback, verifier, insecure);
  const checks = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, checks);
  await oauth.validateApplicationLevelSignature(as, answer, insecure);
  return { as, client, tokens };
};

const refresh = async (
  as: oauth.AuthorizationServer,
  client: oauth.Client,
  auth: oauth.ClientAuth,
  { refresh_token: token = '' }: Pick<oauth.TokenEndpointResponse, 'refresh_token'>,
): Promise<oauth.TokenEndpointResponse> => {
  const answer = await oauth.refreshTokenGrantRequest(as, client, auth, token, insecure);
  return oauth.processRefreshTokenResponse(as, client, answer);
};

const machineToken = async (machine: Pick<TestPool, 'poolId' | 'clientId'>, auth: oauth.ClientAuth) => {
  const as = await discover(machine);
  const client = { client_id: machine.clientId };
  const asked = { scope: `${orders}/read` };
  const answer = await oauth.clientCredentialsGrantRequest(as, client, auth, asked, insecure);
  return oauth.processClientCredentialsResponse(as, client, answer);
};

describe('oauth4webapi', () => {
  it('signs in with a public client, checks the signature, and asks who the user is', async () => {
    const app = await makeOAuthApp();
    const { as, client, tokens } = await signIn(app, oauth.None());
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: app.user.sub, email: app.user.email });
    const answer = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
    expect(await oauth.processUserInfoResponse(as, client, app.user.sub, answer)).toMatchObject({
      email: app.user.email,
      email_verified: 'true',
    });
  });

  it('refreshes, also with rotation', async () => {
    const app = await makeOAuthApp({
      ExplicitAuthFlows: [],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const { as, client, tokens } = await signIn(app, oauth.None());
    const first = await refresh(as, client, oauth.None(), tokens);
    expect(oauth.getValidatedIdTokenClaims(first)).toMatchObject({ sub: app.user.sub });
    const second = await refresh(as, client, oauth.None(), first);
    expect(second.access_token).not.toBe(first.access_token);
    await expect(refresh(as, client, oauth.None(), tokens)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('revokes a refresh token, after which introspection calls the access token inactive', async () => {
    const app = await makeOAuthApp({ GenerateSecret: true });
    const auth = oauth.ClientSecretBasic(app.clientSecret ?? '');
    const { as, client, tokens } = await signIn(app, auth);
    const look = async () =>
      oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, auth, tokens.access_token, insecure),
      );
    expect(await look()).toMatchObject({ active: true, sub: app.user.sub, client_id: app.clientId });
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, auth, tokens.refresh_token ?? '', insecure),
    );
    expect(await look()).toEqual({ active: false });
    await expect(refresh(as, client, auth, tokens)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('hears why a code is refused', async () => {
    const app = await makeOAuthApp({ GenerateSecret: true });
    const wrong = oauth.ClientSecretPost('not-the-secret');
    await expect(signIn(app, wrong)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ])('gets a token for a machine by %s', async (_name, by) => {
    const machine = await makeMachine({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
    });
    const token = await machineToken(machine, by(machine.clientSecret ?? ''));
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(token).not.toHaveProperty('id_token');
  });
});

describe('oauth4webapi with private_key_jwt', () => {
  const keys = newEcKeys({ kid: randomUUID() });

  const proof = async (): Promise<oauth.ClientAuth> => {
    const jwk = keys.privateKey.export({ format: 'jwk' });
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']);
    return oauth.PrivateKeyJwt({ key, kid: String(keys.jwk.kid) });
  };

  const provesByKey = ({ poolId, clientId }: Pick<TestPool, 'poolId' | 'clientId'>) =>
    callOwn('SetUserPoolClientOAuthSettings', {
      UserPoolId: poolId,
      ClientId: clientId,
      TokenEndpointAuthMethod: 'private_key_jwt',
      Jwks: JSON.stringify(jwksOf(keys)),
    });

  it('signs in and refreshes', async () => {
    const app = await makeOAuthApp();
    await provesByKey(app);
    const auth = await proof();
    const { as, client, tokens } = await signIn(app, auth);
    expect(await refresh(as, client, auth, tokens)).toMatchObject({ token_type: 'bearer' });
    await expect(signIn(app, oauth.None())).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('gets a token for a machine that has no secret', async () => {
    const { poolId } = await makePool();
    await makeResourceServer({ poolId }, orders, ['read', 'write']);
    const { clientId } = await makeClient(poolId);
    const machine = { poolId, clientId };
    await provesByKey(machine);
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthScopes: [`${orders}/read`],
      }),
    );
    expect(await machineToken(machine, await proof())).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  });
});
