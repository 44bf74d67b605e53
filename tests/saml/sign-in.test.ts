import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callback, exchange, locationOf } from '#tests/support/oauth.ts';
import { publish, timesAsked } from '#tests/support/outbound-server.ts';
import { boxyhqResponse, samlifyResponse } from '#tests/support/saml/npm-providers.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';
import { makeSamlPool, providerKey, providerName, type SamlPool } from '#tests/support/saml/saml-pool.ts';
import { assertionXml, responseXml, signed } from '#tests/support/saml/saml-response.ts';
import { beginSamlSignIn, bringAnswer, samlAnswer, signInBySaml } from '#tests/support/saml/saml-sign-in.ts';
import { encrypted } from '#tests/support/saml/xml-encryption.ts';
import { eventsOf, scriptedFunction } from '#tests/support/scripted-functions.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';

const told = (answer: Response): Readonly<Record<string, string>> => {
  const location = locationOf(answer);
  const { iss: _iss, ...parameters } = Object.fromEntries(location.searchParams);
  return { to: `${location.origin}${location.pathname}`, ...parameters };
};

const refusal = (reason: string) => ({
  to: callback,
  error: 'server_error',
  error_description: `Invalid SAML response received: ${reason}`,
});

const code = { to: callback, code: expect.any(String) };
const attributes = { mail: ['ada@example.com'] };

const claimsOf = async (pool: SamlPool, answer: Response) => {
  const { code: given = '' } = told(answer);
  const tokens: { id_token: string } = JSON.parse(await (await exchange(pool, given)).text());
  return decodeJwt(tokens.id_token);
};

describe('a sign-in through a SAML provider', () => {
  it('repeats no name that is longer than an address may be', async () => {
    const answer = await signInBySaml(await makeSamlPool(), { nameId: 'x'.repeat(12_000) });
    expect(answer.headers.get('location')?.length).toBeLessThan(1500);
    const { error, error_description = '' } = told(answer);
    expect(error).toBe('server_error');
    expect(error_description).toMatch(/^Invalid SAML response received: 1 validation error detected: Value 'okta_x+$/i);
  });

  it('leads to the app with a code, whose tokens are of the user', async () => {
    const pool = await makeSamlPool();
    const answer = await signInBySaml(pool, { nameId: 'Ada', attributes });
    expect(answer.status).toBe(302);
    expect(await claimsOf(pool, answer)).toMatchObject({
      'cognito:username': `${providerName}_Ada`,
      email: 'ada@example.com',
      identities: [{ userId: 'Ada', providerName, providerType: 'SAML', issuer: 'https://idp.example.com/metadata' }],
    });
    const asked = { UserPoolId: pool.poolId, Username: `${providerName}_Ada` };
    const user = await adminClient().send(new AdminGetUserCommand(asked));
    expect(user.UserStatus).toBe('EXTERNAL_PROVIDER');
  });

  it('keeps the case of a NameID, and takes each for another user', async () => {
    const pool = await makeSamlPool();
    const [upper, lower] = [await signInBySaml(pool, { nameId: 'ADA' }), await signInBySaml(pool, { nameId: 'ada' })];
    const subs = [(await claimsOf(pool, upper)).sub, (await claimsOf(pool, lower)).sub];
    expect(new Set(subs).size).toBe(2);
  });

  it('says the same whichever library made the response', async () => {
    const pool = await makeSamlPool({ mapping: { email: 'mail', name: 'name', nickname: 'empty' } });
    const subs = new Set<unknown>();
    for (const make of [
      (asked: Parameters<typeof boxyhqResponse>[0]) => boxyhqResponse(asked),
      (asked: Parameters<typeof boxyhqResponse>[0]) => samlifyResponse({ ...asked, signs: 'assertion' }),
      (asked: Parameters<typeof boxyhqResponse>[0]) => samlifyResponse({ ...asked, signs: 'response' }),
    ]) {
      const agent = newUserAgent();
      const { id: requestId, relayState, consumer } = await beginSamlSignIn(agent, pool);
      const response = await make({
        issuer: 'https://idp.example.com/metadata',
        audience: `urn:amazon:cognito:sp:${pool.poolId}`,
        consumer,
        requestId,
        key: providerKey,
        email: 'ada@example.com',
        attributes: { mail: 'ada@example.com', name: 'Ada <&> ä', empty: '' },
      });
      const claims = await claimsOf(pool, await bringAnswer(agent, response, relayState));
      expect(claims).toMatchObject({ email: 'ada@example.com', name: 'Ada <&> ä' });
      expect(claims.nickname ?? '').toBe('');
      subs.add(claims.sub);
    }
    expect(subs.size).toBe(1);
  });

  it('shows triggers what the provider says, all of it as text', async () => {
    const arn = scriptedFunction({ audit: randomUUID() });
    const pool = await makeSamlPool({
      pool: { LambdaConfig: { InboundFederation: { LambdaArn: arn, LambdaVersion: 'V1_0' }, PreSignUp: arn } },
    });
    const attributes = { mail: ['ada@example.com'], role: ['admin', 'user'] };
    expect(told(await signInBySaml(pool, { nameId: 'Ada', attributes }))).toEqual(code);
    const [inbound, signUp] = await eventsOf(pool.poolId);
    expect(inbound).toMatchObject({
      triggerSource: 'InboundFederation_ExternalProvider',
      request: {
        providerName,
        providerType: 'SAML',
        attributes: { samlResponse: { mail: 'ada@example.com', role: '[admin,user]' } },
      },
    });
    expect(signUp).toMatchObject({
      triggerSource: 'PreSignUp_ExternalProvider',
      userName: `${providerName}_Ada`,
      request: { userAttributes: { email: 'ada@example.com' } },
    });
  });

  it('takes encrypted assertions, and no others where the provider has to encrypt', async () => {
    const pool = await makeSamlPool({ details: { EncryptedResponses: 'true' } });
    expect(told(await signInBySaml(pool))).toEqual(refusal('The assertion is not encrypted'));
    const agent = newUserAgent();
    const { id: inResponseTo, relayState, consumer } = await beginSamlSignIn(agent, pool);
    const facts = { audience: `urn:amazon:cognito:sp:${pool.poolId}`, recipient: consumer, inResponseTo };
    const assertion = signed(assertionXml(facts), 'Assertion', providerKey);
    const content = encrypted(assertion, pool.details.ActiveEncryptionCertificate ?? '');
    const answer = await bringAnswer(agent, responseXml({ destination: consumer, inResponseTo, content }), relayState);
    expect(told(answer)).toEqual(code);
  });

  it('refuses SHA-1, unless the provider is marked as one that has nothing else', async () => {
    const sha1 = {
      method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
    };
    expect(told(await signInBySaml(await makeSamlPool(), {}, sha1))).toEqual(refusal('The signature uses SHA-1'));
    const pool = await makeSamlPool({ details: { LegacySignatures: 'true' } });
    expect(told(await signInBySaml(pool, {}, sha1))).toEqual(code);
  });

  it('refuses what the provider did not sign, or not for this pool, or not now', async () => {
    const pool = await makeSamlPool();
    const cases = [
      [{}, { by: newSamlKey() }, 'The signature is not valid'],
      [{ audience: 'urn:amazon:cognito:sp:us-east-1_other' }, {}, 'The assertion is for another audience'],
      [{ recipient: 'https://evil.example.com' }, {}, 'The assertion is for another recipient'],
      [{ issuer: 'https://evil.example.com' }, {}, 'The assertion is of another issuer'],
      [{ notOnOrAfter: Date.now() - 200_000 }, {}, 'The assertion has expired'],
      [{ notBefore: Date.now() + 900_000 }, {}, 'The assertion is not valid yet'],
      [{ nameId: ' ' }, {}, 'The NameID is empty'],
      [{ attributes: { mail: ['😀@example.com'] } }, {}, 'The attribute mail has a character of four bytes in UTF-8'],
    ] as const;
    for (const [facts, options, reason] of cases) {
      expect(told(await signInBySaml(pool, facts, options))).toEqual(refusal(reason));
    }
  });

  it.each([
    ['no base64', '<samlp:Response/>', 'The message is not in base64'],
    ['nothing', '', 'The message is not in base64'],
    ['no XML', Buffer.from('text').toString('base64'), 'The XML is not well-formed'],
    ['no UTF-8', Buffer.from([0xff, 0xfe]).toString('base64'), 'The XML is not UTF-8'],
    ['another message', Buffer.from('<a/>').toString('base64'), 'The message is no Response'],
    ['XML that grows', Buffer.from('<a>'.repeat(30_000)).toString('base64'), 'The XML is too deep'],
    ['a document type', Buffer.from('<!DOCTYPE a><a/>').toString('base64'), 'The XML has a document type'],
    ['what is too long', Buffer.from('x'.repeat(100_001)).toString('base64'), 'The XML is too long'],
  ])('refuses %s in place of a response', async (_what, SAMLResponse, reason) => {
    const pool = await makeSamlPool();
    const agent = newUserAgent();
    const { relayState } = await beginSamlSignIn(agent, pool);
    const answer = await agent.post('/saml2/idpresponse', { SAMLResponse, RelayState: relayState });
    expect(told(answer)).toEqual(refusal(reason));
  });
});

describe('a response of a SAML provider', () => {
  it('counts once, even for two at once', async () => {
    const pool = await makeSamlPool();
    const agent = newUserAgent();
    const { id: requestId, relayState } = await beginSamlSignIn(agent, pool);
    const xml = samlAnswer(pool, {}, { requestId });
    const answers = await Promise.all([0, 1, 2].map(() => bringAnswer(agent, xml, relayState)));
    expect(answers.map(told).filter(({ error }) => error === undefined)).toEqual([code]);
    const toErrors = { to: `${stack().endpoint}/error`, error: 'invalid_request' };
    expect(answers.map(told).filter(({ error }) => error !== undefined)).toEqual([toErrors, toErrors]);
  });

  it('counts for the request that it answers alone', async () => {
    const pool = await makeSamlPool();
    const agent = newUserAgent();
    const first = await beginSamlSignIn(agent, pool);
    const [second, third] = [await beginSamlSignIn(agent, pool), await beginSamlSignIn(agent, pool)];
    const forFirst = samlAnswer(pool, {}, { requestId: first.id });
    expect(told(await bringAnswer(agent, forFirst, second.relayState))).toEqual(
      refusal('The response does not answer the request'),
    );
    const unsolicited = samlAnswer(pool, {}, {});
    expect(told(await bringAnswer(agent, unsolicited, third.relayState))).toEqual(
      refusal('The response does not answer the request'),
    );
  });

  it('counts in the browser that asked, within five minutes, with the state as it was sent', async () => {
    const pool = await makeSamlPool();
    const agent = newUserAgent();
    const { id: requestId, relayState } = await beginSamlSignIn(agent, pool);
    const xml = samlAnswer(pool, {}, { requestId });
    const toErrors = { to: `${stack().endpoint}/error`, error: 'invalid_request' };
    const other = newUserAgent();
    await beginSamlSignIn(other, pool);
    expect(told(await bringAnswer(other, xml, relayState))).toEqual(toErrors);
    const middle = Math.floor(relayState.length / 2);
    const forged = `${relayState.slice(0, middle)}${relayState[middle] === 'A' ? 'B' : 'A'}${relayState.slice(middle + 1)}`;
    for (const state of [forged, relayState.replace('.', '.A'), `${pool.clientId}.AAAA`]) {
      expect(told(await bringAnswer(agent, xml, state))).toEqual(toErrors);
    }
    const late = newUserAgent({ ahead: 300_001, cookies: agent.cookies });
    expect(told(await bringAnswer(late, xml, relayState))).toEqual(toErrors);
    expect(told(await bringAnswer(agent, xml, relayState))).toEqual(code);
  });

  it('is posted once more by a page where the browser brought no cookie', async () => {
    const pool = await makeSamlPool();
    const agent = newUserAgent();
    const { id: requestId, relayState } = await beginSamlSignIn(agent, pool);
    const withoutCookies = newUserAgent();
    const page = await bringAnswer(withoutCookies, samlAnswer(pool, {}, { requestId }), relayState);
    expect(page.status).toBe(200);
    const { action, fields } = formIn(await page.text());
    expect(action).toBe('/saml2/idpresponse?again=true');
    expect(told(await agent.post(action, fields))).toEqual(code);
    expect(told(await newUserAgent().post(action, fields))).toEqual({
      to: `${stack().endpoint}/error`,
      error: 'invalid_request',
    });
  });

  it('of one provider is not taken for another', async () => {
    const pool = await makeSamlPool();
    const other = await makeSamlPool({
      details: { MetadataFile: metadataXml({ keys: [newSamlKey()], entityId: 'https://other.example.com' }) },
    });
    const agent = newUserAgent();
    const { id: requestId, relayState } = await beginSamlSignIn(agent, other);
    const xml = samlAnswer(pool, { audience: `urn:amazon:cognito:sp:${other.poolId}` }, { requestId });
    expect(told(await bringAnswer(agent, xml, relayState))).toEqual(refusal('The response is of another issuer'));
  });
});

describe('metadata at an address', () => {
  const hour = 3_600_000;

  const published = async (key = providerKey) => {
    const name = randomUUID();
    const set = (changed: Parameters<typeof metadataXml>[0]) => publish(name, metadataXml({ keys: [key], ...changed }));
    const MetadataURL = await set({});
    return { set, url: MetadataURL, pool: await makeSamlPool({ details: { MetadataURL } }) };
  };

  it('are read again after six hours, and when a signature is not known', async () => {
    const { set, url, pool } = await published();
    const rolled = newSamlKey();
    expect(told(await signInBySaml(pool))).toEqual(code);
    expect(await timesAsked(url)).toBe(1);
    await set({ keys: [rolled] });
    const agent = newUserAgent({ ahead: 2 * 60_000 });
    const facts = { now: Date.now() + 2 * 60_000 };
    expect(told(await signInBySaml(pool, facts, { by: rolled, agent }))).toEqual(code);
    expect(await timesAsked(url)).toBe(2);
    await set({ keys: [providerKey] });
    const later = newUserAgent({ ahead: 7 * hour });
    const laterFacts = { now: Date.now() + 7 * hour };
    expect(told(await signInBySaml(pool, laterFacts, { by: rolled, agent: later }))).toEqual(
      refusal('The signature is not valid'),
    );
    expect(await timesAsked(url)).toBe(3);
  });

  it('are kept where they cannot be read, or are of another provider', async () => {
    const { set, url, pool } = await published();
    await publish(url.slice(url.lastIndexOf('/') + 1), 'gone');
    const agent = newUserAgent({ ahead: 7 * hour });
    expect(told(await signInBySaml(pool, { now: Date.now() + 7 * hour }, { agent }))).toEqual(code);
    const evil = newSamlKey();
    await set({ keys: [evil], entityId: 'https://evil.example.com' });
    const later = newUserAgent({ ahead: 14 * hour });
    const facts = { now: Date.now() + 14 * hour };
    expect(told(await signInBySaml(pool, facts, { agent: later, by: evil }))).toEqual(
      refusal('The signature is not valid'),
    );
    expect(told(await signInBySaml(pool, facts, { agent: later }))).toEqual(code);
  });
});
