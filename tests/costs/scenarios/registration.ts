import { authorizePath, newVerifier, postForm } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import {
  aClient,
  allowValue,
  api,
  apiScopes,
  askRegistration,
  clientCallback,
  makeOpenPool,
  type OpenPool,
  register,
  toConsent,
} from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

// An address may register so many clients in an hour: each way has a pool of its own.
const pools = Array.from({ length: 5 }, () => once(() => makeOpenPool()));
const [plain, managed, asked, answered, given] = pools;

const ofPool = (pool: (() => Promise<OpenPool>) | undefined): Promise<OpenPool> => {
  if (!pool) throw new Error('There is no such pool.');
  return pool();
};

const request = (clientId: string, challenge = newVerifier().challenge): string =>
  authorizePath(
    { clientId },
    {
      redirect_uri: clientCallback,
      scope: apiScopes.read,
      resource: api,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    },
  );

const ofClient = (way: string, method: string, body?: (clientId: string) => object): Scenario => ({
  operation: 'registered-client',
  way,
  prepare: async () => {
    const {
      client_id,
      registration_client_uri,
      registration_access_token: token,
    } = await register(await ofPool(managed));
    const metadata = body?.(client_id);
    return () => askRegistration(registration_client_uri, metadata, { method, token });
  },
});

const full = once(async () => {
  const pool = await makeOpenPool();
  await callOwn('SetUserPoolRegistrationSettings', { UserPoolId: pool.poolId, MaxClients: 1 });
  await register(pool);
  return pool;
});

const settings = once(() => makePool());

/** Clients that register themselves. */
export const registration: readonly Scenario[] = [
  {
    operation: 'GetUserPoolRegistrationSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await settings();
      return () => callOwn('GetUserPoolRegistrationSettings', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolRegistrationSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await settings();
      return () => callOwn('SetUserPoolRegistrationSettings', { UserPoolId, IdleDays: 30 });
    },
  },
  {
    operation: 'register',
    prepare: async () => {
      const pool = await ofPool(plain);
      return () => register(pool);
    },
  },
  {
    operation: 'register',
    way: 'where every place is held by a client that was never used',
    prepare: async () => {
      const pool = await full();
      return () => register(pool);
    },
  },
  ofClient('what is known', 'GET'),
  ofClient('other metadata', 'PUT', (client_id) => ({ ...aClient, client_id })),
  ofClient('its end', 'DELETE'),
  {
    operation: 'protected-resource',
    prepare: async () => {
      const { poolId } = await ofPool(plain);
      return () => fetch(`${stack().endpoint}/${poolId}/.well-known/oauth-protected-resource/mcp.example.com/mcp`);
    },
  },
  {
    operation: 'consent',
    way: 'the page',
    prepare: async () => {
      const pool = await ofPool(asked);
      const { client_id } = await register(pool);
      const agent = newUserAgent();
      await toConsent(request(client_id), pool, agent);
      return () => agent.get(request(client_id).replace('/oauth2/authorize', '/oauth2/consent'));
    },
  },
  {
    operation: 'consent',
    way: 'allowed',
    prepare: async () => {
      const pool = await ofPool(answered);
      const { client_id } = await register(pool);
      const agent = newUserAgent();
      const page = await toConsent(request(client_id), pool, agent);
      const allow = allowValue(await page.clone().text());
      return () => submit(agent, page, { allow });
    },
  },
  {
    operation: 'token',
    way: 'code, first use of a client that registered itself',
    prepare: async () => {
      const pool = await ofPool(given);
      const { client_id } = await register(pool);
      const { verifier, challenge } = newVerifier();
      const agent = newUserAgent();
      const page = await toConsent(request(client_id, challenge), pool, agent);
      const allow = allowValue(await page.clone().text());
      const back = (await submit(agent, page, { allow })).headers.get('location') ?? '';
      const code = new URL(back).searchParams.get('code') ?? '';
      const fields = { grant_type: 'authorization_code', client_id, code, redirect_uri: clientCallback };
      return () => postForm('/oauth2/token', { ...fields, code_verifier: verifier });
    },
  },
];
