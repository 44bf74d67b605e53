import { randomUUID } from 'node:crypto';
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { calculateJwkThumbprint, decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import { beforeAll, describe, expect, it } from 'vitest';
import { jwksOf, newEcKeys, newRsaKeys } from '#tests/support/client-keys.ts';
import { adminClient } from '#tests/support/clients.ts';
import { newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { makeMachine, orders } from '#tests/support/machines.ts';
import { scriptedUrl, timesAsked } from '#tests/support/outbound-server.ts';
import { makeClient, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import {
  allowGrants,
  bringAssertion,
  cluster,
  exchangeToken,
  foreignToken,
  github,
  githubClaims,
  jwtBearer,
  jwtType,
  kubernetesClaims,
  ordersScopes,
  tokenExchange,
  trustIssuer,
} from '#tests/support/token-exchange.ts';

const keys = newRsaKeys({ kid: 'theirs' });
const read = `${orders}/read`;

/** A pool with a client that has no secret, whose workloads bring tokens of another issuer. */
const makeWorkload = async (): Promise<TestPool> => {
  const { poolId } = await makeMachine();
  const settings = {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code' as const],
    CallbackURLs: ['https://app.example.com/'],
    AllowedOAuthScopes: ['openid', ...ordersScopes],
  };
  const client = { poolId, ...(await makeClient(poolId, settings)) };
  await allowGrants(client, [jwtBearer, tokenExchange]);
  return client;
};

const fromShop = { Conditions: [{ Claim: 'repository', Values: ['octo-org/shop'] }], Scopes: [read] };

describe('tokens of workloads (RFC 7523)', () => {
  let workload: TestPool;

  beforeAll(async () => {
    workload = await makeWorkload();
    await trustIssuer(workload, github, keys, fromShop);
  });

  it('of a job of GitHub Actions give an access token to a client without a secret, by oauth4webapi', async () => {
    const insecure = { [oauth.allowInsecureRequests]: true } as const;
    const issuer = new URL(`${stack().endpoint}/${workload.poolId}`);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const own = { client_id: workload.clientId };
    const parameters = { assertion: await foreignToken(keys, githubClaims), scope: read };
    const answer = await oauth.genericTokenEndpointRequest(as, own, oauth.None(), jwtBearer, parameters, insecure);
    const { access_token, refresh_token } = await oauth.processGenericTokenEndpointResponse(as, own, answer);
    expect(refresh_token).toBeUndefined();
    expect(decodeJwt(access_token)).toMatchObject({
      sub: workload.clientId,
      client_id: workload.clientId,
      scope: read,
      act: { iss: github, sub: githubClaims.sub },
    });
  });

  it('of a pod of Kubernetes do so, by conditions on what is within a claim', async () => {
    const pod = await makeWorkload();
    await trustIssuer(pod, cluster, keys, {
      Conditions: [
        { Claim: '/kubernetes.io/namespace', Values: ['shop'] },
        { Claim: 'sub', Values: ['system:serviceaccount:shop:*'] },
      ],
    });
    const { access_token = '' } = await bringAssertion(pod, await foreignToken(keys, kubernetesClaims));
    expect(decodeJwt(access_token)).toMatchObject({ act: { iss: cluster, sub: kubernetesClaims.sub } });
    const elsewhere = {
      ...kubernetesClaims,
      'kubernetes.io': { ...kubernetesClaims['kubernetes.io'], namespace: 'x' },
    };
    expect(await bringAssertion(pod, await foreignToken(keys, elsewhere))).toMatchObject({ error: 'invalid_grant' });
  });

  it('may be used again while they are valid, as pods do', async () => {
    const assertion = await foreignToken(keys, githubClaims);
    expect(await bringAssertion(workload, assertion)).toMatchObject({ status: 200, token_type: 'Bearer', scope: read });
    expect(await bringAssertion(workload, assertion)).toMatchObject({ status: 200 });
  });

  const soon = () => Math.floor(Date.now() / 1000);

  it.each<[string, () => Promise<string> | string]>([
    ['that are no tokens', () => 'token'],
    ['of another repository', () => foreignToken(keys, { ...githubClaims, repository: 'octo-org/shop2' })],
    ['without the claim', () => foreignToken(keys, { ...githubClaims, repository: undefined })],
    ['of another issuer', () => foreignToken(keys, { ...githubClaims, iss: 'https://other.example.com' })],
    ['for another audience', () => foreignToken(keys, { ...githubClaims, aud: 'https://other.example.com' })],
    ['for no audience', () => foreignToken(keys, { ...githubClaims, aud: undefined })],
    ['that are over', () => foreignToken(keys, { ...githubClaims, exp: soon() - 1 })],
    ['that never end', () => foreignToken(keys, { ...githubClaims, exp: undefined })],
    ['that are not valid yet', () => foreignToken(keys, { ...githubClaims, nbf: soon() + 120 })],
    ['that are made later', () => foreignToken(keys, { ...githubClaims, iat: soon() + 120 })],
    ['whose end is no time', () => foreignToken(keys, { ...githubClaims, exp: 'never' })],
    [
      'for an audience within another',
      () => foreignToken(keys, { ...githubClaims, aud: [['https://id.example.com']] }),
    ],
    ['about nobody', () => foreignToken(keys, { ...githubClaims, sub: undefined })],
    ['that another key signed', () => foreignToken(newRsaKeys({ kid: 'theirs' }), githubClaims)],
    ['by another algorithm', () => foreignToken(newEcKeys({ kid: 'theirs' }), githubClaims)],
    ['that tell of an event', () => foreignToken(keys, { ...githubClaims, events: { 'https://example.com/': {} } })],
    ['that end a session', () => foreignToken(keys, githubClaims, 'logout+jwt')],
    ['that prove a key for a request', () => foreignToken(keys, githubClaims, 'application/DPoP+jwt')],
    ['whose signature is cut off', async () => (await foreignToken(keys, githubClaims)).slice(0, -8)],
  ])('are refused %s', async (_name, token) => {
    const assertion = await token();
    expect(await bringAssertion(workload, assertion)).toMatchObject({ status: 400, error: 'invalid_grant' });
    const more = { subject_token_type: jwtType };
    expect(await exchangeToken(workload, assertion, more)).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it('give no more scopes than the trust and the client have, and none of users', async () => {
    const assertion = await foreignToken(keys, githubClaims);
    for (const scope of [`${orders}/write`, 'openid']) {
      expect(await bringAssertion(workload, assertion, { scope })).toMatchObject({ error: 'invalid_scope' });
    }
    const { access_token = '' } = await bringAssertion(workload, assertion, { resource: orders });
    expect(decodeJwt(access_token).aud).toBe(orders);
  });

  it('are for the clients that the trust names, where these may bring them', async () => {
    const assertion = await foreignToken(keys, githubClaims);
    const other = { poolId: workload.poolId, ...(await makeClient(workload.poolId)) };
    expect(await bringAssertion(other, assertion)).toMatchObject({ error: 'unauthorized_client' });
    const second = await makeWorkload();
    await trustIssuer(second, github, keys, { ...fromShop, ClientIds: ['anotherclient'] });
    expect(await bringAssertion(second, assertion)).toMatchObject({ error: 'invalid_grant' });
  });

  it('are exchanged as well (RFC 8693), and bound to a key', async () => {
    const assertion = await foreignToken(keys, githubClaims);
    const proof = newProofKeys();
    const more = { subject_token_type: jwtType };
    const { access_token = '', token_type } = await exchangeToken(workload, assertion, more, await proofHeader(proof));
    expect(token_type).toBe('DPoP');
    expect(decodeJwt(access_token)).toMatchObject({
      act: { sub: githubClaims.sub },
      cnf: { jkt: await calculateJwkThumbprint(proof.jwk) },
    });
  });

  it('that are bound to a key are worth nothing to a client without a secret, but with that key', async () => {
    const [theirs, another] = [newProofKeys(), newProofKeys()];
    const cnf = { jkt: await calculateJwkThumbprint(theirs.jwk) };
    const assertion = await foreignToken(keys, { ...githubClaims, cnf });
    const more = { subject_token_type: jwtType };
    for (const headers of [{}, await proofHeader(another)]) {
      expect(await bringAssertion(workload, assertion, {}, headers)).toMatchObject({ error: 'invalid_grant' });
    }
    expect(await exchangeToken(workload, assertion, more)).toMatchObject({ error: 'invalid_request' });
    expect(await bringAssertion(workload, assertion, {}, await proofHeader(theirs))).toMatchObject({
      status: 200,
      token_type: 'DPoP',
    });
    const byCertificate = await foreignToken(keys, { ...githubClaims, cnf: { 'x5t#S256': 'x' } });
    const proved = await bringAssertion(workload, byCertificate, {}, await proofHeader(theirs));
    expect(proved).toMatchObject({ error: 'invalid_grant' });
  });

  it('are checked by keys that are fetched, once for many', async () => {
    const url = scriptedUrl(randomUUID(), { body: jwksOf(keys) });
    const other = await makeWorkload();
    await trustIssuer(other, github, undefined, { ...fromShop, JwksUri: url });
    for (let time = 0; time < 3; time++) {
      const assertion = await foreignToken(keys, githubClaims);
      expect(await bringAssertion(other, assertion)).toMatchObject({ status: 200 });
    }
    expect(await timesAsked(url)).toBe(1);
  });

  it('stand for nobody by a name that users choose', async () => {
    const { poolId } = await makePool({ AliasAttributes: ['preferred_username', 'email'] });
    const settings = {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code' as const],
      CallbackURLs: ['https://app.example.com/'],
      AllowedOAuthScopes: ['openid'],
    };
    const client = { poolId, ...(await makeClient(poolId, settings)) };
    await allowGrants(client, [jwtBearer]);
    await trustIssuer(client, 'https://idp.example.com', keys, { UsernameClaim: 'name' });
    const attributes = [{ Name: 'preferred_username', Value: 'ada' }];
    const { username, email } = await makeUser(client, { attributes });
    const claims = { iss: 'https://idp.example.com', aud: 'https://id.example.com', sub: 'u1' };
    for (const name of [username, email]) {
      const answer = await bringAssertion(client, await foreignToken(keys, { ...claims, name }));
      expect(answer).toMatchObject({ status: 200 });
    }
    const chosen = await bringAssertion(client, await foreignToken(keys, { ...claims, name: 'ada' }));
    expect(chosen).toMatchObject({ error: 'invalid_grant' });
  });

  it('can stand for a user of the pool, whom a claim names and who may sign in', async () => {
    const other = await makeWorkload();
    await trustIssuer(other, 'https://idp.example.com', keys, { UsernameClaim: 'preferred_username' });
    const user = await makeUser(other);
    const claims = { iss: 'https://idp.example.com', aud: 'https://id.example.com', sub: 'u1' };
    const named = (preferred_username: unknown) => foreignToken(keys, { ...claims, preferred_username });
    const { access_token = '', refresh_token } = await bringAssertion(other, await named(user.username), {
      scope: `openid ${read}`,
    });
    expect(refresh_token).toBeUndefined();
    expect(decodeJwt(access_token)).toMatchObject({ sub: user.sub, username: user.username, scope: `openid ${read}` });
    for (const nobody of ['nobody', 'half \ud800', 7, undefined]) {
      expect(await bringAssertion(other, await named(nobody))).toMatchObject({ error: 'invalid_grant' });
    }
    const { poolId: UserPoolId } = other;
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId, Username: user.username }));
    expect(await bringAssertion(other, await named(user.username))).toMatchObject({ error: 'invalid_grant' });
  });
});
