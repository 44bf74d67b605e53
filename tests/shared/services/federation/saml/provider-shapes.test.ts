import { describe, expect, it } from 'vitest';
import { readAssertion } from '#shared/domain/federation/saml/assertion.ts';
import { openResponse } from '#shared/services/federation/saml/open-response.ts';
import { providerShapes } from '#tests/support/saml/provider-shapes.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';

const [key, ours] = [newSamlKey(), newSamlKey()];
const issuer = 'https://idp.example.com/metadata';
const audience = 'urn:amazon:cognito:sp:us-east-1_abcdefghi';
const consumer = 'https://auth.example.com/saml2/idpresponse';
const requestId = '_2f1c';

describe('a response as its provider documents it', () => {
  it.each(providerShapes)('is read: $name', async ({ write, nameId, attributes }) => {
    const text = write({ issuer, audience, consumer, requestId, key, encryptFor: ours.certificate });
    const assertion = await openResponse(
      text,
      {
        issuer,
        certificates: [key.certificate],
        decryptionKey: ours.privateKey,
        wantsEncryption: text.includes('EncryptedAssertion'),
        allowsSha1: false,
      },
      { destination: consumer, inResponseTo: requestId },
    );
    const expected = { issuer, audience, recipient: consumer, inResponseTo: requestId, now: Date.now() };
    const read = readAssertion(assertion, expected);
    expect(read.nameId.value).toBe(nameId);
    expect(Object.fromEntries(read.attributes)).toMatchObject(attributes);
  });
});
