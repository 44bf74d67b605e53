import { expect } from 'vitest';
import { makeOAuthApp, type OAuthApp, postForm } from './oauth.ts';
import { callOwn } from './own-operations.ts';
import { password, type TestPool } from './pools.ts';
import { newUserAgent, submit, type UserAgent } from './user-agent.ts';

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** What a device gets. */
export interface DeviceCodes {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  readonly expires_in: number;
  readonly interval: number;
}

/** Lets the client use the device grant. */
export const allowDevices = ({ poolId: UserPoolId, clientId: ClientId }: TestPool): Promise<unknown> =>
  callOwn('SetUserPoolClientOAuthSettings', { UserPoolId, ClientId, GrantTypes: [deviceGrant] });

/** A pool with a user, and a client that devices use. */
export const makeDeviceApp = async (...given: Parameters<typeof makeOAuthApp>): Promise<OAuthApp> => {
  const app = await makeOAuthApp(...given);
  await allowDevices(app);
  return app;
};

/** The codes of a new request of a device. */
export const startDevice = async (
  { clientId: client_id, clientSecret }: TestPool,
  more: Readonly<Record<string, string>> = {},
  ahead = 0,
): Promise<DeviceCodes> => {
  const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };
  const fields = { client_id, ...secret, scope: 'openid email', ...more };
  const answer = await postForm('/oauth2/device_authorization', fields, { ahead });
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text());
};

/** One question of the device. `ahead` is how many milliseconds its clock is. */
export const pollDevice = async (
  { clientId: client_id, clientSecret }: TestPool,
  { device_code }: Pick<DeviceCodes, 'device_code'>,
  ahead = 0,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly error?: string; readonly access_token?: string; readonly refresh_token?: string }> => {
  const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };
  const fields = { grant_type: deviceGrant, client_id, ...secret, device_code };
  return JSON.parse(await (await postForm('/oauth2/token', fields, { ahead, headers })).text());
};

/** The page that asks whether the device is to be connected, after a sign-in. */
export const openDevicePage = async (
  app: OAuthApp,
  address: string,
  agent: UserAgent = newUserAgent(),
): Promise<Response> => {
  const toLogin = await agent.get(address);
  const login = await agent.get(toLogin.headers.get('location') ?? '');
  const back = await submit(agent, login, { username: app.user.username, password });
  return agent.get(back.headers.get('location') ?? '');
};

/** Signs in at the address that a device shows, and answers. */
export const answerDevice = async (
  app: OAuthApp,
  { verification_uri_complete }: Pick<DeviceCodes, 'verification_uri_complete'>,
  answer: 'allow' | 'deny' = 'allow',
  agent: UserAgent = newUserAgent(),
): Promise<Response> => {
  const page = await openDevicePage(app, verification_uri_complete, agent);
  return submit(agent, page, { answer });
};
