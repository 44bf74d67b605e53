import { randomUUID, sign } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  DeleteIdentityProviderCommand,
  GetUserCommand,
  InitiateAuthCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { logoutRequest, signedXml } from '#shared/domain/federation/saml/messages.ts';
import { openCertificate } from '#shared/domain/federation/saml/metadata.ts';
import { assertSignedQuery, readRedirectQuery, redirectQuery } from '#shared/domain/federation/saml/redirect-query.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { askHost, get } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { hear, isActive, isLetIn, logoutsOf } from '#tests/support/logouts.ts';
import { authorizePath, exchange, locationOf, onPages } from '#tests/support/oauth.ts';
import { publish, timesAsked } from '#tests/support/outbound-server.ts';
import { makeClient, makeUser, password } from '#tests/support/pools.ts';
import { newSamlKey, type SamlKey } from '#tests/support/saml/saml-keys.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';
import { makeSamlPool, providerKey, providerName, type SamlPool } from '#tests/support/saml/saml-pool.ts';
import {
  beginSamlSignIn,
  bringAnswer,
  receivedRequest,
  samlAnswer,
  signInBySaml,
} from '#tests/support/saml/saml-sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const bye = 'https://app.example.com/bye';
const scope = 'openid aws.cognito.signin.user.admin';

const logoutPath = ({ clientId }: SamlPool): string =>
  `/logout?client_id=${clientId}&logout_uri=${encodeURIComponent(bye)}`;

const signingKeysOf = async ({ poolId }: SamlPool) => {
  const text = await (await get(`/${poolId}/saml2/metadata`)).text();
  const certificates = [...text.matchAll(/<ds:X509Certificate>([^<]+)</g)].map(([, certificate = '']) => certificate);
  return certificates.map((certificate) => openCertificate(certificate).publicKey);
};

describe('a logout', () => {
  it('goes to the provider first, by a signed request, and then to the app', async () => {
    const pool = await makeSamlPool({ details: { IDPSignout: 'true' } });
    const agent = newUserAgent();
    await signInBySaml(pool, { nameId: 'Ada', sessionIndex: '_at-provider' }, { agent });
    const location = locationOf(await agent.get(logoutPath(pool)));
    expect(`${location.origin}${location.pathname}`).toBe('https://idp.example.com/slo/redirect');
    const { xml, relayState } = receivedRequest(location);
    expect(xml).toContain('<saml2p:LogoutRequest ');
    expect(xml).toContain('>Ada</saml2:NameID><saml2p:SessionIndex>_at-provider</saml2p:SessionIndex>');
    expect(() => assertSignedQuery(readRedirectQuery(location.search.slice(1)), [], { allowsSha1: false })).toThrow(
      'The signature is not valid',
    );
    const keys = await signingKeysOf(pool);
    assertSignedQuery(readRedirectQuery(location.search.slice(1)), keys, { allowsSha1: false });
    const back = await newUserAgent().post('/saml2/logout', { SAMLResponse: 'PGEvPg==', RelayState: relayState });
    expect(back.headers.get('location')).toBe(bye);
    const silent = await agent.get(authorizePath(pool, { prompt: 'none' }));
    expect(locationOf(silent).searchParams.get('error')).toBe('login_required');
  });

  it('leads to no address that we did not seal, and not after five minutes', async () => {
    const pool = await makeSamlPool({ details: { IDPSignout: 'true' } });
    const agent = newUserAgent();
    await signInBySaml(pool, {}, { agent });
    const { relayState } = receivedRequest(locationOf(await agent.get(logoutPath(pool))));
    const toErrors = `${stack().endpoint}/error?error=invalid_request`;
    const states = ['', bye, `${pool.poolId}.AAAA`, `us-east-1_nobody.AAAA`, relayState.replace('.', '.AAAA')];
    for (const RelayState of states) {
      const answer = await agent.post('/saml2/logout', { SAMLResponse: 'PGEvPg==', RelayState });
      expect(answer.headers.get('location')).toBe(toErrors);
    }
    const late = await newUserAgent({ ahead: 300_001 }).get(`/saml2/logout?SAMLResponse=x&RelayState=${relayState}`);
    expect(late.headers.get('location')).toBe(toErrors);
  });

  it.each([
    ['managed', { version: 2, says: 'You are signed out' }],
    ['classic', { version: 1, says: 'You have signed out.' }],
  ] as const)(
    'ends on a page of the host, where no app wants the browser back: a %s one',
    async (_family, { version, says }) => {
      const pool = await makeSamlPool({ details: { IDPSignout: 'true' } });
      await createDomain(pool.poolId, aPrefix(), { ManagedLoginVersion: version });
      const agent = newUserAgent();
      const signedIn = locationOf(await signInBySaml(pool, {}, { agent, scope }));
      const answer = await exchange(pool, signedIn.searchParams.get('code') ?? '');
      const { id_token }: Record<string, string> = JSON.parse(await answer.text());
      const left = await agent.get(`/logout?${new URLSearchParams({ id_token_hint: id_token ?? '' })}`);
      const { relayState: RelayState } = receivedRequest(locationOf(left));
      const back = await agent.post('/saml2/logout', { SAMLResponse: 'PGEvPg==', RelayState });
      expect(back.status).toBe(200);
      expect(await back.text()).toContain(says);
    },
  );

  it('goes to the app at once where the provider is not set up for it, or the session is over', async () => {
    const plain = await makeSamlPool();
    const agent = newUserAgent();
    await signInBySaml(plain, {}, { agent });
    expect((await agent.get(logoutPath(plain))).headers.get('location')).toBe(bye);
    const pool = await makeSamlPool({ details: { IDPSignout: 'true' } });
    const once = newUserAgent();
    await signInBySaml(pool, {}, { agent: once });
    const cookies = new Map(once.cookies);
    expect(locationOf(await once.get(logoutPath(pool))).host).toBe('idp.example.com');
    expect((await newUserAgent({ cookies }).get(logoutPath(pool))).headers.get('location')).toBe(bye);
  });
});

describe('a request of the provider for a logout', () => {
  const at = (host: string): string => `${new URL(stack().endpoint).protocol}//${host}`;

  const isTaken = (AccessToken: string | undefined): Promise<boolean> =>
    publicClient()
      .send(new GetUserCommand({ AccessToken }))
      .then(
        () => true,
        () => false,
      );

  /** A pool at a domain of its own, and a user who has signed in. */
  const signedIn = async (details: Readonly<Record<string, string>> = {}, ManagedLoginVersion = 1) => {
    const pool = await makeSamlPool({ details });
    const prefix = aPrefix();
    await createDomain(pool.poolId, prefix, { ManagedLoginVersion });
    const agent = newUserAgent();
    const answer = await signInBySaml(pool, { nameId: 'Ada' }, { agent, scope });
    const code = locationOf(answer).searchParams.get('code') ?? '';
    const tokens: { access_token: string } = JSON.parse(await (await exchange(pool, code)).text());
    const isSignedIn = (): Promise<boolean> => isTaken(tokens.access_token);
    return { pool, host: hostOf(prefix), isSignedIn, token: tokens.access_token };
  };

  const messageTo = (host: string, more: Partial<Parameters<typeof logoutRequest>[0]> = {}) =>
    logoutRequest({
      id: `_${randomUUID()}`,
      issuer: 'https://idp.example.com/metadata',
      destination: `${at(host)}/saml2/logout`,
      issuedAt: Date.now(),
      nameId: { value: 'Ada', format: undefined, nameQualifier: undefined, spNameQualifier: undefined },
      sessionIndex: undefined,
      ...more,
    });

  const signerOf = ({ privateKey, certificate }: SamlKey) => ({ privateKey, certificate });

  const asForm = (message: ReturnType<typeof messageTo>, key: SamlKey | undefined = providerKey) => ({
    SAMLRequest: Buffer.from(key ? signedXml(message, signerOf(key)).xml : message.xml().xml).toString('base64'),
    RelayState: 'theirs',
  });

  const asQuery = (message: ReturnType<typeof messageTo>, key: SamlKey = providerKey): string =>
    redirectQuery('SAMLRequest', deflateRawSync(message.xml().xml).toString('base64'), 'theirs', signerOf(key));

  it('signs the user out, and is answered by a signed message: by a form', async () => {
    const { pool, host, isSignedIn } = await signedIn();
    expect(await isSignedIn()).toBe(true);
    const message = messageTo(host);
    const { status, headers } = await askHost(host, '/saml2/logout', 'POST', { form: asForm(message) });
    expect(status).toBe(302);
    expect(await isSignedIn()).toBe(false);
    const location = new URL(headers.location ?? '');
    expect(`${location.origin}${location.pathname}`).toBe('https://idp.example.com/slo/redirect');
    const received = readRedirectQuery(location.search.slice(1));
    expect([received.parameter, received.relayState]).toEqual(['SAMLResponse', 'theirs']);
    assertSignedQuery(received, await signingKeysOf(pool), { allowsSha1: false });
    const xml = inflateRawSync(Buffer.from(received.message, 'base64')).toString();
    expect(xml).toContain(`InResponseTo="${message.id}"`);
    expect(xml).toContain('status:Success');
  });

  it('has the app told, and its tokens are over for introspection and the authorizer', async () => {
    const { pool, host, isSignedIn, token } = await signedIn();
    const app = await hear(pool);
    const api = { poolId: pool.poolId, ...(await makeClient(pool.poolId, { GenerateSecret: true })) };
    expect([await isActive(api, token), await isLetIn(pool, token)]).toEqual([true, true]);
    await askHost(host, '/saml2/logout', 'POST', { form: asForm(messageTo(host)) });
    expect([await isSignedIn(), await isActive(api, token), await isLetIn(pool, token)]).toEqual([false, false, false]);
    expect(await logoutsOf(app, 1)).toEqual([expect.objectContaining({ sub: decodeJwt(token).sub })]);
  });

  it('signs the user out: by a query, over lower-case escapes, too', async () => {
    for (const lower of [false, true]) {
      const { host, isSignedIn } = await signedIn();
      const query = asQuery(messageTo(host));
      const sent = lower ? lowered(query) : query;
      const { status } = await askHost(host, `/saml2/logout?${sent}`);
      expect([status, await isSignedIn()]).toEqual([302, false]);
    }
  });

  // As ADFS writes them: the signature is over the escapes as they are sent.
  const lowered = (query: string): string => {
    const unsigned = query.replace(/&Signature=.*$/, '').replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
    const signature = sign('sha256', Buffer.from(unsigned), providerKey.privateKey).toString('base64');
    return `${unsigned}&Signature=${encodeURIComponent(signature)}`;
  };

  it('is refused without a signature, from somebody else, old, used, or for somebody else', async () => {
    const { host, isSignedIn } = await signedIn();
    const refused = async (path: string, form?: Readonly<Record<string, string>>) => {
      const answer = await askHost(host, path, form ? 'POST' : 'GET', form ? { form } : {});
      expect([answer.status, answer.headers.location]).toEqual([302, `${at(host)}/error?error=invalid_request`]);
    };
    const path = '/saml2/logout';
    const foreign = newSamlKey();
    await refused(path, { SAMLRequest: asForm(messageTo(host)).SAMLRequest.slice(8) });
    await refused(path, { SAMLRequest: Buffer.from(messageTo(host).xml().xml).toString('base64') });
    await refused(path, asForm(messageTo(host), foreign));
    await refused(path, asForm(messageTo(host, { issuer: 'https://evil.example.com' })));
    await refused(path, asForm(messageTo(host, { destination: 'https://evil.example.com' })));
    await refused(path, asForm(messageTo(host, { issuedAt: Date.now() - 3_600_000 })));
    await refused(`${path}?${asQuery(messageTo(host), foreign)}`);
    await refused(`${path}?${asQuery(messageTo(host)).replace(/&Signature=.*/, '')}`);
    await refused(`${path}?${asQuery(messageTo(host)).replace('theirs', 'ours')}`);
    const bomb = deflateRawSync('<a>'.repeat(300_000)).toString('base64');
    await refused(`${path}?${redirectQuery('SAMLRequest', bomb, undefined, signerOf(providerKey))}`);
    const wrapped = signedXml(messageTo(host), signerOf(providerKey)).xml;
    const evil = messageTo(host).xml({ xml: `<saml2p:Extensions>${wrapped}</saml2p:Extensions>` }).xml;
    await refused(path, { SAMLRequest: Buffer.from(evil).toString('base64') });
    expect(await isSignedIn()).toBe(true);
    const twice = asForm(messageTo(host, { nameId: { ...nobody, value: 'Nobody' } }));
    expect((await askHost(host, path, 'POST', { form: twice })).status).toBe(302);
    await refused(path, twice);
    expect(await isSignedIn()).toBe(true);
  });

  const nobody = { format: undefined, nameQualifier: undefined, spNameQualifier: undefined };

  it('is answered by a form where the provider takes no redirect', async () => {
    const MetadataFile = metadataXml({ keys: [providerKey] }).replace(
      /<md:SingleLogoutService [^>]*Redirect"[^>]*>/,
      '',
    );
    const { host, isSignedIn } = await signedIn({ MetadataFile });
    const { status, body } = await askHost(host, '/saml2/logout', 'POST', { form: asForm(messageTo(host)) });
    expect(status).toBe(200);
    expect(body).toContain('action="https://idp.example.com/slo/post"');
    expect(body).toContain('name="SAMLResponse"');
    expect(await isSignedIn()).toBe(false);
  });

  it('is answered by a page of the host where the provider has no place for an answer', async () => {
    const MetadataFile = metadataXml({ keys: [providerKey] }).replace(/<md:SingleLogoutService [^>]*>/g, '');
    for (const [version, says] of [
      [1, 'You have signed out.'],
      [2, 'You are signed out'],
    ] as const) {
      const { host, isSignedIn } = await signedIn({ MetadataFile }, version);
      const { status, body } = await askHost(host, '/saml2/logout', 'POST', { form: asForm(messageTo(host)) });
      expect([status, await isSignedIn()]).toEqual([200, false]);
      expect(body).toContain(says);
    }
  });

  /** More providers of the pool that say to be the same one, by name, each with its key. */
  const addProviders = async (
    { poolId, clientId }: SamlPool,
    keys: Readonly<Record<string, SamlKey>>,
  ): Promise<void> => {
    for (const [ProviderName, key] of Object.entries(keys)) {
      const ProviderDetails = { MetadataFile: metadataXml({ keys: [key] }) };
      await makeProvider({ poolId }, { ProviderName, ProviderType: 'SAML', ProviderDetails });
    }
    const SupportedIdentityProviders = [providerName, ...Object.keys(keys)];
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        ...onPages,
        UserPoolId: poolId,
        ClientId: clientId,
        SupportedIdentityProviders,
      }),
    );
  };

  const signInBy = async (
    pool: SamlPool,
    identity_provider: string,
    nameId: string,
    attributes: Readonly<Record<string, readonly string[]>> = {},
    by = providerKey,
  ) => {
    const agent = newUserAgent();
    const { id: requestId, relayState } = await beginSamlSignIn(agent, pool, { identity_provider, scope });
    const answer = await bringAnswer(agent, samlAnswer(pool, { nameId, attributes }, { requestId, by }), relayState);
    const code = locationOf(answer).searchParams.get('code') ?? '';
    const { access_token }: Record<string, string> = JSON.parse(await (await exchange(pool, code)).text());
    return () => isTaken(access_token);
  };

  it('signs out the users of every provider that has its entity ID and has signed it, and of no other', async () => {
    const { pool, host, isSignedIn } = await signedIn();
    const foreign = newSamlKey();
    await addProviders(pool, { Before: providerKey, Zealous: foreign });
    const isBefore = await signInBy(pool, 'Before', 'Ada');
    const isZealous = await signInBy(pool, 'Zealous', 'Ada', {}, foreign);
    const states = async () => [await isSignedIn(), await isBefore(), await isZealous()];
    expect(await states()).toEqual([true, true, true]);
    const leave = (key: SamlKey) => askHost(host, '/saml2/logout', 'POST', { form: asForm(messageTo(host), key) });
    expect((await leave(foreign)).headers.location).toContain('https://idp.example.com/slo/');
    expect(await states()).toEqual([true, true, false]);
    expect((await leave(providerKey)).headers.location).toContain('https://idp.example.com/slo/');
    expect(await states()).toEqual([false, false, false]);
  });

  it('signs out a user who is linked by another attribute, as long as the link is there', async () => {
    const { pool, host } = await signedIn();
    const { username } = await makeUser(pool);
    const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: username };
    const User = {
      ProviderName: providerName,
      ProviderAttributeName: 'mail',
      ProviderAttributeValue: 'eve@example.com',
    };
    const UserPoolId = pool.poolId;
    await adminClient().send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
    const leave = async (value: string): Promise<void> => {
      const form = asForm(messageTo(host, { nameId: { ...nobody, value } }));
      const { headers } = await askHost(host, '/saml2/logout', 'POST', { form });
      expect(headers.location).toContain('https://idp.example.com/slo/');
    };
    const isThrough = await signInBy(pool, providerName, 'transient-1', { mail: ['eve@example.com'] });
    await leave('transient-2');
    expect(await isThrough()).toBe(true);
    await leave('transient-1');
    expect(await isThrough()).toBe(false);

    await signInBy(pool, providerName, 'transient-3', { mail: ['eve@example.com'] });
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
    const AuthParameters = { USERNAME: username, PASSWORD: password };
    const { AuthenticationResult } = await publicClient().send(
      new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
    );
    await leave('transient-3');
    expect(await isTaken(AuthenticationResult?.AccessToken)).toBe(true);
  });

  it('is taken by a new key that the metadata have by now, which are read for it once a minute', async () => {
    const name = randomUUID();
    const MetadataURL = await publish(name, metadataXml({ keys: [providerKey] }));
    const { pool, host, isSignedIn } = await signedIn({ MetadataURL });
    // Set two minutes ago, as no clock can be moved at a domain.
    await adminClient({ ahead: -120_000 }).send(
      new UpdateIdentityProviderCommand({
        UserPoolId: pool.poolId,
        ProviderName: providerName,
        ProviderDetails: { MetadataURL },
      }),
    );
    const rolled = newSamlKey();
    await publish(name, metadataXml({ keys: [rolled] }));
    const before = await timesAsked(MetadataURL);
    const leave = async (key: SamlKey): Promise<string | undefined> =>
      (await askHost(host, '/saml2/logout', 'POST', { form: asForm(messageTo(host), key) })).headers.location;
    const stranger = newSamlKey();
    for (const _time of [1, 2, 3]) expect(await leave(stranger)).toContain('/error?');
    expect(await timesAsked(MetadataURL)).toBe(before + 1);
    expect(await isSignedIn()).toBe(true);
    expect(await leave(rolled)).toContain('https://idp.example.com/slo/');
    expect(await isSignedIn()).toBe(false);
  });

  it('is of the entity ID that a provider has now', async () => {
    const { pool, host, isSignedIn } = await signedIn();
    const issuer = 'https://idp.example.com/moved';
    const update = (MetadataFile: string) =>
      adminClient().send(
        new UpdateIdentityProviderCommand({
          UserPoolId: pool.poolId,
          ProviderName: providerName,
          ProviderDetails: { MetadataFile },
        }),
      );
    await update(metadataXml({ keys: [providerKey], entityId: issuer }));
    const leave = (from: string) =>
      askHost(host, '/saml2/logout', 'POST', { form: asForm(messageTo(host, { issuer: from })) });
    expect((await leave('https://idp.example.com/metadata')).headers.location).toContain('/error?');
    expect(await isSignedIn()).toBe(true);
    expect((await leave(issuer)).headers.location).toContain('https://idp.example.com/slo/');
    expect(await isSignedIn()).toBe(false);
    const asked = { UserPoolId: pool.poolId, ProviderName: providerName };
    await adminClient().send(new DeleteIdentityProviderCommand(asked));
    expect((await leave(issuer)).headers.location).toContain('/error?');
  });
});
