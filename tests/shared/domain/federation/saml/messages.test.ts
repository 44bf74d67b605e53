import { createPublicKey, sign, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authnRequest,
  entityIdOf,
  logoutRequest,
  logoutResponse,
  type SamlSigner,
  signedXml,
} from '#shared/domain/federation/saml/messages.ts';
import { assertSignedQuery, readRedirectQuery, redirectQuery } from '#shared/domain/federation/saml/redirect-query.ts';
import { messageBounds } from '#shared/domain/federation/saml/response.ts';
import { plainXml } from '#shared/domain/federation/saml/xml-bounds.ts';
import { elementsIn, parseXml } from '#shared/domain/federation/saml/xml-element.ts';
import { documentOf } from '#shared/domain/federation/saml/xml-text.ts';
import { verifiedXml } from '#shared/services/federation/saml/verified-xml.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';

const key = newSamlKey();
const signer: SamlSigner = { privateKey: key.privateKey, certificate: key.certificate };
const issuedAt = Date.UTC(2026, 0, 29, 8, 9, 10, 11);
const message = {
  id: '_id',
  issuer: entityIdOf('us-east-1_abcdefghi'),
  destination: 'https://idp.example.com/sso',
  issuedAt,
};
const consumer = 'https://auth.example.com/saml2/idpresponse';
const strict = { allowsSha1: false };

describe('messages to a provider', () => {
  it('ask for a sign-in as Cognito does', () => {
    expect(documentOf(authnRequest({ ...message, consumer }).xml())).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>' +
        '<saml2p:AuthnRequest xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol"' +
        ' AssertionConsumerServiceURL="https://auth.example.com/saml2/idpresponse"' +
        ' Destination="https://idp.example.com/sso" ID="_id" IssueInstant="2026-01-29T08:09:10.011Z" Version="2.0">' +
        '<saml2:Issuer xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"' +
        ' Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">' +
        'urn:amazon:cognito:sp:us-east-1_abcdefghi</saml2:Issuer></saml2p:AuthnRequest>',
    );
  });

  it('have a signature that others can verify', async () => {
    const nameId = { value: 'ada', format: 'urn:x', nameQualifier: undefined, spNameQualifier: 'urn:sp' };
    for (const one of [
      authnRequest({ ...message, consumer }),
      logoutRequest({ ...message, nameId, sessionIndex: '_session' }),
      logoutResponse({ ...message, inResponseTo: '_other', status: 'urn:x' }),
    ]) {
      const { xml } = signedXml(one, signer);
      expect(await verifiedXml(xml, 'root', [key.certificatePem])).toBe(one.xml().xml);
      await expect(verifiedXml(xml.replace('_id', '_x'), 'root', [key.certificatePem])).rejects.toThrow();
    }
  });

  it('say what they were told, whatever that is', async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .map((one) => one.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, ''));
    await fc.assert(
      fc.asyncProperty(text, text, async (value, format) => {
        const nameId = { value, format, nameQualifier: undefined, spNameQualifier: undefined };
        const one = logoutRequest({ ...message, nameId, sessionIndex: value });
        const { xml } = signedXml(one, signer);
        expect(await verifiedXml(xml, 'root', [key.certificatePem])).toBe(one.xml().xml);
        const found = elementsIn(parseXml(plainXml(xml, messageBounds)));
        const read = found.find(({ local }) => local === 'NameID');
        expect([read?.text, read?.attributes.get('Format')]).toEqual([value, format]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a query of the redirect binding', () => {
  const { publicKey } = new X509Certificate(key.certificatePem);

  it('is signed over its parameters, in their order', () => {
    const query = redirectQuery('SAMLRequest', 'a+b/c=', 'state', signer);
    expect(query).toMatch(
      /^SAMLRequest=a%2Bb%2Fc%3D&RelayState=state&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256&Signature=[\w%]+$/,
    );
    const received = readRedirectQuery(query);
    expect([received.parameter, received.message, received.relayState]).toEqual(['SAMLRequest', 'a+b/c=', 'state']);
    expect(() => assertSignedQuery(received, [publicKey], strict)).not.toThrow();
    expect(redirectQuery('SAMLRequest', 'x', undefined)).toBe('SAMLRequest=x');
  });

  it('is verified as it was sent: lower-case escapes, other parameters, another order', () => {
    const signedAsSent = (text: string) => {
      const query = `${text}&SigAlg=http%3a%2f%2fwww.w3.org%2f2001%2f04%2fxmldsig-more%23rsa-sha256`;
      const signature = sign('sha256', Buffer.from(query), key.privateKey).toString('base64');
      return `${query}&Signature=${encodeURIComponent(signature).replace(/%../g, (code) => code.toLowerCase())}`;
    };
    const lower = signedAsSent('SAMLResponse=a%2bb%2fc%3d&RelayState=x%20y');
    const received = readRedirectQuery(lower);
    expect([received.message, received.relayState]).toEqual(['a+b/c=', 'x y']);
    expect(() => assertSignedQuery(received, [publicKey], strict)).not.toThrow();
    const [first = '', second = '', ...rest] = lower.split('&');
    const mixed = readRedirectQuery(['utm=1', second, ...rest, first].join('&'));
    expect(() => assertSignedQuery(mixed, [publicKey], strict)).not.toThrow();
    const upper = readRedirectQuery(lower.replace('%2bb', '%2Bb'));
    expect(() => assertSignedQuery(upper, [publicKey], strict)).toThrow('The signature is not valid');
  });

  it('is refused without a signature, changed, by another key, or with another algorithm', () => {
    const query = redirectQuery('SAMLRequest', 'abc', 'state', signer);
    const refused = (text: string, keys = [publicKey], policy = strict) =>
      expect(() => assertSignedQuery(readRedirectQuery(text), keys, policy));
    refused(query.replace(/&Signature=.*/, '')).toThrow('The message is not signed');
    refused(query.replace(/&SigAlg=[^&]*/, '')).toThrow('The message is not signed');
    refused(query.replace('abc', 'abd')).toThrow('The signature is not valid');
    refused(query.replace('=state', '=other')).toThrow('The signature is not valid');
    refused(query.replace('&RelayState=state', '')).toThrow('The signature is not valid');
    refused(query, [createPublicKey(newSamlKey().privateKey)]).toThrow('The signature is not valid');
    refused(query.replace('%23rsa-sha256', '%23hmac-sha256')).toThrow('an algorithm that is not taken');
    refused(query.replace(/SigAlg=[^&]*/, 'SigAlg=none')).toThrow('an algorithm that is not taken');
    const sha1 = query.replace(/SigAlg=[^&]*/, 'SigAlg=http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1');
    refused(sha1).toThrow('The signature uses SHA-1');
    refused(sha1, [publicKey], { allowsSha1: true }).toThrow('The signature is not valid');
  });

  it('has each parameter once, and one message', () => {
    expect(() => readRedirectQuery('SAMLRequest=a&SAMLRequest=b')).toThrow('a parameter more than once');
    expect(() => readRedirectQuery('SAMLRequest=a&SAMLResponse=b')).toThrow('The query has no message');
    expect(() => readRedirectQuery('RelayState=a')).toThrow('The query has no message');
    expect(() => readRedirectQuery('')).toThrow('The query has no message');
    expect(() => readRedirectQuery('SAMLRequest=%')).toThrow('The query is not well-formed');
  });
});
