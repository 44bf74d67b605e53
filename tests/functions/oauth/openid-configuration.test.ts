import { describe, expect, it } from 'vitest';
import { askHost, fetchKeys, get } from '#tests/support/discovery.ts';
import { aPrefix, certificate, createDomain, hostOf } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const names = ['openid-configuration', 'oauth-authorization-server'] as const;

const endpointsAt = (origin: string) => ({
  authorization_endpoint: `${origin}/oauth2/authorize`,
  end_session_endpoint: `${origin}/logout`,
  introspection_endpoint: `${origin}/oauth2/introspect`,
  revocation_endpoint: `${origin}/oauth2/revoke`,
  token_endpoint: `${origin}/oauth2/token`,
  userinfo_endpoint: `${origin}/oauth2/userInfo`,
});

const members = (text: string): Readonly<Record<string, unknown>> => JSON.parse(text);

describe('openid-configuration', () => {
  it("has Cognito's members with its values, and all of them in alphabetical order", async () => {
    const { poolId } = await makePool();

    const answer = await get(`/${poolId}/.well-known/openid-configuration`);

    const issuer = `${stack().endpoint}/${poolId}`;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600, stale-while-revalidate=86400');
    const told = members(await answer.text());
    expect(told).toMatchObject({
      ...endpointsAt(stack().endpoint),
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: expect.arrayContaining(['client_secret_basic', 'client_secret_post']),
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      request_uri_parameter_supported: false,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      claims_supported: expect.arrayContaining(['sid']),
    });
    expect(Object.keys(told)).toEqual(Object.keys(told).toSorted());
  });

  it('has the levels of authentication by the names that the pool gives them', async () => {
    const { poolId } = await makePool({ AcrConfiguration: { Level3: { AcrValue: 'strong' } } });

    const told = members(await (await get(`/${poolId}/.well-known/openid-configuration`)).text());

    expect(told.acr_values_supported).toEqual([
      'urn:cognito:loa:1',
      'urn:cognito:loa:2',
      'strong',
      'urn:cognito:loa:4',
    ]);
  });

  it('is at the issuer in each form of the path', async () => {
    const { poolId } = await makePool();
    const first = await (await get(`/${poolId}/.well-known/openid-configuration`)).text();

    for (const name of names)
      for (const path of [`/${poolId}/.well-known/${name}`, `/.well-known/${name}/${poolId}`]) {
        const answer = await get(path);
        expect([path, answer.status, await answer.text()]).toEqual([path, 200, first]);
      }
  });

  it('names each of the two issuers of a pool at its own address, whichever its tokens name', async () => {
    for (const Type of ['ORIGINAL', 'UPDATED'] as const) {
      const { poolId } = await makePool({ IssuerConfiguration: { Type } });
      for (const issuerName of [poolId, `issuer-${poolId}`]) {
        const issuer = `${stack().endpoint}/${issuerName}`;
        for (const name of names)
          for (const path of [`/${issuerName}/.well-known/${name}`, `/.well-known/${name}/${issuerName}`])
            expect(members(await (await get(path)).text())).toMatchObject({
              issuer,
              jwks_uri: `${issuer}/.well-known/jwks.json`,
            });
        expect(await fetchKeys(issuerName)).toEqual(await fetchKeys(poolId));
      }
      const prefix = aPrefix();
      await createDomain(poolId, prefix);
      const { body } = await askHost(hostOf(prefix), '/.well-known/openid-configuration');
      const issuerName = Type === 'UPDATED' ? `issuer-${poolId}` : poolId;
      expect(members(body)).toHaveProperty('issuer', `${stack().endpoint}/${issuerName}`);
    }
  });

  it('is at the root of a domain, and names the endpoints of that domain', async () => {
    const { poolId } = await makePool();
    const prefix = aPrefix();
    await createDomain(poolId, prefix);

    for (const name of names) {
      const { status, headers, body } = await askHost(hostOf(prefix), `/.well-known/${name}`);
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('public, max-age=300, stale-while-revalidate=3600');
      expect(members(body)).toMatchObject({
        ...endpointsAt(`http://${hostOf(prefix)}`),
        issuer: `${stack().endpoint}/${poolId}`,
      });
    }
  });

  it('names a custom domain at the issuer, as every client finds that', async () => {
    const { poolId } = await makePool();
    const custom = 'published.sign-in.example.com';
    await createDomain(poolId, custom, { CustomDomainConfig: certificate() });
    const origin = `http://${custom}:${new URL(stack().endpoint).port}`;

    // A pool may be remembered for some seconds.
    await expect
      .poll(async () => members(await (await get(`/${poolId}/.well-known/openid-configuration`)).text()))
      .toMatchObject(endpointsAt(origin));
    const { body } = await askHost(custom, '/.well-known/openid-configuration');
    expect(members(body)).toMatchObject(endpointsAt(origin));
  });

  it('answers 404 where no pool is named: at the host of the deployment, at others, and for no pool', async () => {
    const { poolId } = await makePool();
    const { host } = new URL(stack().endpoint);
    for (const asked of [host, '127.0.0.1', hostOf(aPrefix()), 'nobody.example.com'])
      for (const name of [...names, 'jwks.json']) {
        const { status, headers } = await askHost(asked, `/.well-known/${name}`);
        expect([asked, name, status, headers['cache-control']]).toEqual([asked, name, 404, 'no-store']);
      }
    for (const path of [
      '/us-east-1_nobody/.well-known/openid-configuration',
      '/.well-known/openid-configuration/us-east-1_nobody',
      '/issuer-us-east-1_nobody/.well-known/openid-configuration',
      `/issuer-issuer-${poolId}/.well-known/openid-configuration`,
      '/.well-known/oauth-authorization-server/%00',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });
});
