import { expect } from 'vitest';
import { assertionFields, makeKeyClient, newAssertion, newEcKeys } from '#tests/support/client-keys.ts';
import { makeOAuthApp, postForm } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makeUser } from '#tests/support/pools.ts';
import { audit, eventsOf } from '#tests/support/risk.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { allowGrants, bringAssertion, foreignToken, jwtBearer, trustIssuer } from '#tests/support/token-exchange.ts';
import { plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

/** The body of an answer. Throws an Error with the name of what went wrong. */
const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
  const answer = await postForm(path, fields);
  const body = await answer.text();
  if (answer.ok) return body;
  const { error } = JSON.parse(body);
  throw Object.assign(new Error(body), { name: error === 'server_error' ? 'InternalErrorException' : error });
};

const keys = newEcKeys();

/** A client that brings tokens of another issuer, and one that names a user. */
const namedUser = async () => {
  const app = await makeOAuthApp({}, audit);
  await allowGrants(app, [jwtBearer]);
  await trustIssuer(app, 'https://idp.example.com', keys, { UsernameClaim: 'name' });
  const claims = { iss: 'https://idp.example.com', aud: 'https://id.example.com', sub: 's', name: app.user.username };
  return { app, assertion: await foreignToken(keys, claims) };
};

export const oauthClients: readonly Flow[] = [
  {
    operation: 'SetUserPoolTokenSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const asked = { UserPoolId, AccessTokenFormat: 'RFC9068' };
      return {
        call: () => callOwn('SetUserPoolTokenSettings', asked),
        proof: async () => expect(await callOwn('GetUserPoolTokenSettings', { UserPoolId })).toMatchObject(asked),
      };
    },
  },
  {
    operation: 'token',
    way: 'jwt-bearer, for a user, with threat protection',
    prepare: async () => {
      const { app, assertion } = await namedUser();
      const bring = async () => {
        const { error } = await bringAssertion(app, assertion);
        if (error === undefined) return;
        throw Object.assign(new Error(error), { name: error === 'server_error' ? 'InternalErrorException' : error });
      };
      const proof = async () => {
        await bring();
        const events = await eventsOf(app, app.user);
        expect(events.map(({ EventResponse }) => EventResponse)).toEqual(events.map(() => 'Pass'));
        expect(events.length).toBeGreaterThan(1);
      };
      return { call: bring, proof };
    },
  },
  {
    operation: 'SetUserPoolClientOAuthSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      const { clientId: ClientId } = await makeClient(UserPoolId);
      const ids = { UserPoolId, ClientId };
      return {
        call: () => callOwn('SetUserPoolClientOAuthSettings', { ...ids, RequirePkce: true }),
        proof: async () => {
          expect(await callOwn('GetUserPoolClientOAuthSettings', ids)).toMatchObject({ RequirePkce: true });
        },
      };
    },
  },
  {
    operation: 'introspect',
    way: 'by a client with a key',
    prepare: async () => {
      const client = await makeKeyClient(await plainPool(), [keys]);
      // A client that asks again makes a new assertion, as the first one may be used up.
      const introspect = async () =>
        post('/oauth2/introspect', { ...assertionFields(await newAssertion(client, keys)), token: 'none' });
      return {
        call: introspect,
        proof: async () => expect(await introspect()).toBe('{"active":false}'),
      };
    },
  },
  {
    operation: 'revoke',
    prepare: async () => {
      const pool = await plainPool();
      const client = { ...pool, ...(await makeClient(pool.poolId)) };
      const { RefreshToken: token = '' } = await signIn(client, await makeUser(pool));
      return {
        call: () => post('/oauth2/revoke', { client_id: client.clientId, token }),
        proof: async () => {
          const fields = { grant_type: 'refresh_token', client_id: client.clientId, refresh_token: token };
          await expect(post('/oauth2/token', fields)).rejects.toMatchObject({ name: 'invalid_grant' });
        },
      };
    },
  },
];
