import { randomUUID } from 'node:crypto';
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  assertionFields,
  type ClientKeyPair,
  jwksOf,
  makeKeyClient,
  newAssertion,
  newEcKeys,
  newEdKeys,
  newRsaKeys,
} from '#tests/support/client-keys.ts';
import { adminClient } from '#tests/support/clients.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { postForm } from '#tests/support/oauth.ts';
import { scriptedUrl, timesAsked } from '#tests/support/outbound-server.ts';
import { makeClient, makePool, type TestPool } from '#tests/support/pools.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { stack } from '#tests/support/stack.ts';

const minute = 60_000;
const challenge = 'Basic realm="oauth2"';

type Fields = Readonly<Record<string, string>>;

const basic = (id: string, secret: string): Fields => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

// Of the endpoints that prove a client, this one needs nothing else. What it answers about the token does not matter.
const introspect = async (fields: Fields, headers: Fields = {}, ahead = 0) => {
  const answer = await postForm('/oauth2/introspect', { token: 'none', ...fields }, { headers, ahead });
  return {
    status: answer.status,
    error: JSON.parse(await answer.text()).error,
    challenge: answer.headers.get('www-authenticate'),
  };
};

const proved = { status: 200, error: undefined, challenge: null };
const refused = { status: 401, error: 'invalid_client', challenge };
const badRequest = { status: 400, error: 'invalid_request', challenge: null };

describe('a client with a secret', () => {
  let client: TestPool & { readonly clientSecret: string };

  beforeAll(async () => {
    const clientSecret = 'a_secret_with_a+in_the_middle';
    client = { ...(await makePool({}, { ClientSecret: clientSecret })), clientSecret };
  });

  it('proves itself by fields of the form, and by HTTP’s own authentication', async () => {
    const { clientId, clientSecret } = client;
    expect(await introspect({ client_id: clientId, client_secret: clientSecret })).toEqual(proved);
    expect(await introspect({}, basic(clientId, clientSecret))).toEqual(proved);
    expect(await introspect({}, basic(clientId, encodeURIComponent(clientSecret)))).toEqual(proved);
    expect(await introspect({ client_id: clientId }, basic(clientId, clientSecret))).toEqual(proved);
  });

  it('is refused with a wrong secret, with none, and with the id of nobody', async () => {
    const { clientId: client_id, clientSecret } = client;
    for (const fields of [
      { client_id, client_secret: `${clientSecret}x` },
      { client_id, client_secret: clientSecret.replace('+', ' ') },
      { client_id },
      { client_id: 'nobody', client_secret: clientSecret },
      { client_id: 'no/body', client_secret: clientSecret },
      { client_id: 'a'.repeat(3000), client_secret: clientSecret },
    ]) {
      expect(await introspect(fields)).toEqual(refused);
    }
    for (const headers of [
      basic(client_id, 'wrong'),
      basic(client_id, ''),
      basic('nobody', clientSecret),
      basic(client_id, '%'),
      { authorization: `Basic ${Buffer.from(client_id).toString('base64')}` },
    ]) {
      expect(await introspect({}, headers)).toEqual(refused);
    }
  });

  it('is told with status 400 at the token endpoint, unless it used HTTP’s own authentication', async () => {
    const fields = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: 'wrong' };
    const answer = await postForm('/oauth2/token', fields);
    expect([answer.status, await answer.text()]).toEqual([400, '{"error":"invalid_client"}']);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    const headers = basic(client.clientId, 'wrong');
    const other = await postForm('/oauth2/token', { grant_type: 'client_credentials' }, { headers });
    expect([other.status, await other.text()]).toEqual([401, '{"error":"invalid_client"}']);
    expect(other.headers.get('www-authenticate')).toBe(challenge);
  });

  it('may not prove itself in two ways, nor as two clients', async () => {
    const { clientId: client_id, clientSecret: client_secret } = client;
    const assertion = assertionFields(await newAssertion(client, newEcKeys()));
    expect(await introspect({ client_id, client_secret }, basic(client_id, client_secret))).toEqual(badRequest);
    expect(await introspect({ client_id, client_secret, ...assertion })).toEqual(badRequest);
    expect(await introspect(assertion, basic(client_id, client_secret))).toEqual(badRequest);
    expect(await introspect({ client_id: 'other' }, basic(client_id, client_secret))).toEqual(badRequest);
    expect(await introspect({})).toEqual(badRequest);
  });

  it('is refused with an assertion, as it has no keys', async () => {
    expect(await introspect(assertionFields(await newAssertion(client, newEcKeys())))).toEqual(refused);
  });

  it('proves itself by either of two secrets, and by none that was deleted', async () => {
    const { poolId: UserPoolId, clientId: ClientId, clientSecret = '' } = await makePool({}, { GenerateSecret: true });
    const admin = adminClient();
    const ids = { UserPoolId, ClientId };
    const introspectWith = (client_secret: string) => introspect({ client_id: ClientId, client_secret });
    expect(await introspectWith(clientSecret)).toEqual(proved);
    const second = 'the_second_secret_of_this_client';
    await admin.send(new AddUserPoolClientSecretCommand({ ...ids, ClientSecret: second }));
    for (const secret of [clientSecret, second]) expect(await introspectWith(secret)).toEqual(proved);
    const { ClientSecrets = [] } = await admin.send(new ListUserPoolClientSecretsCommand(ids));
    const { ClientSecretId } = ClientSecrets[0] ?? {};
    await admin.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }));
    expect(await introspectWith(second)).toEqual(proved);
    expect(await introspectWith(clientSecret)).toEqual(refused);
  });
});

describe('a client without a secret', () => {
  it('names itself, and is refused with any secret', async () => {
    const { clientId: client_id } = await makePool();
    const revoke = async (fields: Fields) => (await postForm('/oauth2/revoke', { token: 'none', ...fields })).status;
    expect(await revoke({ client_id })).toBe(200);
    expect(await revoke({ client_id, client_secret: '' })).toBe(200);
    expect(await revoke({ client_id, client_secret: 'any' })).toBe(401);
  });
});

describe('a client at the domain of a pool', () => {
  it('is admitted only if it is of that pool', async () => {
    const own = await makePool({}, { GenerateSecret: true });
    const other = await makePool({}, { GenerateSecret: true });
    const prefix = aPrefix();
    await createDomain(own.poolId, prefix);
    const at = async ({ clientId, clientSecret = '' }: TestPool) => {
      const headers = { ...basic(clientId, clientSecret), 'content-type': 'application/x-www-form-urlencoded' };
      return (await askHost(hostOf(prefix), '/oauth2/introspect', 'POST', { headers, body: 'token=none' })).status;
    };
    expect(await at(own)).toBe(200);
    expect(await at(other)).toBe(401);
  });
});

describe('a client with a key', () => {
  let pool: TestPool;
  const keys: Readonly<Record<string, ClientKeyPair>> = {
    rsa: newRsaKeys({ kid: 'rsa' }),
    ec: newEcKeys({ kid: 'ec' }),
    ed: newEdKeys({ kid: 'ed' }),
    rs256: newRsaKeys({ kid: 'rs256', alg: 'RS256' }),
  };
  const { rsa = newRsaKeys(), ec = newEcKeys(), ed = newEdKeys(), rs256 = newRsaKeys() } = keys;
  let client: TestPool;

  beforeAll(async () => {
    pool = await makePool();
    client = await makeKeyClient(pool, Object.values(keys), { GenerateSecret: true });
  });

  const prove = async (assertion: Promise<string>, more: Fields = {}, ahead = 0) =>
    introspect({ ...assertionFields(await assertion), ...more }, {}, ahead);

  it.each([
    ['RS256', rsa],
    ['PS256', rsa],
    ['ES256', ec],
    ['EdDSA', ed],
  ])('proves itself by %s', async (alg, pair) => {
    expect(await prove(newAssertion(client, pair, { header: { alg } }))).toEqual(proved);
  });

  it('may name itself beside, and the token endpoint as the audience', async () => {
    expect(await prove(newAssertion(client, ec), { client_id: client.clientId })).toEqual(proved);
    const issuer = `${stack().endpoint}/${pool.poolId}`;
    const aud = `${stack().endpoint}/oauth2/token`;
    expect(await prove(newAssertion(client, ec, { claims: { aud } }))).toEqual(proved);
    expect(await prove(newAssertion(client, ec, { claims: { aud: [aud, issuer] } }))).toEqual(proved);
    // The pool may choose a second issuer: IssuerConfiguration.
    const second = `${stack().endpoint}/issuer-${pool.poolId}`;
    expect(await prove(newAssertion(client, ec, { claims: { aud: second } }))).toEqual(proved);
  });

  it('is refused where somebody else may use the assertion, too', async () => {
    const aud = [`${stack().endpoint}/${pool.poolId}`, 'https://other.example.com'];
    expect(await prove(newAssertion(client, ec, { claims: { aud } }))).toEqual(refused);
  });

  it('need not name its key', async () => {
    expect(await prove(newAssertion(client, ec, { header: { kid: undefined } }))).toEqual(proved);
  });

  it('gets tokens of its own, without having a secret', async () => {
    await makeResourceServer(pool, 'orders', ['read']);
    const machine = await makeKeyClient(pool, [ec]);
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        UserPoolId: pool.poolId,
        ClientId: machine.clientId,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthScopes: ['orders/read'],
      }),
    );
    expect(machine.clientSecret).toBeUndefined();
    const fields = { grant_type: 'client_credentials', ...assertionFields(await newAssertion(machine, ec)) };
    const answer = await postForm('/oauth2/token', fields);
    expect(answer.status).toBe(200);
    const { access_token } = JSON.parse(await answer.text());
    expect(decodeJwt(access_token)).toMatchObject({ sub: machine.clientId, scope: 'orders/read' });
  });

  it('proves itself once by each assertion', async () => {
    const assertion = newAssertion(client, ec);
    expect(await prove(assertion)).toEqual(proved);
    expect(await prove(assertion)).toEqual(refused);
    // The same id means another one in the hands of another client.
    const jti = randomUUID();
    const other = await makeKeyClient(pool, [ec]);
    for (const one of [client, other]) {
      expect(await prove(newAssertion(one, ec, { claims: { jti } }))).toEqual(proved);
    }
  });

  it('uses an assertion up only where it is good', async () => {
    const jti = randomUUID();
    expect(await prove(newAssertion(client, newEcKeys({ kid: 'ec' }), { claims: { jti } }))).toEqual(refused);
    expect(await prove(newAssertion(client, ec, { claims: { jti } }))).toEqual(proved);
  });

  it('is refused with its secret, and with nothing', async () => {
    const { clientId: client_id, clientSecret: client_secret = '' } = client;
    expect(await introspect({ client_id, client_secret })).toEqual(refused);
    expect(await introspect({ client_id })).toEqual(refused);
  });

  const now = Math.floor(Date.now() / 1000);
  const hour = 3600;
  const day = 24 * hour;

  it.each([
    ['another issuer', { iss: 'other' }],
    ['another audience', { aud: 'https://other.example.com' }],
    ['no audience', { aud: undefined }],
    ['no audience in the list', { aud: [] }],
    ['no expiry', { exp: undefined }],
    ['an expiry in the past', { exp: now - 1 }],
    ['an expiry in more than an hour', { exp: now + hour + day }],
    ['a text as expiry', { exp: `${now + 300}` }],
    ['a beginning in the future', { nbf: now + day }],
    ['a time in the future', { iat: now + day }],
    ['no id', { jti: undefined }],
    ['an empty id', { jti: '' }],
    ['a number as id', { jti: 1 }],
    ['a long id', { jti: 'a'.repeat(256) }],
    ['half a character as id', { jti: '\ud800' }],
  ])('is refused with %s', async (_what, claims) => {
    expect(await prove(newAssertion(client, ec, { claims }))).toEqual(refused);
  });

  it.each<[string, ClientKeyPair, Readonly<Record<string, unknown>>]>([
    ['a key of its own making', newEcKeys(), { kid: 'ec' }],
    ['the name of another key', ec, { kid: 'ed' }],
    ['an unknown name', ec, { kid: 'none' }],
    ['another algorithm than the key is for', rs256, { alg: 'PS256' }],
    ['another hash', rsa, { alg: 'RS512' }],
    ['an extension', ec, { crit: ['b64'], b64: true }],
  ])('is refused with %s', async (_what, pair, header) => {
    expect(await prove(newAssertion(client, pair, { header }))).toEqual(refused);
  });

  it('is refused without a signature, and with a symmetric one', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({
      iss: client.clientId,
      sub: client.clientId,
      aud: `${stack().endpoint}/${pool.poolId}`,
      exp: now + 300,
      jti: randomUUID(),
    });
    for (const alg of ['none', 'HS256']) {
      const assertion = `${part({ alg, kid: 'ec' })}.${claims}.`;
      expect(await introspect(assertionFields(assertion))).toEqual(refused);
    }
    for (const client_assertion of ['a', 'a.b.c', '..', '{}']) {
      const fields = { ...assertionFields(client_assertion), client_id: client.clientId };
      expect(await introspect(fields)).toEqual(refused);
    }
  });

  it('is told where an assertion is not complete', async () => {
    const { client_assertion, client_assertion_type } = assertionFields(await newAssertion(client, ec));
    expect(await introspect({ client_assertion })).toEqual(badRequest);
    expect(await introspect({ client_assertion_type, client_id: client.clientId })).toEqual(badRequest);
    expect(await introspect({ client_assertion, client_assertion_type: 'saml' })).toEqual(badRequest);
  });
});

describe('a client with keys at a URL', () => {
  let pool: TestPool;

  beforeAll(async () => {
    pool = await makePool();
  });

  const prove = async (client: TestPool, pair: ClientKeyPair, ahead = 0) => {
    const iat = Math.floor((Date.now() + ahead) / 1000);
    const assertion = await newAssertion(client, pair, { claims: { iat, exp: iat + 300 } });
    return introspect(assertionFields(assertion), {}, ahead);
  };

  it('proves itself by keys that are fetched once', async () => {
    const ec = newEcKeys();
    const url = scriptedUrl(randomUUID(), { body: jwksOf(ec) });
    const client = await makeKeyClient(pool, url);
    for (let time = 0; time < 3; time++) expect(await prove(client, ec)).toEqual(proved);
    expect(await timesAsked(url)).toBe(1);
  });

  it('may have a new key at any time, for which they are fetched again, at most once a minute', async () => {
    const [first, second, third] = [newEcKeys({ kid: '1' }), newEcKeys({ kid: '2' }), newEcKeys({ kid: '3' })];
    const url = scriptedUrl(
      randomUUID(),
      { body: jwksOf(first) },
      { body: jwksOf(first, second) },
      { body: jwksOf(third) },
    );
    const client = await makeKeyClient(pool, url);
    expect(await prove(client, first)).toEqual(proved);
    expect(await prove(client, second)).toEqual(refused);
    expect(await timesAsked(url)).toBe(1);
    expect(await prove(client, second, 2 * minute)).toEqual(proved);
    expect(await prove(client, third, 2 * minute)).toEqual(refused);
    expect(await timesAsked(url)).toBe(2);
    // After an hour they are fetched again in any case, and a key that is gone proves nothing.
    expect(await prove(client, first, 70 * minute)).toEqual(refused);
    expect(await prove(client, third, 70 * minute)).toEqual(proved);
    expect(await timesAsked(url)).toBe(3);
  });

  it('has the keys that it had, while its server is down', async () => {
    const ec = newEcKeys();
    const url = scriptedUrl(randomUUID(), { body: jwksOf(ec) }, { status: 500 });
    const client = await makeKeyClient(pool, url);
    expect(await prove(client, ec)).toEqual(proved);
    expect(await prove(client, ec, 70 * minute)).toEqual(proved);
    expect(await timesAsked(url)).toBe(2);
  });

  it('is refused while there are no keys', async () => {
    const ec = newEcKeys();
    for (const answer of [{ status: 404 }, { body: [] }, { body: { keys: {} } }, { body: 'no JSON' }]) {
      const client = await makeKeyClient(pool, scriptedUrl(randomUUID(), answer));
      expect(await prove(client, ec)).toEqual(refused);
    }
  });

  it('may have keys among others that are of no use', async () => {
    const ec = newEcKeys();
    const body = { keys: [null, 1, { kty: 'oct', k: 'a' }, { kty: 'EC' }, newRsaKeys({}, 1024).jwk, ec.jwk] };
    const client = await makeKeyClient(pool, scriptedUrl(randomUUID(), { body }));
    expect(await prove(client, ec)).toEqual(proved);
  });

  it('has them at no address that is not on the internet', async () => {
    await expect(makeKeyClient(pool, 'https://127.0.0.1/keys')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('a client of another kind', () => {
  it('is not made a confidential one by a key that it lacks', async () => {
    const { poolId } = await makePool();
    const { clientId: client_id } = await makeClient(poolId);
    expect(await introspect({ client_id })).toEqual(refused);
  });
});
