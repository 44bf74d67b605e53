import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyAssertion } from '#shared/domain/passkeys/assertion.ts';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import { verifyRegistration } from '#shared/domain/passkeys/registration.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { makeAuthenticator } from '#tests/support/authenticator.ts';

const preferred = { id: 'localhost', userVerification: 'preferred' } as const;
const required = { id: 'localhost', userVerification: 'required' } as const;
const challenge = 'Y2hhbGxlbmdl';
const options = { challenge, rp: { id: 'localhost' }, user: { id: Buffer.from('sub').toString('base64url') } };
const request = { challenge, rpId: 'localhost', allowCredentials: [] };
const assertChallenge = (): void => undefined;

const registered = async () => {
  const authenticator = makeAuthenticator();
  const credential = await verifyRegistration(authenticator.register(options), {
    relyingParty: preferred,
    assertChallenge,
  });
  const passkey: Passkey = {
    ...credential,
    sub: 'sub',
    transports: [],
    friendlyName: 'Passkey',
    relyingPartyId: 'localhost',
    createdAt: 0,
  };
  return { authenticator, passkey };
};

describe('a relying party that requires verification of the user', () => {
  it('takes no passkey that was made without', async () => {
    const made = makeAuthenticator().register(options, { isVerified: false });
    await expect(verifyRegistration(made, { relyingParty: required, assertChallenge })).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
    });
    await expect(verifyRegistration(made, { relyingParty: preferred, assertChallenge })).resolves.toMatchObject({
      counter: 0,
    });
  });

  it('takes no signature that was made without', async () => {
    const { authenticator, passkey } = await registered();
    const signature = JSON.parse(authenticator.sign(request, { isVerified: false }));
    await expect(verifyAssertion(signature, { relyingParty: required, challenge, passkey })).rejects.toThrow(
      'User verification required',
    );
    expect(await verifyAssertion(signature, { relyingParty: preferred, challenge, passkey })).toBe(0);
  });
});

describe('a registration', () => {
  it('is refused in words of the API, whatever bytes it is made of', async () => {
    const made = makeAuthenticator().register(options);
    const bytes = fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.from(some).toString('base64url'));
    await fc.assert(
      fc.asyncProperty(bytes, fc.option(bytes), async (attestationObject, clientDataJSON) => {
        const response = {
          attestationObject,
          clientDataJSON: clientDataJSON ?? made.response.clientDataJSON,
        };
        const outcome = verifyRegistration({ ...made, response }, { relyingParty: preferred, assertChallenge });
        await expect(outcome).rejects.toBeInstanceOf(CognitoException);
      }),
    );
  });

  it('is of the credential that it names', async () => {
    const [made, other] = [makeAuthenticator().register(options), makeAuthenticator()];
    const named = { ...made, id: other.credentialId, rawId: other.credentialId };
    await expect(verifyRegistration(named, { relyingParty: preferred, assertChallenge })).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
    });
  });
});

describe('an assertion', () => {
  it('is refused when any byte of it is another', async () => {
    const { authenticator, passkey } = await registered();
    const signed = JSON.parse(authenticator.sign(request));
    const members = ['clientDataJSON', 'authenticatorData', 'signature'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...members),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (member, at, by) => {
          const bytes = Buffer.from(signed.response[member], 'base64url');
          // The beginning of a signature says how its numbers are written, for which there is more than one way.
          const index = member === 'signature' ? bytes.length - 1 - (at % 20) : at % bytes.length;
          bytes[index] = (bytes[index] ?? 0) ^ by;
          const response = { ...signed.response, [member]: bytes.toString('base64url') };
          const outcome = verifyAssertion({ ...signed, response }, { relyingParty: preferred, challenge, passkey });
          await expect(outcome).rejects.toBeInstanceOf(Error);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is none of a registration', async () => {
    const { authenticator, passkey } = await registered();
    const signed = JSON.parse(authenticator.sign(request));
    const { clientDataJSON } = authenticator.register(options).response;
    const response = { ...signed.response, clientDataJSON };
    await expect(
      verifyAssertion({ ...signed, response }, { relyingParty: preferred, challenge, passkey }),
    ).rejects.toThrow('webauthn.create');
  });
});
