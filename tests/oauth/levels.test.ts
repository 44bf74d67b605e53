/** acr_values and max_age: OpenID Connect Core sections 3.1.2.1 and 2. */
import { AdminSetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, type JWTPayload } from 'jose';
import { expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { authorizePath, exchange, locationOf, type OAuthApp, onPages, signInOnPage } from '#tests/support/oauth.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { loa } from '#tests/support/step-up.ts';
import { codeOf, makeTotpPool, makeTotpUser, stepMs } from '#tests/support/totp.ts';
import { errorIn, formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

type Asked = Parameters<typeof authorizePath>[1];

const openId = { scope: 'openid' };

const idTokenOf = async (app: OAuthApp, answer: Response): Promise<JWTPayload> => {
  const code = locationOf(answer).searchParams.get('code') ?? '';
  const { id_token } = JSON.parse(await (await exchange(app, code)).text());
  return decodeJwt(id_token);
};

const toLogin = async (agent: UserAgent, app: OAuthApp, asked: Asked): Promise<Response> => {
  const answer = await agent.get(authorizePath(app, { ...openId, ...asked }));
  expect(locationOf(answer).pathname).toBe('/login');
  return agent.get(answer.headers.get('location') ?? '');
};

const signedIn = async (app: OAuthApp, asked: Asked = {}) => {
  const agent = newUserAgent();
  const answer = await signInOnPage(agent, app, { ...openId, ...asked });
  return { agent, answer };
};

it('asks for what the level takes that an app asks for, though a session is there', async () => {
  const pool = await makePool({}, onPages);
  const app = { ...pool, user: await makeUser(pool) };
  const { agent, answer } = await signedIn(app, { acr_values: loa(1) });
  expect(await idTokenOf(app, answer)).toMatchObject({ acr: loa(1), amr: ['pwd'] });

  const silent = await agent.get(authorizePath(app, { ...openId, acr_values: `${loa(4)} ${loa(1)}` }));
  expect(await idTokenOf(app, silent)).toMatchObject({ acr: loa(1), amr: ['pwd'] });

  const none = await agent.get(authorizePath(app, { ...openId, acr_values: loa(4), prompt: 'none' }));
  expect(locationOf(none).searchParams.get('error')).toBe('login_required');

  const page = await toLogin(agent, app, { acr_values: loa(4) });
  const refused = await submit(agent, page, { username: app.user.username, password });
  expect(refused.status).toBe(200);
  expect(errorIn(await refused.text())).toMatch(/level/);
});

it('is reached by a second factor that the pool does not demand', async () => {
  const pool = await makeTotpPool('OPTIONAL', {}, onPages);
  const user = await makeTotpUser(pool);
  const app = { ...pool, user };
  const at = Date.now() + stepMs;
  const agent = newUserAgent({ ahead: stepMs });
  const asked = await signInOnPage(agent, app, { ...openId, acr_values: loa(4) });
  const answer = await submit(agent, asked, { authentication_code: codeOf(user.secret, at) });
  expect(await idTokenOf(app, answer)).toMatchObject({ acr: loa(4), amr: ['pwd', 'otp', 'mfa'] });

  const again = await agent.get(authorizePath(app, { ...openId, acr_values: loa(2), prompt: 'none' }));
  expect(await idTokenOf(app, again)).toMatchObject({ acr: loa(4), amr: ['pwd', 'otp', 'mfa'] });
  const plain = await agent.get(authorizePath(app, { ...openId, prompt: 'none' }));
  expect(await idTokenOf(app, plain)).not.toHaveProperty('acr');
});

it('is not reached by a sign-in that began for a request without one', async () => {
  const pool = await makeMfaPool({}, {}, onPages);
  const app = { ...pool, user: await makeUser(pool) };
  await adminClient().send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: pool.poolId,
      Username: app.user.username,
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );
  const agent = newUserAgent();
  const asked = await signInOnPage(agent, app, openId);
  const { fields } = formIn(await asked.text());
  const authentication_code = await codeFor(app.user.email);
  const stronger = authorizePath(app, { ...openId, acr_values: loa(4) }, '/login');
  const refused = await agent.post(stronger, { ...fields, authentication_code });
  expect(errorIn(await refused.text())).toBe('The app asks for a stronger sign-in. Please sign in again.');
  const weaker = await agent.post(authorizePath(app, { ...openId, acr_values: loa(3) }, '/login'), {
    ...fields,
    authentication_code,
  });
  expect(await idTokenOf(app, weaker)).toMatchObject({ acr: loa(3), amr: ['pwd', 'email_otp', 'mfa'] });
});

it('has the names of the pool, which all its tokens state', async () => {
  const AcrConfiguration = { Level1: { AcrValue: 'bronze' }, Level4: { AcrValue: 'gold' } };
  const pool = await makePool({ AcrConfiguration }, onPages);
  const app = { ...pool, user: await makeUser(pool) };
  const { agent, answer } = await signedIn(app);
  expect(answer.status).toBe(302);
  expect(await idTokenOf(app, answer)).toMatchObject({ acr: 'bronze' });
  const unknown = await agent.get(authorizePath(app, { ...openId, acr_values: loa(4) }));
  expect(await idTokenOf(app, unknown)).toMatchObject({ acr: 'bronze' });
  await toLogin(agent, app, { acr_values: 'gold' });
});

it('is nothing that the tier LITE has', async () => {
  const pool = await makePool({ UserPoolTier: 'LITE' }, onPages);
  const app = { ...pool, user: await makeUser(pool) };
  const { answer } = await signedIn(app, { acr_values: loa(4) });
  expect(await idTokenOf(app, answer)).not.toHaveProperty('acr');
});

it('asks again where the session is older than max_age, and for max_age 0 always', async () => {
  const pool = await makePool({}, onPages);
  const app = { ...pool, user: await makeUser(pool) };
  const { agent } = await signedIn(app);
  const fresh = await agent.get(authorizePath(app, { ...openId, max_age: '600' }));
  expect(locationOf(fresh).searchParams.get('code')).not.toBeNull();
  await toLogin(newUserAgent({ cookies: agent.cookies, ahead: 601_000 }), app, { max_age: '600' });
  const page = await toLogin(agent, app, { max_age: '0' });
  const answer = await submit(agent, page, { username: app.user.username, password });
  expect((await idTokenOf(app, answer)).auth_time).toBeTypeOf('number');
});
