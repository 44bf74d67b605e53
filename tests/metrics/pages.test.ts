import { describe, expect, it } from 'vitest';
import { makeScriptedApp, returnFromScripted } from '#tests/support/federation.ts';
import { authorizePath, makeOAuthApp, newTokens, postForm } from '#tests/support/oauth.ts';
import { anEmail, password, type TestPool } from '#tests/support/pools.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import { type Sample, samplesOf, valuesOf } from './emf.ts';

const placeOf = ({ poolId: UserPool, clientId: UserPoolClient }: TestPool) => ({ UserPool, UserPoolClient });

const callsOf = (samples: readonly Sample[], Resource: string) =>
  valuesOf(samples, 'CallCount', { Service: 'Cognito user pool', Type: 'API', Class: 'None', Resource });

describe('What a request to a page or an endpoint counts for', () => {
  it('is a sign-in, once the form has come with the right password, and 0 for a wrong one', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const page = await agent.get(loginPath(app));
    const typed = { username: app.user.username, password };
    const wrong = await samplesOf(() => submit(agent, page.clone(), { ...typed, password: 'Wrong-horse-1' }));
    expect(valuesOf(wrong, 'SignInSuccesses', placeOf(app))).toEqual([0]);
    const right = await samplesOf(() => submit(agent, page, typed));
    expect(valuesOf(right, 'SignInSuccesses', placeOf(app))).toEqual([1]);
    expect(callsOf(right, 'UserAuthentication')).toEqual([1]);
  });

  it('is no sign-in where the page is only shown', async () => {
    const app = await makeOAuthApp();
    const samples = await samplesOf(() => newUserAgent().get(loginPath(app)));
    expect(new Set(samples.map(({ metric }) => metric))).toEqual(new Set(['CallCount', 'Succeeded']));
  });

  it('is a sign-up by its form', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const page = await agent.get(authorizePath(app, {}, '/signup'));
    const typed = { username: `u-${crypto.randomUUID()}`, email: anEmail(), password };
    const samples = await samplesOf(() => submit(agent, page.clone(), typed));
    expect(valuesOf(samples, 'SignUpSuccesses', placeOf(app))).toEqual([1]);
    const taken = await samplesOf(() => submit(agent, page, typed));
    expect(valuesOf(taken, 'SignUpSuccesses', placeOf(app))).toEqual([0]);
  });

  it('is a refresh at the token endpoint, and no sign-in', async () => {
    const app = await makeOAuthApp();
    const { refresh_token } = await newTokens(app);
    const form = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token };
    const samples = await samplesOf(() => postForm('/oauth2/token', form));
    expect(valuesOf(samples, 'TokenRefreshSuccesses', placeOf(app))).toEqual([1]);
    expect(valuesOf(samples, 'SignInSuccesses', placeOf(app))).toEqual([]);
    const bad = await samplesOf(() => postForm('/oauth2/token', { ...form, refresh_token: 'no.such.token' }));
    expect(valuesOf(bad, 'TokenRefreshSuccesses', placeOf(app))).toEqual([0]);
  });

  it('is a call of ClientAuthentication where a client asks for itself, whatever it is answered', async () => {
    const app = await makeOAuthApp();
    const form = { grant_type: 'client_credentials', client_id: app.clientId };
    const samples = await samplesOf(() => postForm('/oauth2/token', form));
    expect(callsOf(samples, 'ClientAuthentication')).toEqual([1]);
    expect(callsOf(samples, 'UserAuthentication')).toEqual([]);
  });

  it('is a federation, with its provider, where somebody comes back from one', async () => {
    const app = await makeScriptedApp();
    const agent = newUserAgent();
    const newAgent = newUserAgent();
    const back = await returnFromScripted(agent, app, { sub: crypto.randomUUID(), email: anEmail() });
    const samples = await samplesOf(() => agent.get(back));
    const place = { ...placeOf(app), IdentityProvider: app.provider };
    expect(valuesOf(samples, 'FederationSuccesses', place)).toEqual([1]);
    expect(valuesOf(samples, 'SignInSuccesses', placeOf(app))).toEqual([]);
    expect(callsOf(samples, 'UserFederation')).toEqual([1]);
    const again = await returnFromScripted(newAgent, app, { sub: crypto.randomUUID(), email: anEmail() });
    const refused = await samplesOf(() => newAgent.get(again.replace(/code=[^&]*/, 'error=access_denied')));
    expect(valuesOf(refused, 'FederationSuccesses', place)).toEqual([0]);
  });
});
