import { ListWebAuthnCredentialsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { publicClient } from '#tests/support/clients.ts';
import {
  completeRegistration,
  makePasskeyPool,
  newHolder,
  register,
  startRegistration,
} from '#tests/support/passkeys.ts';
import { makeClient } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const newUser = async () => newHolder(await makePasskeyPool());

const list = async (AccessToken: string) => {
  const { Credentials = [] } = await publicClient().send(new ListWebAuthnCredentialsCommand({ AccessToken }));
  return Credentials;
};

describe('CompleteWebAuthnRegistration', () => {
  it.each(['ES256', 'RS256'] as const)('registers a passkey with %s', async (algorithm) => {
    const holder = await newUser();
    const { credentialId } = await register(holder, makeAuthenticator({ algorithm }));
    expect(await list(holder.AccessToken)).toMatchObject([{ CredentialId: credentialId }]);
  });

  it('takes the same answer again, as from a client that lost ours', async () => {
    const holder = await newUser();
    const credential = makeAuthenticator().register(await startRegistration(holder));
    await completeRegistration(holder, credential);
    await completeRegistration(holder, credential);
    expect(await list(holder.AccessToken)).toHaveLength(1);
  });

  it('knows widespread providers by their identifiers', async () => {
    const holder = await newUser();
    await register(holder, makeAuthenticator({ aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' }));
    expect(await list(holder.AccessToken)).toMatchObject([{ FriendlyCredentialName: 'Google Password Manager' }]);
  });

  it.each(['packed', 'tpm', 'made-up'])('does not look at a statement in the format %s', async (format) => {
    const holder = await newUser();
    await register(holder, makeAuthenticator(), { format });
    expect(await list(holder.AccessToken)).toHaveLength(1);
  });

  it('lets a user have twenty passkeys and no more, also when they come at once', async () => {
    const holder = await newUser();
    for (let count = 1; count <= 18; count++) await register(holder);
    const options = await startRegistration(holder);
    const attempts = Array.from({ length: 4 }, () =>
      completeRegistration(holder, makeAuthenticator().register(options)).then(
        () => 'registered',
        (error: Error) => error.name,
      ),
    );
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((outcome) => outcome === 'registered').length).toBeLessThanOrEqual(2);
    expect(await list(holder.AccessToken)).toHaveLength(
      18 + outcomes.filter((outcome) => outcome === 'registered').length,
    );

    while ((await list(holder.AccessToken)).length < 20) {
      await completeRegistration(holder, makeAuthenticator().register(options));
    }
    await expect(startRegistration(holder)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await expect(completeRegistration(holder, makeAuthenticator().register(options))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'A user has 20 passkeys at most.',
    });
  });

  it.each(['https://example.com', 'http://localhost.example.com', 'https://evil-localhost', 'http://127.0.0.1:3000'])(
    'refuses the origin %s',
    async (origin) => {
      await expect(register(await newUser(), makeAuthenticator(), { origin })).rejects.toMatchObject({
        name: 'WebAuthnOriginNotAllowedException',
        message: 'The origin of the credential is not allowed.',
      });
    },
  );

  it('refuses what was made in a frame of another site', async () => {
    await expect(register(await newUser(), makeAuthenticator(), { crossOrigin: true })).rejects.toMatchObject({
      name: 'WebAuthnOriginNotAllowedException',
    });
  });

  it('refuses a credential of another relying party', async () => {
    await expect(register(await newUser(), makeAuthenticator(), { rpId: 'example.com' })).rejects.toMatchObject({
      name: 'WebAuthnRelyingPartyMismatchException',
      message: 'The credential is of another relying party.',
    });
  });

  it('refuses algorithms that it did not ask for', async () => {
    await expect(register(await newUser(), makeAuthenticator({ algorithm: 'EdDSA' }))).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
      message: 'The credential is not supported.',
    });
  });

  it('refuses a challenge that has expired, and one of nobody’s', async () => {
    const holder = await newUser();
    const options = await startRegistration(holder);
    const gone = { name: 'WebAuthnChallengeNotFoundException', message: 'The challenge is unknown or has expired.' };
    const late = completeRegistration(holder, makeAuthenticator().register(options), { ahead: 301_000 });
    await expect(late).rejects.toMatchObject(gone);
    const made = makeAuthenticator().register({ ...options, challenge: 'bm9ib2R5' });
    await expect(completeRegistration(holder, made)).rejects.toMatchObject(gone);
  });

  it('refuses a challenge of another user', async () => {
    const pool = await makePasskeyPool();
    const [holder, other] = [await newHolder(pool), await newHolder(pool)];
    const credential = makeAuthenticator().register(await startRegistration(other));
    await expect(completeRegistration(holder, credential)).rejects.toMatchObject({
      name: 'WebAuthnChallengeNotFoundException',
    });
  });

  it('refuses to end what another app client began', async () => {
    const holder = await newUser();
    const credential = makeAuthenticator().register(await startRegistration(holder));
    const { AccessToken } = await signIn(await makeClient(holder.pool.poolId), holder);
    await expect(completeRegistration({ AccessToken }, credential)).rejects.toMatchObject({
      name: 'WebAuthnClientMismatchException',
      message: 'The registration was started by another client.',
    });
  });

  it('refuses what is no credential', async () => {
    const holder = await newUser();
    const credential = makeAuthenticator().register(await startRegistration(holder));
    const response = { ...credential.response, attestationObject: 'oA' };
    await expect(completeRegistration(holder, { ...credential, response })).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
    });
    await expect(completeRegistration(holder, { ...credential, type: 'password' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The credential is no WebAuthn credential.',
    });
  });
});
