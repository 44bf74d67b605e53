import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { answerDevice, makeDeviceApp, openDevicePage, pollDevice, startDevice } from '#tests/support/device-grant.ts';
import { newProof, newProofKeys } from '#tests/support/dpop.ts';
import {
  authorizePath,
  callback,
  exchange,
  locationOf,
  makeOAuthApp,
  newTokens,
  type OAuthApp,
  onPages,
  postForm,
  signInOnPage,
} from '#tests/support/oauth.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { formIn, newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';
import { listening } from '../heard.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const devices = once(() => makeDeviceApp());

const pages = once(() =>
  makeOAuthApp({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  }),
);

/** An app whose user nobody else signs in. */
const anApp = async (): Promise<OAuthApp> => {
  const app = await pages();
  return { ...app, user: await makeUser(app) };
};

const signedIn = async (app: OAuthApp): Promise<UserAgent> => {
  const agent = newUserAgent();
  await signInOnPage(agent, app);
  return agent;
};

const refused = (name: string): Error => Object.assign(new Error(name), { name });

/** The parameters of an answer that redirects to the app. Throws an Error named by what it says is wrong. */
const grantedBy = (answer: Response): URLSearchParams => {
  if (answer.status >= 500) throw refused('InternalErrorException');
  const { searchParams, hash, host } = locationOf(answer);
  if (host !== 'app.example.com') throw refused(`status ${answer.status}`);
  const told = hash === '' ? searchParams : new URLSearchParams(hash.slice(1));
  const error = told.get('error');
  if (error !== null) throw refused(error);
  return told;
};

const codeOf = (answer: Response): string => grantedBy(answer).get('code') ?? '';

/** The tokens of an answer. Throws an Error named by the error in it. */
const tokensOf = async (answer: Response): Promise<{ readonly refresh_token: string }> => {
  if (answer.status >= 500) throw refused('InternalErrorException');
  const body = JSON.parse(await answer.text());
  if (!answer.ok) throw refused(body.error);
  return body;
};

/** The session signs in again, without a question. */
const isAlive = async (agent: UserAgent, app: OAuthApp): Promise<void> => {
  const code = codeOf(await agent.get(authorizePath(app, { prompt: 'none' })));
  await tokensOf(await exchange(app, code));
};

export const oauth: readonly Flow[] = [
  {
    operation: 'authorize',
    prepare: async () => {
      const app = await anApp();
      const agent = await signedIn(app);
      const { call, heard } = listening(async () => codeOf(await agent.get(authorizePath(app))));
      return { call, proof: async () => tokensOf(await exchange(app, heard())) };
    },
  },
  {
    operation: 'authorize',
    way: 'implicit',
    prepare: async () => {
      const app = await anApp();
      const agent = await signedIn(app);
      const path = authorizePath(app, { response_type: 'token' });
      const { call, heard } = listening(async () => grantedBy(await agent.get(path)).get('access_token') ?? '');
      return { call, proof: () => publicClient().send(new GetUserCommand({ AccessToken: heard() })) };
    },
  },
  {
    operation: 'login',
    prepare: async () => {
      const app = await anApp();
      const agent = newUserAgent();
      const { action, fields } = formIn(await (await agent.get(authorizePath(app, {}, '/login'))).text());
      const filled = { ...fields, username: app.user.username, password };
      const { call, heard } = listening(async () => codeOf(await agent.post(action, filled)));
      return {
        call,
        proof: async () => {
          await tokensOf(await exchange(app, heard()));
          await isAlive(agent, app);
        },
      };
    },
  },
  {
    operation: 'token',
    way: 'authorization_code',
    prepare: async () => {
      const app = await anApp();
      const agent = await signedIn(app);
      const code = codeOf(await agent.get(authorizePath(app)));
      return {
        call: async () => tokensOf(await exchange(app, code)),
        // Nobody can tell a client that heard nothing from somebody who stole the code.
        doneBefore: ['invalid_grant'],
        proof: async () => {
          await expect(exchange(app, code).then(tokensOf)).rejects.toThrow('invalid_grant');
          await isAlive(agent, app);
        },
      };
    },
  },
  {
    operation: 'token',
    way: 'refresh_token, with rotation',
    prepare: async () => {
      const app = await anApp();
      const { refresh_token } = await newTokens(app);
      const { clientId: client_id } = app;
      const refresh = async (token: string) =>
        tokensOf(await postForm('/oauth2/token', { grant_type: 'refresh_token', client_id, refresh_token: token }));
      const { call, heard } = listening(() => refresh(refresh_token));
      return { call, proof: () => refresh(heard().refresh_token) };
    },
  },
  {
    operation: 'token',
    way: 'refresh_token, with the proof of a key',
    prepare: async () => {
      const app = await anApp();
      const { refresh_token } = await newTokens(app);
      const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token };
      const keys = newProofKeys();
      const refresh = async (dpop: string) => tokensOf(await postForm('/oauth2/token', fields, { headers: { dpop } }));
      const { call, heard } = listening(async () => {
        const proof = await newProof(keys);
        // A client that asks again makes a new proof, as the first one may be used up.
        await refresh(proof);
        return proof;
      });
      return { call, proof: () => expect(refresh(heard())).rejects.toThrow('invalid_dpop_proof') };
    },
  },
  {
    operation: 'authorize',
    way: 'by a reference',
    prepare: async () => {
      const app = await anApp();
      const agent = await signedIn(app);
      const fields = { client_id: app.clientId, response_type: 'code', redirect_uri: callback, scope: 'openid' };
      const pushed: { request_uri: string } = JSON.parse(await (await postForm('/oauth2/par', fields)).text());
      const path = `/oauth2/authorize?${new URLSearchParams({ client_id: app.clientId, ...pushed })}`;
      const follow = async () => {
        const answer = await agent.get(path);
        // The page of errors is told what was wrong.
        const { pathname, searchParams } = locationOf(answer);
        if (pathname === '/error') throw refused(searchParams.get('error') ?? '');
        return codeOf(answer);
      };
      return {
        call: follow,
        // It counts once, also where the browser heard nothing.
        doneBefore: ['invalid_request_uri'],
        proof: () => expect(follow()).rejects.toThrow('invalid_request_uri'),
      };
    },
  },
  {
    operation: 'device-authorization',
    prepare: async () => {
      const app = await devices();
      const { call, heard } = listening(async (): Promise<{ readonly device_code: string }> => {
        const answer = await postForm('/oauth2/device_authorization', { client_id: app.clientId });
        if (answer.status >= 500) throw refused('InternalErrorException');
        return JSON.parse(await answer.text());
      });
      return {
        call,
        proof: async () => expect(await pollDevice(app, heard())).toEqual({ error: 'authorization_pending' }),
      };
    },
  },
  {
    operation: 'device',
    prepare: async () => {
      const app = { ...(await devices()), user: await makeUser(await devices()) };
      const agent = newUserAgent();
      const codes = await startDevice(app);
      const page = await openDevicePage(app, codes.verification_uri_complete, agent);
      const { action, fields } = formIn(await page.text());
      return {
        call: async () => {
          const { status } = await agent.post(action, { ...fields, answer: 'allow' });
          if (status >= 500) throw refused('InternalErrorException');
          if (status !== 200) throw refused(`status ${status}`);
        },
        // Its user sees that the code is used.
        doneBefore: ['status 400'],
        proof: async () => expect(await pollDevice(app, codes)).toHaveProperty('access_token'),
      };
    },
  },
  {
    operation: 'token',
    way: 'device_code',
    prepare: async () => {
      const app = { ...(await devices()), user: await makeUser(await devices()) };
      const codes = await startDevice(app);
      await answerDevice(app, codes);
      const poll = async () => {
        const { error } = await pollDevice(app, codes);
        if (error !== undefined) throw refused(error === 'server_error' ? 'InternalErrorException' : error);
      };
      return {
        call: poll,
        // Nobody can tell a device that heard nothing from somebody who has its code.
        doneBefore: ['invalid_grant'],
        proof: () => expect(poll()).rejects.toThrow('invalid_grant'),
      };
    },
  },
  {
    operation: 'logout',
    prepare: async () => {
      const app = await anApp();
      const { cookies } = await signedIn(app);
      const browser = () => newUserAgent({ cookies: new Map(cookies) });
      const logout_uri = onPages.LogoutURLs?.[0] ?? '';
      const path = `/logout?${new URLSearchParams({ client_id: app.clientId, logout_uri })}`;
      return {
        call: async () => grantedBy(await browser().get(path)),
        proof: async () => {
          const asked = browser().get(authorizePath(app, { prompt: 'none' }));
          await expect(asked.then(codeOf)).rejects.toThrow('login_required');
        },
      };
    },
  },
];
