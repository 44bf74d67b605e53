import { describe, expect, it } from 'vitest';
import { readAssertion } from '#shared/domain/federation/saml/assertion.ts';
import { openResponse } from '#shared/services/federation/saml/open-response.ts';
import { type Asked, boxyhqResponse, samlifyResponse } from '#tests/support/saml/npm-providers.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';

const key = newSamlKey();
const ours = newSamlKey();
const asked: Omit<Asked, 'signs' | 'encryptFor'> = {
  issuer: 'https://idp.example.com',
  audience: 'urn:amazon:cognito:sp:us-east-1_abcdefghi',
  consumer: 'https://auth.example.com/saml2/idpresponse',
  requestId: '_request',
  key,
  email: 'Ada@example.com',
  attributes: { mail: 'ada@example.com', name: 'Ada <b>&"\'ä€', empty: '' },
};

const open = async (text: string) => {
  const { issuer, audience, consumer: recipient, requestId: inResponseTo } = asked;
  const source = {
    issuer,
    certificates: [key.certificate],
    decryptionKey: ours.privateKey,
    wantsEncryption: false,
    allowsSha1: false,
  };
  const assertion = await openResponse(text, source, { destination: recipient, inResponseTo });
  return readAssertion(assertion, { issuer, audience, recipient, inResponseTo, now: Date.now() });
};

const values = { mail: ['ada@example.com'], name: ['Ada <b>&"\'ä€'], empty: [''] };

describe('a provider from npm', () => {
  it.each(['assertion', 'response', 'both'] as const)('says the same by samlify, which signs %s', async (signs) => {
    const { nameId, attributes } = await open(await samlifyResponse({ ...asked, signs }));
    expect(nameId.value).toBe('Ada@example.com');
    expect(Object.fromEntries(attributes)).toEqual(values);
  });

  it.each(['assertion', 'both'] as const)('says the same by samlify, encrypted, which signs %s', async (signs) => {
    const text = await samlifyResponse({ ...asked, signs, encryptFor: ours.certificatePem });
    expect(text).not.toContain('ada@example.com');
    const { nameId, attributes } = await open(text);
    expect(nameId.value).toBe('Ada@example.com');
    expect(Object.fromEntries(attributes)).toEqual(values);
  });

  it("says the same by BoxyHQ's saml20", async () => {
    const { nameId, attributes } = await open(await boxyhqResponse(asked));
    expect(nameId.value).toBe('Ada@example.com');
    expect(Object.fromEntries(attributes)).toEqual(values);
  });
});
