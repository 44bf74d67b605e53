import {
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import {
  askForPasskey,
  makePasskeyPool,
  newHolder,
  register,
  signInWithPasskey,
  startRegistration,
} from '#tests/support/passkeys.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { makeTotpUser } from '#tests/support/totp.ts';

const makePoolWith = async (config: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>): Promise<TestPool> => {
  const pool = await makePasskeyPool();
  await adminClient().send(new SetUserPoolMfaConfigCommand({ UserPoolId: pool.poolId, ...config }));
  return pool;
};

const totp = { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } } as const;

const tokens = { AuthenticationResult: { TokenType: 'Bearer' } };

describe('WebAuthnConfiguration', () => {
  it('says whose the passkeys are, and so where they may be used', async () => {
    const pool = await makePoolWith({ WebAuthnConfiguration: { RelyingPartyId: 'example.com' } });
    const holder = await newHolder(pool);
    expect((await startRegistration(holder)).rp).toEqual({ id: 'example.com', name: 'example.com' });

    const authenticator = await register(holder, makeAuthenticator(), { origin: 'https://app.example.com' });
    expect((await askForPasskey(holder)).options.rpId).toBe('example.com');

    for (const origin of ['https://example.com', 'https://www.example.com']) {
      expect(await signInWithPasskey(holder, authenticator, { origin })).toMatchObject(tokens);
    }
    for (const origin of ['http://localhost:3000', 'http://example.com', 'https://example.com.evil.org']) {
      await expect(signInWithPasskey(holder, authenticator, { origin })).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'The passkey was not accepted.',
      });
    }
  });

  it('may require that authenticators verify their users', async () => {
    const holder = await newHolder(await makePoolWith({ WebAuthnConfiguration: { UserVerification: 'required' } }));
    expect((await startRegistration(holder)).authenticatorSelection.userVerification).toBe('required');
    await expect(register(holder, makeAuthenticator(), { isVerified: false })).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
    });
    const authenticator = await register(holder);
    expect((await askForPasskey(holder)).options.userVerification).toBe('required');
    await expect(signInWithPasskey(holder, authenticator, { isVerified: false })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(await signInWithPasskey(holder, authenticator)).toMatchObject(tokens);
  });

  it('takes a touch alone unless it requires more', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const authenticator = await register(holder, makeAuthenticator(), { isVerified: false });
    expect(await signInWithPasskey(holder, authenticator, { isVerified: false })).toMatchObject(tokens);
  });

  it('may let a passkey with verification stand for two factors', async () => {
    const pool = await makePoolWith({
      ...totp,
      WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
    });
    const holder = { ...(await makeTotpUser(pool)), pool };
    const authenticator = await register(holder);
    expect(await signInWithPasskey(holder, authenticator)).toMatchObject(tokens);
    await expect(signInWithPasskey(holder, authenticator, { isVerified: false })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('lets nobody who needs a second factor sign in with a passkey alone, unless it says so', async () => {
    const pool = await makePoolWith(totp);
    const holder = { ...(await makeTotpUser(pool)), pool };
    await register(holder);
    const { ChallengeName, AvailableChallenges } = await publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: holder.username, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
      }),
    );
    expect({ ChallengeName, AvailableChallenges }).toEqual({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD'],
    });
  });
});
