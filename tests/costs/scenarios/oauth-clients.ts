import { assertionFields, makeKeyClient, newAssertion, newEcKeys } from '#tests/support/client-keys.ts';
import { newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { getClientToken, makeMachine, orders } from '#tests/support/machines.ts';
import { exchange, makeOAuthApp, newCode, newTokens, postForm } from '#tests/support/oauth.ts';
import { makeClient } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import {
  allowGrants,
  bringAssertion,
  exchangeToken,
  foreignToken,
  github,
  githubClaims,
  jwtBearer,
  makeExchange,
  trustIssuer,
} from '#tests/support/token-exchange.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const app = once(() => makeOAuthApp());

const machine = once(() => makeMachine());

const api = once(async () => {
  const { poolId } = await app();
  const { clientId: client_id, clientSecret: client_secret = '' } = await makeClient(poolId, { GenerateSecret: true });
  return { client_id, client_secret };
});

const keys = newEcKeys();

const keyClient = once(async () => makeKeyClient(await app(), [keys]));

const introspect = async (fields: Readonly<Record<string, string>>): Promise<void> => {
  const answer = await postForm('/oauth2/introspect', fields);
  if (!(await answer.text()).startsWith('{"active":true')) throw new Error('The token does not hold.');
};

/** What app clients do with tokens that they have. */
export const oauthClients: readonly Scenario[] = [
  {
    operation: 'revoke',
    prepare: async () => {
      const { refresh_token: token } = await newTokens(await app());
      const { clientId: client_id } = await app();
      return () => postForm('/oauth2/revoke', { client_id, token });
    },
  },
  {
    operation: 'introspect',
    way: 'access token',
    prepare: async () => {
      const { access_token: token } = await newTokens(await app());
      const client = await api();
      return () => introspect({ ...client, token });
    },
  },
  {
    operation: 'introspect',
    way: 'refresh token',
    prepare: async () => {
      const { refresh_token: token } = await newTokens(await app());
      const client = await api();
      return () => introspect({ ...client, token });
    },
  },
  {
    operation: 'introspect',
    way: 'access token of a machine',
    prepare: async () => {
      const { clientId: client_id, clientSecret: client_secret = '' } = await machine();
      const { AccessToken: token } = await getClientToken(await machine());
      return () => introspect({ client_id, client_secret, token });
    },
  },
  {
    operation: 'introspect',
    way: 'access token, by a client with a key',
    prepare: async () => {
      const { access_token: token } = await newTokens(await app());
      const fields = assertionFields(await newAssertion(await keyClient(), keys));
      return () => introspect({ ...fields, token });
    },
  },
  {
    operation: 'token',
    way: 'exchange of an access token',
    prepare: async () => {
      const made = await makeExchange();
      const { access_token } = await newTokens(made.app, `openid ${orders}/read`);
      await exchangeToken(made.api, access_token);
      return () => exchangeToken(made.api, access_token, { scope: 'openid' });
    },
  },
  {
    operation: 'token',
    way: 'a token of a workload',
    prepare: async () => {
      const made = await makeExchange();
      await allowGrants(made.api, [jwtBearer]);
      await trustIssuer(made.api, github, keys);
      const assertion = await foreignToken(keys, githubClaims);
      await bringAssertion(made.api, assertion);
      return async () => {
        const { error } = await bringAssertion(made.api, assertion);
        if (error !== undefined) throw new Error(error);
      };
    },
  },
  {
    operation: 'token',
    way: 'a token of another issuer, for a user',
    prepare: async () => {
      const made = await makeExchange();
      await allowGrants(made.api, [jwtBearer]);
      await trustIssuer(made.api, github, keys, { UsernameClaim: 'actor' });
      const assertion = await foreignToken(keys, { ...githubClaims, actor: made.app.user.username });
      await bringAssertion(made.api, assertion);
      return async () => {
        const { error } = await bringAssertion(made.api, assertion);
        if (error !== undefined) throw new Error(error);
      };
    },
  },
  {
    operation: 'user-info',
    prepare: async () => {
      const { access_token } = await newTokens(await app());
      const headers = { authorization: `Bearer ${access_token}` };
      return () => fetch(`${stack().endpoint}/oauth2/userInfo`, { headers });
    },
  },
  {
    operation: 'user-info',
    way: 'with the proof of a key',
    prepare: async () => {
      const holder = newProofKeys();
      const exchanged = await exchange(
        await app(),
        await newCode(await app()),
        {},
        { headers: await proofHeader(holder) },
      );
      const { access_token: accessToken }: { access_token: string } = JSON.parse(await exchanged.text());
      const proof = await proofHeader(holder, { method: 'GET', path: '/oauth2/userInfo', accessToken });
      const headers = { authorization: `DPoP ${accessToken}`, ...proof };
      return async () => {
        const { status } = await fetch(`${stack().endpoint}/oauth2/userInfo`, { headers });
        if (status !== 200) throw new Error(`It answers ${status}.`);
      };
    },
  },
];
