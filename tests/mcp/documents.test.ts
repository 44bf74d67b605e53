import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#shared/data/keys.ts';
import { idOfDocument } from '#shared/domain/app-clients/client-registration.ts';
import { fetchAnyHost } from '#tests/support/any-host.ts';
import { assertionFields, jwksOf, newAssertion, newEcKeys } from '#tests/support/client-keys.ts';
import {
  browserAt,
  type DocumentPool,
  documentUrl,
  makeDocumentPool,
  publishClient,
  requestAt,
} from '#tests/support/documents.ts';
import { nextHour } from '#tests/support/hours.ts';
import { authorizePath, locationOf, newVerifier } from '#tests/support/oauth.ts';
import { outboundHost, publish, scriptedUrl, timesAsked } from '#tests/support/outbound-server.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { allowAt, clientCallback, toConsent } from '#tests/support/registration.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

let pool: DocumentPool;

// An address may bring so many clients in an hour, so each test has a pool of its own.
beforeEach(async () => {
  pool = await makeDocumentPool();
});

/** Where a request of that client leads: to sign-in, or to the page of errors. */
const leadsTo = async (
  clientId: string,
  more: Readonly<Record<string, string>> = {},
  { ahead = 0 } = {},
): Promise<string> => {
  const answer = await browserAt(pool.origin, { ahead }).get(requestAt(pool, clientId, more));
  return answer.status === 302 ? locationOf(answer).pathname : String(answer.status);
};

const set = (hosts: object): Promise<unknown> =>
  callOwn('SetUserPoolRegistrationSettings', {
    UserPoolId: pool.poolId,
    ClientIdMetadataDocuments: 'ENABLED',
    ...hosts,
  });

/** Makes what the pool knows of a document old, as if it had been read long ago. */
const makeOld = async (url: string): Promise<void> => {
  const key = keys.appClient(idOfDocument(pool.poolId, url));
  const [found] = await itemsAbout(key.pk);
  const { registration, ...data } = Object(found?.data);
  await putItems([{ ...found, data: { ...data, registration: { ...registration, freshUntil: 1 } } }]);
};

describe('a client that is known by its metadata document', () => {
  it('is asked for once, shown to the user with the host of its document, and its redirects count', async () => {
    const url = await publishClient(randomUUID(), { client_name: 'Documented (agent)' });
    const page = await toConsent(requestAt(pool, url), pool, browserAt(pool.origin));
    const text = await page.text();
    expect(text).toContain('Documented (agent)');
    expect(text).toContain(`The app is described by <b>${new URL(url).host}</b>`);
    expect(await timesAsked(url)).toBe(1);
    expect(await leadsTo(url, { redirect_uri: 'https://evil.example.com/callback' })).toBe('/error');
    expect(await leadsTo(url, { redirect_uri: 'http://localhost:1/oauth/callback' })).toBe('/login');
  });

  it('is asked for again when its time is over, and follows its document', async () => {
    const name = randomUUID();
    const url = await publishClient(name);
    expect(await leadsTo(url)).toBe('/login');
    const redirect = 'https://agent.example.com/callback';
    await publishClient(name, { redirect_uris: [redirect] });
    expect(await leadsTo(url)).toBe('/login');
    await makeOld(url);
    await expect.poll(() => leadsTo(url, { redirect_uri: redirect })).toBe('/login');
    expect(await leadsTo(url)).toBe('/error');
  });

  it('is gone with its document', async () => {
    const name = randomUUID();
    const url = await publishClient(name);
    expect(await leadsTo(url)).toBe('/login');
    await publish(name, 'nothing any more');
    await makeOld(url);
    await expect.poll(() => leadsTo(url)).toBe('/error');
    expect(await leadsTo(url)).toBe('/error');
    expect(await timesAsked(url)).toBe(2);
  });

  it('may prove itself by a key', async () => {
    const pair = newEcKeys();
    const url = await publishClient(randomUUID(), {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: jwksOf(pair),
    });
    expect(await leadsTo(url)).toBe('/login');
    const post = async (fields: Readonly<Record<string, string>>): Promise<string> => {
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'none', ...fields });
      return JSON.parse(await (await fetchAnyHost(`${pool.origin}/oauth2/token`, { method: 'POST', body })).text())
        .error;
    };
    expect(await post({ client_id: url })).toBe('invalid_client');
    const assertion = await newAssertion({ clientId: url, poolId: pool.poolId }, pair);
    expect(await post(assertionFields(assertion))).toBe('invalid_grant');
  });

  it('is nobody where the pool does not take such clients, and where no domain tells the pool', async () => {
    const url = await publishClient(randomUUID());
    const onOwnHost = await newUserAgent().get(authorizePath({ clientId: url }));
    expect(locationOf(onOwnHost).pathname).toBe('/error');
    const other = await makeDocumentPool({ ClientIdMetadataDocuments: 'DISABLED' });
    const answer = await browserAt(other.origin).get(requestAt(other, url));
    expect(locationOf(answer).pathname).toBe('/error');
    expect(await timesAsked(url)).toBe(0);
  });

  it('is taken from the hosts alone that the owner names, and never from those that the owner refuses', async () => {
    const url = await publishClient(randomUUID());
    for (const hosts of [
      { AllowedDocumentHosts: ['example.com', '*.localhost'] },
      { DeniedDocumentHosts: ['localhost'] },
      { AllowedDocumentHosts: ['localhost'], DeniedDocumentHosts: ['localhost'] },
    ]) {
      await set(hosts);
      await expect.poll(() => leadsTo(url)).toBe('/error');
    }
    expect(await timesAsked(url)).toBe(0);
    await set({ AllowedDocumentHosts: ['localhost'] });
    await expect.poll(() => leadsTo(url)).toBe('/login');
  });

  it('gets nothing any more once the owner refuses its host, and what it has works again when it is taken', async () => {
    const url = await publishClient(randomUUID());
    const { challenge, verifier } = newVerifier();
    const agent = browserAt(pool.origin);
    const back = await allowAt(requestAt(pool, url, { code_challenge: challenge }), pool, agent);
    const post = async (fields: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({ client_id: url, ...fields });
      return JSON.parse(await (await fetchAnyHost(`${pool.origin}/oauth2/token`, { method: 'POST', body })).text());
    };
    const tokens = await post({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: clientCallback,
      code_verifier: verifier,
    });
    const refresh = () => post({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    await set({ DeniedDocumentHosts: ['localhost'] });
    await expect.poll(refresh).toMatchObject({ error: 'invalid_client' });
    await set({});
    await expect.poll(refresh).toMatchObject({ token_type: 'Bearer' });
  });

  it('has no other id: that of the pool for it is nobody’s', async () => {
    const url = await publishClient(randomUUID());
    expect(await leadsTo(url)).toBe('/login');
    expect(await leadsTo(idOfDocument(pool.poolId, url))).toBe('/error');
  });

  it.each([
    ['names another client', { client_id: 'https://other.example.com/client.json' }],
    ['has no name', { client_name: undefined }],
    ['has a secret', { client_secret: 'x' }],
    ['wants a secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['has no redirect', { redirect_uris: [] }],
    ['redirects to a script', { redirect_uris: ['javascript:alert(1)'] }],
    ['has grown', { padding: 'x'.repeat(11 * 1024) }],
  ])('is refused where its document %s', async (_what, more) => {
    expect(await leadsTo(await publishClient(randomUUID(), more))).toBe('/error');
  });

  it.each([
    ['redirects', () => scriptedUrl(randomUUID(), { status: 302, headers: { location: documentUrl('other') } })],
    ['is not there', () => documentUrl(randomUUID())],
    ['is no JSON', () => scriptedUrl(randomUUID(), { body: '<html>' })],
    ['is within a network', () => 'https://10.0.0.1/client.json'],
    ['is on this machine', () => 'https://127.0.0.1/client.json'],
    ['is the root', () => `https://${outboundHost()}/`],
    ['has a query', () => `${documentUrl('x')}?a=b`],
    ['has a fragment', () => `${documentUrl('x')}#a`],
    ['has credentials', () => documentUrl('x').replace('https://', 'https://user@')],
    ['goes up', () => `https://${outboundHost()}/published/../x`],
    ['is too long', () => documentUrl('x'.repeat(600))],
    ['is at a port of its own', () => 'https://example.com:8443/client.json'],
  ])('is refused where the address %s', async (_what, make) => {
    expect(await leadsTo(make())).toBe('/error');
  });

  it('is fetched no more often than strangers may come', async () => {
    // All in one hour, also where the next one begins meanwhile.
    const clock = { ahead: nextHour() - Date.now() };
    for (let number = 0; number < 20; number += 1) await leadsTo(documentUrl(randomUUID()), {}, clock);
    const next = documentUrl(randomUUID());
    expect(await leadsTo(next, {}, clock)).toBe('429');
    expect(await timesAsked(next)).toBe(0);
  });

  it('is asked for once by many requests at the same moment, and made once', async () => {
    const url = await publishClient(randomUUID());
    const led = await Promise.all(Array.from({ length: 8 }, () => leadsTo(url)));
    expect(new Set(led)).toEqual(new Set(['/login']));
  });
});

describe('the id by which a pool keeps such a client', () => {
  it('is none: by it, nobody would look at the document, or at whether the pool takes such clients', async () => {
    const url = await publishClient(randomUUID());
    expect(await leadsTo(url)).toBe('/login');
    const kept = idOfDocument(pool.poolId, url);
    expect(await leadsTo(kept)).toBe('/error');
    expect(locationOf(await newUserAgent().get(authorizePath({ clientId: kept }))).pathname).toBe('/error');
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'none', client_id: kept });
    const answer = await fetchAnyHost(`${pool.origin}/oauth2/token`, { method: 'POST', body });
    expect(JSON.parse(await answer.text()).error).toBe('invalid_client');
  });
});
