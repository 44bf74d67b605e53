import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import {
  authorizePath,
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
