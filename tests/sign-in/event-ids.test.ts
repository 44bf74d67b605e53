import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { newRsaKeys } from '#tests/support/client-keys.ts';
import { publicClient } from '#tests/support/clients.ts';
import { allowDevices, answerDevice, pollDevice, startDevice } from '#tests/support/device-grant.ts';
import { makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { orders } from '#tests/support/machines.ts';
import {
  authorizePath,
  exchange,
  locationOf,
  makeOAuthApp,
  newTokens,
  onPages,
  postForm,
  signInOnPage,
} from '#tests/support/oauth.ts';
import { makeClient, type TestPool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { audit, eventsOf, makeProtectedPool } from '#tests/support/risk.ts';
import { confirmSignUp, signUp } from '#tests/support/sign-up.ts';
import { stack } from '#tests/support/stack.ts';
import {
  allowGrants,
  bringAssertion,
  foreignToken,
  github,
  githubClaims,
  jwtBearer,
  trustIssuer,
} from '#tests/support/token-exchange.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

interface Tokens {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
}

/** The `event_id` of each of the tokens. */
const namedBy = ({ access_token, id_token = access_token }: Tokens) =>
  [access_token, id_token].map((token) => decodeJwt(token).event_id);

const signInsOf = async (pool: TestPool, user: { readonly username: string }) =>
  (await eventsOf(pool, user)).filter(({ EventType }) => EventType === 'SignIn').map(({ EventId }) => EventId);

/** The status of the answer to who brings the token. */
const userInfoFor = async ({ access_token }: Tokens): Promise<number> =>
  (await fetch(`${stack().endpoint}/oauth2/userInfo`, { headers: { authorization: `Bearer ${access_token}` } })).status;

const tokensIn = async (app: TestPool, answer: Response): Promise<Tokens> =>
  JSON.parse(await (await exchange(app, locationOf(answer).searchParams.get('code') ?? '')).text());

/** Asks for another code by the session that the browser has. */
const silently = (app: TestPool, agent: UserAgent, more = {}) =>
  agent.get(authorizePath(app, { scope: 'openid', prompt: 'none', ...more }));

describe('the event_id of tokens is the id of the event', () => {
  it('of a sign-in on the pages, also for what the session of the browser and refreshes give later', async () => {
    const app = await makeOAuthApp({}, audit);
    const agent = newUserAgent();
    const first = await tokensIn(app, await signInOnPage(agent, app, { scope: 'openid' }));
    const [event, ...others] = await signInsOf(app, app.user);
    expect(others).toEqual([]);
    expect(namedBy(first)).toEqual([event, event]);

    const again = await tokensIn(app, await silently(app, agent));
    expect(namedBy(again)).toEqual([event, event]);
    expect(decodeJwt(again.access_token).origin_jti).not.toBe(decodeJwt(first.access_token).origin_jti);

    const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: first.refresh_token ?? '' };
    const refreshed: Tokens = JSON.parse(await (await postForm('/oauth2/token', fields)).text());
    expect(namedBy(refreshed)).toEqual([event, event]);

    const implicit = await silently(app, agent, { response_type: 'token' });
    const fragment = new URLSearchParams(locationOf(implicit).hash.slice(1));
    expect(decodeJwt(fragment.get('access_token') ?? '').event_id).toBe(event);
    expect(await signInsOf(app, app.user)).toEqual([event]);
  });

  it('while each of these tokens ends by itself', async () => {
    const app = await makeOAuthApp({}, audit);
    const agent = newUserAgent();
    const one = await tokensIn(app, await signInOnPage(agent, app, { scope: 'openid' }));
    const other = await tokensIn(app, await silently(app, agent));
    const gone = { token: one.refresh_token ?? '', client_id: app.clientId };
    expect((await postForm('/oauth2/revoke', gone)).status).toBe(200);

    expect([await userInfoFor(one), await userInfoFor(other)]).toEqual([401, 200]);
    const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: other.refresh_token ?? '' };
    expect((await postForm('/oauth2/token', fields)).status).toBe(200);
  });

  it('for a client whose tokens cannot be revoked', async () => {
    const app = await makeOAuthApp({ EnableTokenRevocation: false }, audit);
    const tokens = await newTokens(app);
    expect(namedBy(tokens)).toEqual([(await signInsOf(app, app.user))[0], (await signInsOf(app, app.user))[0]]);
    expect(await userInfoFor(tokens)).toBe(200);
  });

  it('of the sign-in that connected a device', async () => {
    const app = await makeOAuthApp({}, audit);
    await allowDevices(app);
    const codes = await startDevice(app);
    await answerDevice(app, codes);

    const { access_token = '' } = await pollDevice(app, codes);
    expect(namedBy({ access_token })).toEqual(Array(2).fill((await signInsOf(app, app.user))[0]));
  });

  it('of a sign-in through a provider', async () => {
    const app = await makeScriptedApp({}, {}, audit);
    const tokens = await tokensFor(app, await signInScripted(app, { sub: 'ada', email: 'ada@example.com' }));

    const username = String(tokens.claims['cognito:username']);
    expect(namedBy(tokens)).toEqual(Array(2).fill((await signInsOf(app, { username }))[0]));
  });

  it('of a sign-in by a token of another issuer, which is noted without a score', async () => {
    const app = await makeOAuthApp({}, audit);
    await makeResourceServer(app, orders, ['read']);
    const AllowedOAuthScopes = [`${orders}/read`];
    const api = { poolId: app.poolId, ...(await makeClient(app.poolId, { ...onPages, AllowedOAuthScopes })) };
    await allowGrants(api, [jwtBearer]);
    const keys = newRsaKeys({ kid: 'theirs' });
    await trustIssuer(api, github, keys, { UsernameClaim: 'actor' });
    const assertion = await foreignToken(keys, { ...githubClaims, actor: app.user.username });

    const { access_token = '' } = await bringAssertion(api, assertion);

    const [event, ...others] = await eventsOf(app, app.user);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      EventId: decodeJwt(access_token).event_id,
      EventType: 'SignIn',
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
      ChallengeResponses: [],
    });
  });

  it('of a sign-in that continues a sign-up', async () => {
    const pool = await makeProtectedPool(
      { ...audit, AutoVerifiedAttributes: ['email'] },
      { GenerateSecret: false, EnablePropagateAdditionalUserContextData: false },
    );
    const { username, email, answer } = await signUp(pool);
    const { Session } = await confirmSignUp(pool, { username, email }, { Session: answer.Session });
    const { AuthenticationResult } = await publicClient().send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', AuthParameters: {}, Session }),
    );

    const access_token = AuthenticationResult?.AccessToken ?? '';
    expect(namedBy({ access_token })).toEqual(Array(2).fill((await signInsOf(pool, { username }))[0]));
  });
});
