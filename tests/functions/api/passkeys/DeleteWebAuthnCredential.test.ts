import { DeleteWebAuthnCredentialCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { answerWithPasskey, askForPasskey, makePasskeyPool, newHolder, register } from '#tests/support/passkeys.ts';

const remove = (AccessToken: string, CredentialId: string) =>
  publicClient().send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));

describe('DeleteWebAuthnCredential', () => {
  it('ends sign-in with the passkey, also one that has begun', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const authenticator = await register(holder);
    const { options, Session } = await askForPasskey(holder);

    await remove(holder.AccessToken, authenticator.credentialId);

    await expect(answerWithPasskey(holder, Session, authenticator.sign(options))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'The passkey was not accepted.',
    });
    const { ChallengeName, AvailableChallenges } = await publicClient().send(
      new InitiateAuthCommand({
        ClientId: holder.pool.clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: holder.username, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
      }),
    );
    expect({ ChallengeName, AvailableChallenges }).toEqual({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
  });

  it('refuses a passkey that is not there, or not the caller’s', async () => {
    const pool = await makePasskeyPool();
    const holder = await newHolder(pool);
    const { credentialId } = await register(await newHolder(pool));
    await expect(remove(holder.AccessToken, credentialId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'WebAuthn credential does not exist.',
    });
  });
});
