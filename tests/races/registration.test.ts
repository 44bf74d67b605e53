import { expect, it } from 'vitest';
import { authorizePath, newVerifier, postForm } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import {
  aClient,
  allowAt,
  askRegistration,
  clientCallback,
  makeOpenPool,
  type Registration,
  register,
} from '#tests/support/registration.ts';

const times = 12;
const atOnce = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: times }, work));

/** A pool with four places, and a client that comes to it. */
const makeSmallPool = async () => {
  const pool = await makeOpenPool();
  await callOwn('SetUserPoolRegistrationSettings', { UserPoolId: pool.poolId, MaxClients: 4 });
  await expect
    .poll(async () => Object(await callOwn('GetUserPoolRegistrationSettings', { UserPoolId: pool.poolId })).MaxClients)
    .toBe(4);
  const made: Registration[] = [];
  const come = async (): Promise<void> => {
    const answer = await askRegistration(`/${pool.poolId}/oauth2/register`, aClient);
    // Those that met others at the same place may have to come again.
    expect([201, 429]).toContain(answer.status);
    if (answer.status === 201) made.push(JSON.parse(await answer.text()));
  };
  const isThere = async ({ registration_client_uri: uri, registration_access_token: token }: Registration) =>
    (await askRegistration(uri, undefined, { method: 'GET', token })).status === 200;
  const left = async (): Promise<number> => (await Promise.all(made.map(isThere))).filter(Boolean).length;
  return { made, come, left };
};

it('gives out as many places as there are, when more come at once', async () => {
  const { made, come, left } = await makeSmallPool();
  await atOnce(come);
  expect(await left()).toBeLessThanOrEqual(4);
  while (made.length < 4) await come();
  expect(await left()).toBe(4);
});

it('gives each place away once, when many come to a full pool at once', async () => {
  const { made, come, left } = await makeSmallPool();
  while (made.length < 4) await come();
  await atOnce(come);
  expect(made.length).toBeGreaterThan(4);
  expect(await left()).toBe(4);
});

it('removes a client, when that is asked for many times at once', async () => {
  const { registration_client_uri: uri, registration_access_token: token } = await register(await makeOpenPool());
  const answers = await atOnce(() => askRegistration(uri, undefined, { method: 'DELETE', token }));
  const statuses = answers.map(({ status }) => status);
  // Who comes while it is being removed is told the same. Who comes later has no token any more.
  expect(statuses).toContain(204);
  expect(statuses.filter((status) => status !== 204 && status !== 401)).toEqual([]);
  expect((await askRegistration(uri, undefined, { method: 'GET', token })).status).toBe(401);
});

it('keeps one of several changes of a registration whole', async () => {
  const made = await register(await makeOpenPool());
  const { client_id, registration_client_uri: uri, registration_access_token: token } = made;
  const names = Array.from({ length: times }, (_none, number) => `Agent ${number}`);
  const answers = await Promise.all(
    names.map((client_name) =>
      askRegistration(
        uri,
        { ...aClient, client_id, client_name, client_uri: `https://example.com/${client_name}` },
        { method: 'PUT', token },
      ),
    ),
  );
  for (const { status } of answers) expect([200, 429]).toContain(status);
  const told = JSON.parse(await (await askRegistration(uri, undefined, { method: 'GET', token })).text());
  expect(told.client_uri).toBe(`https://example.com/${told.client_name}`);
});

it('exchanges the code of such a client once, and its first use is noted once', async () => {
  const pool = await makeOpenPool();
  const { client_id } = await register(pool);
  const { verifier, challenge } = newVerifier();
  const query = { redirect_uri: clientCallback, code_challenge: challenge, code_challenge_method: 'S256' };
  const code = (await allowAt(authorizePath({ clientId: client_id }, query), pool)).searchParams.get('code') ?? '';
  const fields = {
    grant_type: 'authorization_code',
    client_id,
    code,
    redirect_uri: clientCallback,
    code_verifier: verifier,
  };
  const answers = await atOnce(() => postForm('/oauth2/token', fields));
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  for (const { status } of answers) expect([200, 400]).toContain(status);
});
