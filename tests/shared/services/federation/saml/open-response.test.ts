import { describe, expect, it } from 'vitest';
import { readAssertion } from '#shared/domain/federation/saml/assertion.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import { openResponse, type ResponseSource } from '#shared/services/federation/saml/open-response.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import {
  type AssertionFacts,
  assertionXml,
  responseXml,
  type SignatureOptions,
  signed,
} from '#tests/support/saml/saml-response.ts';
import { type EncryptionOptions, encrypted } from '#tests/support/saml/xml-encryption.ts';

const key = newSamlKey();
const foreign = newSamlKey();
const ours = newSamlKey();
const requestId = '_request';
const destination = 'https://auth.example.com/saml2/idpresponse';
const audience = 'urn:amazon:cognito:sp:us-east-1_abcdefghi';
const issuer = 'https://idp.example.com/metadata';

const source: ResponseSource = {
  issuer,
  certificates: [key.certificate],
  decryptionKey: ours.privateKey,
  wantsEncryption: false,
  allowsSha1: false,
};

const open = async (text: string, more: Partial<ResponseSource> = {}) => {
  const assertion = await openResponse(text, { ...source, ...more }, { destination, inResponseTo: requestId });
  const expected = { issuer, audience, recipient: destination, inResponseTo: requestId, now: Date.now() };
  return readAssertion(assertion, expected);
};

const whyRefused = async (text: string, more: Partial<ResponseSource> = {}): Promise<string> => {
  try {
    await open(text, more);
  } catch (error) {
    if (error instanceof SamlRefusal) return error.message;
    throw error;
  }
  return 'taken';
};

const assertion = (facts: Partial<AssertionFacts> = {}) => assertionXml({ inResponseTo: requestId, ...facts });
const response = (content: string, facts: Parameters<typeof responseXml>[0] = {}) =>
  responseXml({ inResponseTo: requestId, content, ...facts });

const signedAssertion = (facts: Partial<AssertionFacts> = {}, options?: SignatureOptions, by = key) =>
  signed(assertion(facts), 'Assertion', by, options);
const withSignedAssertion = (facts: Partial<AssertionFacts> = {}, options?: SignatureOptions, by = key) =>
  response(signedAssertion(facts, options, by));
const signedResponse = (content = assertion(), options?: SignatureOptions, by = key) =>
  signed(response(content), 'Response', by, options);

describe('a response', () => {
  it('is taken where the response, the assertion or both are signed', async () => {
    for (const text of [
      withSignedAssertion(),
      signedResponse(),
      signedResponse(signedAssertion()),
      `<?xml version="1.0" encoding="UTF-8"?>\n${withSignedAssertion()}`,
    ]) {
      expect((await open(text)).nameId.value).toBe('ada');
    }
  });

  it('is taken in the forms of canonicalization, digest and signature that are allowed', async () => {
    for (const options of [
      {
        method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
        digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
      },
      { method: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1' },
      { canonicalization: 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments' },
      { inclusive: ['xs'] },
      { withoutKeyInfo: true },
      { prefix: '' },
    ]) {
      expect((await open(withSignedAssertion({}, options))).nameId.value).toBe('ada');
      expect((await open(signedResponse(assertion(), options))).nameId.value).toBe('ada');
    }
  });

  it('is taken from any key of the provider, also one that the response does not name', async () => {
    const certificates = [foreign.certificate, key.certificate];
    expect((await open(withSignedAssertion(), { certificates })).nameId.value).toBe('ada');
    expect((await open(withSignedAssertion({}, { withoutKeyInfo: true }), { certificates })).nameId.value).toBe('ada');
  });

  it('is refused without a signature, or with one of somebody else', async () => {
    expect(await whyRefused(response(assertion()))).toBe('The response is not signed');
    expect(await whyRefused(withSignedAssertion({}, {}, foreign))).toBe('The signature is not valid');
    expect(await whyRefused(signedResponse(assertion(), {}, foreign))).toBe('The signature is not valid');
    expect(await whyRefused(withSignedAssertion().replace('>ada<', '>eve<'))).toBe('The signature is not valid');
    expect(await whyRefused(withSignedAssertion(), { certificates: [] })).toBe('The signature is not valid');
  });

  it('is refused where one of two signatures is not valid', async () => {
    expect(await whyRefused(signedResponse(signedAssertion({}, {}, foreign)))).toBe('The signature is not valid');
    expect(await whyRefused(signedResponse(signedAssertion(), {}, foreign))).toBe('The signature is not valid');
  });

  it('is refused with an algorithm that is not taken', async () => {
    const sha1 = {
      method: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
    };
    expect(await whyRefused(withSignedAssertion({}, sha1))).toBe('The signature uses SHA-1');
    expect(await whyRefused(withSignedAssertion({}, { digest: sha1.digest }))).toBe('The signature uses SHA-1');
    expect((await open(withSignedAssertion({}, sha1), { allowsSha1: true })).nameId.value).toBe('ada');
    const hmac = withSignedAssertion({}, { method: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1' });
    expect(await whyRefused(hmac, { allowsSha1: true })).toMatch(/^The signature uses an algorithm that is not/);
    const as = (algorithm: string) =>
      withSignedAssertion().replace(
        'SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"',
        `SignatureMethod Algorithm="${algorithm}"`,
      );
    for (const name of [
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
      'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
      'none',
      '',
    ]) {
      expect(await whyRefused(as(name), { allowsSha1: true })).toMatch(/^The signature uses an algorithm that is not/);
    }
  });

  it('is refused where it is not a success, and says what the provider says', async () => {
    const failed =
      '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder">' +
      '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/></samlp:StatusCode>' +
      '<samlp:StatusMessage>Call 555-0100 now</samlp:StatusMessage>';
    expect(await whyRefused(response('', { status: failed }))).toBe('The provider answers Responder, AuthnFailed');
    expect(await whyRefused(signedResponse('').replace(/<samlp:Status>.*<\/samlp:Status>/, ''))).toBe(
      'The provider answers no status',
    );
  });

  it('is refused where it is of another issuer, for another destination, or no answer to the request', async () => {
    const refused = (facts: Parameters<typeof responseXml>[0]) => whyRefused(response(signedAssertion(), facts));
    expect(await refused({ issuer: 'https://other.example.com' })).toBe('The response is of another issuer');
    expect(await refused({ destination: 'https://other.example.com' })).toBe('The response is for another destination');
    expect(await refused({ inResponseTo: '_other' })).toBe('The response does not answer the request');
    expect(await refused({ inResponseTo: undefined })).toBe('The response does not answer the request');
  });
});

const xenc = 'http://www.w3.org/2001/04/xmlenc#';
const gcm = 'http://www.w3.org/2009/xmlenc11#';

describe('an encrypted assertion', () => {
  const hidden = (options: EncryptionOptions = {}, facts: Partial<AssertionFacts> = {}) =>
    encrypted(signedAssertion(facts), ours.certificate, options);

  it('is taken in each way of encryption that is allowed', async () => {
    const ways: readonly EncryptionOptions[] = [
      {},
      { content: `${xenc}aes128-cbc` },
      { content: `${xenc}aes256-cbc` },
      { content: `${gcm}aes128-gcm` },
      { transport: 'rsa-oaep-sha256' },
      { keyBeside: true },
      { others: [foreign.certificate] },
    ];
    for (const way of ways) {
      expect((await open(response(hidden(way)), { wantsEncryption: true })).nameId.value).toBe('ada');
      expect((await open(signedResponse(hidden(way)))).nameId.value).toBe('ada');
    }
    expect((await open(signedResponse(encrypted(assertion(), ours.certificate)))).nameId.value).toBe('ada');
  });

  it('proves nothing by being encrypted: a signature is needed, and says nothing of what is wrong', async () => {
    const text = 'The assertion cannot be decrypted, or its signature is not valid';
    const refused = (content: string) => whyRefused(response(content));
    expect(await refused(encrypted(assertion(), ours.certificate))).toBe(text);
    expect(await refused(encrypted(signedAssertion({}, {}, foreign), ours.certificate))).toBe(text);
    expect(await refused(encrypted('no XML', ours.certificate))).toBe(text);
    expect(await refused(encrypted(signedAssertion(), foreign.certificate))).toBe(text);
    expect(await refused(hidden({ transport: 'rsa-1_5' }))).toBe(text);
    expect(await refused(hidden({ content: `${xenc}tripledes-cbc` }))).toBe(text);
    expect(await refused(hidden().replace(/CipherValue>[^<]{4}/, 'CipherValue>AAAA'))).toBe(text);
    expect(await refused(encrypted(response(signedAssertion()), ours.certificate))).toBe(text);
  });

  it('is all that is taken where the provider has to encrypt', async () => {
    expect(await whyRefused(withSignedAssertion(), { wantsEncryption: true })).toBe('The assertion is not encrypted');
    expect(await whyRefused(signedResponse(), { wantsEncryption: true })).toBe('The assertion is not encrypted');
  });

  it('is refused where there is no key for it', async () => {
    expect(await whyRefused(response(hidden()), { decryptionKey: undefined })).toBe(
      'The assertion is encrypted, and there is no key for it',
    );
  });
});
