import { DeleteUserPoolClientCommand, DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { authorizePath, locationOf } from '#tests/support/oauth.ts';
import {
  aClient,
  askRegistration,
  makeOpenPool,
  type OpenPool,
  type Registration,
  register,
} from '#tests/support/registration.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

let pool: OpenPool;

beforeAll(async () => {
  pool = await makeOpenPool();
});

type Own = Pick<Registration, 'registration_client_uri' | 'registration_access_token'>;

const ask = ({ registration_client_uri: uri, registration_access_token: token }: Own, method: string, body?: unknown) =>
  askRegistration(uri, body, { method, token });

const errorOf = async (answer: Response): Promise<string> => {
  const { error } = JSON.parse(await answer.text());
  return `${answer.status} ${error}`;
};

it('tells a client what is known of it, and no secret again', async () => {
  const made = await register(pool, { token_endpoint_auth_method: 'client_secret_basic' });
  const { client_secret: _secret, ...others } = made;
  const answer = await ask(made, 'GET');
  expect(answer.headers.get('cache-control')).toContain('no-store');
  expect(JSON.parse(await answer.text())).toEqual(others);
});

it('replaces what a client says of itself, at once', async () => {
  const made = await register(pool, { client_uri: 'https://agent.example.com' });
  const redirect = 'https://agent.example.com/callback';
  const { client_id } = made;
  const answer = await ask(made, 'PUT', { ...aClient, client_id, client_name: 'Other', redirect_uris: [redirect] });
  expect(answer.status).toBe(200);
  const told = JSON.parse(await answer.text());
  expect(told).toMatchObject({ client_id, client_name: 'Other', redirect_uris: [redirect] });
  expect(told).not.toHaveProperty('client_uri');
  const query = { redirect_uri: redirect, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
  const agent = newUserAgent();
  expect(locationOf(await agent.get(authorizePath({ clientId: client_id }, query))).pathname).toBe('/login');
  const before = { ...query, redirect_uri: aClient.redirect_uris[0] };
  expect(locationOf(await agent.get(authorizePath({ clientId: client_id }, before))).pathname).toBe('/error');
});

it.each([
  ['another client id', (_id: string) => ({ ...aClient, client_id: 'another' })],
  ['no client id', () => aClient],
  [
    'another way to prove itself',
    (client_id: string) => ({ ...aClient, client_id, token_endpoint_auth_method: 'client_secret_basic' }),
  ],
  ['what only answers have', (client_id: string) => ({ ...aClient, client_id, registration_access_token: 'x' })],
  ['no object', () => null],
])('refuses %s', async (_what, body) => {
  const made = await register(pool);
  expect(await errorOf(await ask(made, 'PUT', body(made.client_id)))).toBe('400 invalid_client_metadata');
});

it('removes a client at its own wish, and then its token opens nothing', async () => {
  const made = await register(pool);
  expect((await ask(made, 'DELETE')).status).toBe(204);
  for (const method of ['GET', 'DELETE']) expect(await errorOf(await ask(made, method))).toBe('401 invalid_token');
  const describe = new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: made.client_id });
  await expect(adminClient().send(describe)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('opens by the token of the client alone', async () => {
  const [one, other] = [await register(pool), await register(pool)];
  const { registration_client_uri: uri } = one;
  const tokens = [undefined, '', 'none', other.registration_access_token, `${one.registration_access_token}x`];
  for (const token of tokens) {
    expect(await errorOf(await askRegistration(uri, undefined, { method: 'GET', token }))).toBe('401 invalid_token');
  }
  // A client that an administrator made has no such token.
  const own = uri.replace(one.client_id, pool.clientId);
  expect(await errorOf(await askRegistration(own, undefined, { method: 'GET', token: 'undefined' }))).toBe(
    '401 invalid_token',
  );
  expect(
    (await askRegistration(uri, undefined, { method: 'POST', token: one.registration_access_token })).status,
  ).not.toBe(200);
});

it('is over where an administrator deletes the client', async () => {
  const made = await register(pool);
  await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: made.client_id }));
  expect(await errorOf(await ask(made, 'GET'))).toBe('401 invalid_token');
});
