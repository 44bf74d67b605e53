import { createBranding } from '#tests/support/branding.ts';
import { answerDevice, makeDeviceApp, pollDevice, startDevice } from '#tests/support/device-grant.ts';
import { newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { makeMachine } from '#tests/support/machines.ts';
import { makeManagedApp } from '#tests/support/managed-login.ts';
import {
  authorizePath,
  callback,
  exchange,
  locationOf,
  makeOAuthApp,
  newTokens,
  newVerifier,
  onPages,
  postForm,
  signInOnPage,
} from '#tests/support/oauth.ts';
import { password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { newUser, once } from '../subjects.ts';

const app = once(() => makeOAuthApp());

const managed = once(async () => {
  const made = await makeManagedApp();
  await createBranding(made);
  return made;
});

const rotating = once(() =>
  makeOAuthApp({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  }),
);

const devices = once(() => makeDeviceApp());

const pushedFields = async (): Promise<Record<string, string>> => {
  const { clientId: client_id } = await app();
  return { client_id, response_type: 'code', redirect_uri: callback, scope: 'openid' };
};

const machine = once(() =>
  makeMachine({ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['client_credentials'] }),
);

const signedIn = once(async () => {
  const agent = newUserAgent();
  await signInOnPage(agent, await app());
  return agent;
});

const leadsToApp = async (answer: Promise<Response>): Promise<URL> => {
  const location = locationOf(await answer);
  if (!location.href.startsWith(callback) || location.searchParams.has('error')) throw new Error(location.href);
  return location;
};

const isOk = async (answer: Promise<Response>): Promise<void> => {
  const { status } = await answer;
  if (status !== 200) throw new Error(`It answers ${status}.`);
};

const refreshing =
  (made: typeof app): Scenario['prepare'] =>
  async () => {
    const { clientId: client_id } = await made();
    const { refresh_token } = await newTokens(await made());
    return () => isOk(postForm('/oauth2/token', { grant_type: 'refresh_token', client_id, refresh_token }));
  };

const refreshingByKey: Scenario['prepare'] = async () => {
  const { clientId: client_id } = await app();
  const { refresh_token } = await newTokens(await app());
  const fields = { grant_type: 'refresh_token', client_id, refresh_token };
  const headers = await proofHeader(newProofKeys());
  return () => isOk(postForm('/oauth2/token', fields, { headers }));
};

const exchanging =
  (asked: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}): Scenario['prepare'] =>
  async () => {
    const location = await leadsToApp((await signedIn()).get(authorizePath(await app(), asked)));
    const code = location.searchParams.get('code') ?? '';
    return async () => isOk(exchange(await app(), code, more));
  };

const { verifier: code_verifier, challenge: code_challenge } = newVerifier();

/** What browsers and apps ask of the flows. */
export const oauth: readonly Scenario[] = [
  {
    operation: 'authorize',
    prepare: async () => async () => {
      const { pathname } = locationOf(await newUserAgent().get(authorizePath(await app())));
      if (pathname !== '/login') throw new Error(pathname);
    },
  },
  {
    operation: 'authorize',
    way: 'with a session',
    prepare: async () => {
      const agent = await signedIn();
      return async () => leadsToApp(agent.get(authorizePath(await app())));
    },
  },
  {
    operation: 'authorize',
    way: 'with a session, implicit',
    prepare: async () => {
      const agent = await signedIn();
      return async () => leadsToApp(agent.get(authorizePath(await app(), { response_type: 'token' })));
    },
  },
  {
    operation: 'token',
    way: 'code',
    prepare: exchanging({ code_challenge, code_challenge_method: 'S256' }, { code_verifier }),
  },
  {
    operation: 'token',
    way: 'code that comes again',
    prepare: async () => {
      const exchangeIt = await exchanging({})();
      await exchangeIt();
      return () => exchangeIt().catch(() => undefined);
    },
  },
  {
    operation: 'par',
    prepare: async () => {
      const fields = await pushedFields();
      return () => postForm('/oauth2/par', fields);
    },
  },
  {
    operation: 'authorize',
    way: 'by a reference, the way to the page',
    prepare: async () => {
      const { request_uri }: { request_uri: string } = JSON.parse(
        await (await postForm('/oauth2/par', await pushedFields())).text(),
      );
      const { clientId: client_id } = await app();
      const path = `/oauth2/authorize?${new URLSearchParams({ client_id, request_uri })}`;
      return () => newUserAgent().get(path);
    },
  },
  {
    operation: 'device-authorization',
    prepare: async () => {
      const { clientId: client_id } = await devices();
      return () => postForm('/oauth2/device_authorization', { client_id });
    },
  },
  {
    operation: 'token',
    way: 'a device that has to wait',
    prepare: async () => {
      const codes = await startDevice(await devices());
      return async () => pollDevice(await devices(), codes);
    },
  },
  {
    operation: 'token',
    way: 'a device that asks too often',
    prepare: async () => {
      const codes = await startDevice(await devices());
      await pollDevice(await devices(), codes);
      return async () => pollDevice(await devices(), codes);
    },
  },
  {
    operation: 'token',
    way: 'a device whose user has allowed it',
    prepare: async () => {
      const codes = await startDevice(await devices());
      await answerDevice(await devices(), codes);
      return async () => {
        const { error } = await pollDevice(await devices(), codes);
        if (error !== undefined) throw new Error(error);
      };
    },
  },
  {
    operation: 'device',
    way: 'the question',
    prepare: async () => {
      const { verification_uri_complete } = await startDevice(await devices());
      const agent = newUserAgent();
      await signInOnPage(agent, await devices());
      return () => isOk(agent.get(verification_uri_complete));
    },
  },
  {
    operation: 'device',
    way: 'the answer',
    prepare: async () => {
      const { verification_uri_complete } = await startDevice(await devices());
      const agent = newUserAgent();
      await signInOnPage(agent, await devices());
      const { action, fields } = formIn(await (await agent.get(verification_uri_complete)).text());
      return () => isOk(agent.post(action, { ...fields, answer: 'allow' }));
    },
  },
  {
    operation: 'device',
    way: 'wrong code',
    prepare: async () => () => newUserAgent().get('/device?user_code=BCDF-GHJK'),
  },
  { operation: 'token', way: 'refresh token', prepare: refreshing(app) },
  { operation: 'token', way: 'refresh token, with the proof of a key', prepare: refreshingByKey },
  { operation: 'token', way: 'refresh token, with rotation', prepare: refreshing(rotating) },
  {
    operation: 'token',
    way: 'client credentials',
    prepare: async () => {
      const { clientId: client_id, clientSecret: client_secret = '' } = await machine();
      return () => isOk(postForm('/oauth2/token', { grant_type: 'client_credentials', client_id, client_secret }));
    },
  },
  {
    operation: 'token',
    way: 'client credentials, with the proof of a key',
    prepare: async () => {
      const { clientId: client_id, clientSecret: client_secret = '' } = await machine();
      const headers = await proofHeader(newProofKeys());
      const fields = { grant_type: 'client_credentials', client_id, client_secret };
      return () => isOk(postForm('/oauth2/token', fields, { headers }));
    },
  },
  {
    operation: 'login',
    way: 'the page',
    prepare: async () => async () => isOk(newUserAgent().get(authorizePath(await app(), {}, '/login'))),
  },
  {
    operation: 'login',
    way: 'choice of account',
    prepare: async () => async () => isOk((await signedIn()).get(authorizePath(await app(), {}, '/login'))),
  },
  {
    operation: 'login',
    way: 'the account of the session',
    prepare: async () => {
      const agent = await signedIn();
      const page = await agent.get(authorizePath(await app(), {}, '/login'));
      const { action, fields } = formIn(await page.text());
      const { sub } = (await app()).user;
      return () => leadsToApp(agent.post(action, { ...fields, signInAs: sub }));
    },
  },
  {
    operation: 'login',
    way: 'password',
    prepare: async () => {
      const agent = newUserAgent();
      const page = await agent.get(authorizePath(await app(), {}, '/login'));
      const { action, fields } = formIn(await page.text());
      const { username } = await newUser(await app());
      return () => leadsToApp(agent.post(action, { ...fields, username, password }));
    },
  },
  {
    operation: 'login',
    way: 'wrong password',
    prepare: async () => {
      const agent = newUserAgent();
      const page = await agent.get(authorizePath(await app(), {}, '/login'));
      const { action, fields } = formIn(await page.text());
      const { username } = await newUser(await app());
      return () => isOk(agent.post(action, { ...fields, username, password: 'Wrong-horse-1' }));
    },
  },
  {
    operation: 'login',
    way: 'the page of managed login, in a style',
    prepare: async () => async () => isOk(newUserAgent().get(authorizePath(await managed(), {}, '/login'))),
  },
  {
    operation: 'login',
    way: 'name and password in two steps',
    prepare: async () => {
      const agent = newUserAgent();
      const page = await agent.get(authorizePath(await managed(), {}, '/login'));
      const { action, fields } = formIn(await page.text());
      const { username } = await newUser(await managed());
      return async () => {
        const { location } = Object.fromEntries((await agent.post(action, { ...fields, username })).headers);
        const second = formIn(await (await agent.get(location ?? '')).text());
        return leadsToApp(agent.post(second.action, { ...second.fields, password }));
      };
    },
  },
  {
    operation: 'logout',
    prepare: async () => {
      const agent = newUserAgent();
      await signInOnPage(agent, await app());
      const { clientId: client_id } = await app();
      const logout_uri = onPages.LogoutURLs?.[0] ?? '';
      return () => agent.get(`/logout?${new URLSearchParams({ client_id, logout_uri })}`);
    },
  },
  { operation: 'error', prepare: async () => () => fetch(`${stack().endpoint}/error?error=invalid_request`) },
];
