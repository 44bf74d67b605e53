import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { allowAt, api, apiScopes, clientCallback, makeOpenPool, type OpenPool } from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';

const metadata = (redirect = clientCallback) => ({
  client_name: 'Test agent',
  redirect_uris: [redirect],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
});

let pool: OpenPool;
let issuer: URL;

beforeAll(async () => {
  pool = await makeOpenPool();
  issuer = new URL(`${stack().endpoint}/${pool.poolId}`);
});

describe('openid-client', () => {
  it('registers by itself, signs in for an API, and refreshes', async () => {
    const insecure = { execute: [client.allowInsecureRequests] };
    const config = await client.dynamicClientRegistration(issuer, metadata(), client.None(), insecure);
    expect(config.clientMetadata()).toMatchObject({ client_name: 'Test agent', redirect_uris: [clientCallback] });
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const url = client.buildAuthorizationUrl(config, {
      // Another port than the registered one.
      redirect_uri: 'http://localhost:50123/oauth/callback',
      scope: apiScopes.read,
      resource: api,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const tokens = await client.authorizationCodeGrant(config, await allowAt(url.href, pool), { pkceCodeVerifier });
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: api, scope: apiScopes.read });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', { resource: api });
    expect(decodeJwt(refreshed.access_token)).toMatchObject({ aud: api, scope: apiScopes.read });
  });

  it('hears that a redirect is none', async () => {
    const insecure = { execute: [client.allowInsecureRequests] };
    const odd = metadata('javascript:alert(1)');
    await expect(client.dynamicClientRegistration(issuer, odd, client.None(), insecure)).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
    });
  });
});

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true } as const;

  it('registers, and hears that a bad initial access token is none', async () => {
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const made = await oauth.processDynamicClientRegistrationResponse(
      await oauth.dynamicClientRegistrationRequest(as, metadata(), insecure),
    );
    expect(made).toMatchObject({ client_name: 'Test agent', token_endpoint_auth_method: 'none' });
    const refused = await oauth.dynamicClientRegistrationRequest(as, metadata(), {
      ...insecure,
      initialAccessToken: 'none',
    });
    await expect(oauth.processDynamicClientRegistrationResponse(refused)).rejects.toMatchObject({ status: 401 });
  });

  it('finds the pool by the metadata of an API', async () => {
    // The API hands on what the pool has of it.
    const handOn = (url: string, { headers, method, signal }: oauth.CustomFetchOptions<'GET', undefined>) => {
      expect(url).toBe('https://mcp.example.com/.well-known/oauth-protected-resource/mcp');
      return fetch(`${issuer}/.well-known/oauth-protected-resource/mcp.example.com/mcp`, {
        headers,
        method,
        ...(signal && { signal }),
      });
    };
    const resource = new URL(api);
    const answer = await oauth.resourceDiscoveryRequest(resource, { [oauth.customFetch]: handOn });
    const found = await oauth.processResourceDiscoveryResponse(resource, answer);
    expect(found).toMatchObject({
      authorization_servers: [issuer.href],
      scopes_supported: [apiScopes.read, apiScopes.write],
    });
  });
});
