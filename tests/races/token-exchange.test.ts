import { AdminDisableUserCommand, AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { newEcKeys, newRsaKeys } from '#tests/support/client-keys.ts';
import { adminClient } from '#tests/support/clients.ts';
import { newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { isActive } from '#tests/support/logouts.ts';
import { newTokens, type OAuthApp, postForm } from '#tests/support/oauth.ts';
import { makeUser, type TestPool } from '#tests/support/pools.ts';
import {
  allowGrants,
  bringAssertion,
  type Exchanged,
  exchangeToken,
  foreignToken,
  jwtBearer,
  makeExchange,
  ordersScopes,
  tokenExchange,
  trustIssuer,
} from '#tests/support/token-exchange.ts';

const times = 16;

const many = <T>(ask: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_none, index) => ask(index)));

const givenBy = (answers: readonly Exchanged[]): string[] =>
  answers.flatMap(({ access_token }) => (access_token === undefined ? [] : [access_token]));

/** How many of the tokens hold. */
const lasting = async (client: TestPool, tokens: readonly string[]): Promise<number> =>
  (await Promise.all(tokens.map((token) => isActive(client, token)))).filter(Boolean).length;

/** Asks many times, and has something else happen once some of these have been answered. */
const meanwhile = async (ask: () => Promise<Exchanged>, happen: () => Promise<unknown>): Promise<Exchanged[]> => {
  const asked = Array.from({ length: times }, ask);
  await Promise.any(asked);
  const [answers] = await Promise.all([Promise.all([...asked, ...Array.from({ length: times }, ask)]), happen()]);
  return answers;
};

const scope = `openid ${ordersScopes.join(' ')}`;

describe('token exchange', () => {
  let app: OAuthApp;
  let api: TestPool;

  beforeAll(async () => {
    ({ app, api } = await makeExchange());
  });

  const aUser = async (): Promise<OAuthApp> => ({ ...app, user: await makeUser(app) });

  it('gives a token of its own to each of many who bring one token at once, and all end with it', async () => {
    const { access_token, refresh_token } = await newTokens(await aUser(), scope);
    const answers = await many(() => exchangeToken(api, access_token));
    const given = givenBy(answers);
    expect(given).toHaveLength(times);
    expect(new Set(given.map((token) => decodeJwt(token).jti)).size).toBe(times);
    expect(await lasting(api, given)).toBe(times);
    await postForm('/oauth2/revoke', { client_id: app.clientId, token: refresh_token });
    expect(await lasting(api, given)).toBe(0);
  });

  it.each<[string, (own: OAuthApp, refreshToken: string) => Promise<unknown>]>([
    ['its sign-in is revoked', ({ clientId }, token) => postForm('/oauth2/revoke', { client_id: clientId, token })],
    [
      'its user is signed out everywhere',
      ({ poolId: UserPoolId, user: { username: Username } }) =>
        adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username })),
    ],
    [
      'its user is disabled',
      ({ poolId: UserPoolId, user: { username: Username } }) =>
        adminClient().send(new AdminDisableUserCommand({ UserPoolId, Username })),
    ],
  ])('gives nothing that lasts where %s meanwhile', async (_what, end) => {
    const own = await aUser();
    const { access_token, refresh_token } = await newTokens(own, scope);
    const answers = await meanwhile(
      () => exchangeToken(api, access_token),
      () => end(own, refresh_token),
    );
    const given = givenBy(answers);
    expect(given.length).toBeGreaterThan(0);
    const refused = answers.filter(({ status, error }) => status === 400 && error === 'invalid_request');
    expect(given.length + refused.length).toBe(2 * times);
    expect(await lasting(api, given)).toBe(0);
    expect(await exchangeToken(api, access_token)).toMatchObject({ error: 'invalid_request' });
  });

  it('takes the proof of a key once, when it is used many times at once', async () => {
    const { access_token } = await newTokens(await aUser(), scope);
    const proof = await proofHeader(newProofKeys());
    const answers = await many(() => exchangeToken(api, access_token, {}, proof));
    expect(givenBy(answers)).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'invalid_dpop_proof')).toHaveLength(times - 1);
  });
});

describe('the JWT bearer grant', () => {
  const keys = newRsaKeys({ kid: 'theirs' });
  const issuer = 'https://idp.example.com';
  const claims = { iss: issuer, aud: 'https://id.example.com', sub: 'u1' };
  let app: OAuthApp;
  let workload: TestPool;

  beforeAll(async () => {
    ({ app, api: workload } = await makeExchange());
    await allowGrants(workload, [jwtBearer, tokenExchange]);
    await trustIssuer(workload, issuer, keys, { UsernameClaim: 'name' });
  });

  it.each([
    ['a user', { UsernameClaim: 'name' }],
    ['the client itself', {}],
  ])('takes an assertion for %s once, where that is set, when it is used many times at once', async (_whose, more) => {
    const { app: own, api } = await makeExchange();
    await allowGrants(api, [jwtBearer]);
    await trustIssuer(api, issuer, keys, { UseOnce: true, ...more });
    const { username } = await makeUser(own);
    const assertion = await foreignToken(keys, { ...claims, name: username });
    const answers = await many(() => bringAssertion(api, assertion));
    expect(givenBy(answers)).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'invalid_grant')).toHaveLength(times - 1);
    const another = await foreignToken(keys, { ...claims, name: username });
    expect(await bringAssertion(api, another)).toMatchObject({ status: 200 });
    for (const jti of [undefined, '', 7, 'j'.repeat(256), 'half \ud800']) {
      const without = await foreignToken(keys, { ...claims, name: username, jti });
      expect(await bringAssertion(api, without)).toMatchObject({ error: 'invalid_grant' });
    }
    const endless = await foreignToken(keys, { ...claims, name: username, exp: 1e300 });
    expect(await bringAssertion(api, endless)).toMatchObject({ status: 200 });
    expect(await bringAssertion(api, endless)).toMatchObject({ error: 'invalid_grant' });
  });

  // RFC 7523 section 3 leaves it to the server whether an assertion counts once. By default it counts while it is valid.
  it('begins a sign-in of its own for each of many who bring one assertion at once', async () => {
    const { username, sub } = await makeUser(app);
    const assertion = await foreignToken(keys, { ...claims, name: username });
    const given = givenBy(await many(() => bringAssertion(workload, assertion)));
    expect(given).toHaveLength(times);
    const told = given.map((token) => decodeJwt(token));
    expect(new Set(told.map(({ event_id }) => event_id)).size).toBe(times);
    expect(new Set(told.map((one) => one.sub))).toEqual(new Set([sub]));
  });

  it('gives nothing that lasts where its user is disabled meanwhile', async () => {
    const { username: Username } = await makeUser(app);
    const assertion = await foreignToken(keys, { ...claims, name: Username });
    const { poolId: UserPoolId } = app;
    const answers = await meanwhile(
      () => bringAssertion(workload, assertion),
      () => adminClient().send(new AdminDisableUserCommand({ UserPoolId, Username })),
    );
    const given = givenBy(answers);
    expect(given.length).toBeGreaterThan(0);
    const refused = answers.filter(({ status, error }) => status === 400 && error === 'invalid_grant');
    expect(given.length + refused.length).toBe(2 * times);
    expect(await lasting(workload, given)).toBe(0);
  });

  it('gives nothing for an assertion that another key signed, however many come at once', async () => {
    const { username } = await makeUser(app);
    const forged = await foreignToken(newEcKeys({ kid: 'theirs' }), { ...claims, name: username });
    const right = await foreignToken(keys, { ...claims, name: username });
    const answers = await many((index) => bringAssertion(workload, index % 2 === 0 ? right : forged));
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_answer, index) => (index % 2 === 0 ? 200 : 400)));
  });

  it('takes the proof of a key once, when it is used many times at once', async () => {
    const { username } = await makeUser(app);
    const assertion = await foreignToken(keys, { ...claims, name: username });
    const proof = await proofHeader(newProofKeys());
    const answers = await many(() => bringAssertion(workload, assertion, {}, proof));
    expect(givenBy(answers)).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'invalid_dpop_proof')).toHaveLength(times - 1);
  });
});
