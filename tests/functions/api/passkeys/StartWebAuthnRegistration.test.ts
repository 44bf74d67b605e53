import { StartWebAuthnRegistrationCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePasskeyPool, newHolder, register, startRegistration } from '#tests/support/passkeys.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('StartWebAuthnRegistration', () => {
  it('gives what a browser makes a discoverable credential of', async () => {
    const holder = await newHolder(await makePasskeyPool());

    expect(await startRegistration(holder)).toEqual({
      rp: { id: 'localhost', name: 'localhost' },
      user: {
        id: Buffer.from(holder.sub).toString('base64url'),
        name: holder.username,
        displayName: holder.username,
      },
      challenge: expect.stringMatching(/^[\w-]{43,}$/),
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      timeout: 300_000,
      excludeCredentials: [],
      authenticatorSelection: { requireResidentKey: true, residentKey: 'required', userVerification: 'preferred' },
      attestation: 'none',
    });
  });

  it('never gives the same challenge twice', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const { challenge } = await startRegistration(holder);
    expect((await startRegistration(holder)).challenge).not.toBe(challenge);
  });

  it('names the passkeys that the user has, so that no authenticator makes a second one', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const { credentialId } = await register(holder);

    const { excludeCredentials } = await startRegistration(holder);

    expect(excludeCredentials).toEqual([{ type: 'public-key', id: credentialId, transports: ['internal', 'hybrid'] }]);
  });

  it('shows people the address that they sign in with, where they have no username', async () => {
    const pool = await makePasskeyPool({ UsernameAttributes: ['email'] });
    const user = await makeUser(pool, { username: 'ada@example.com', email: 'ada@example.com' });
    const { AccessToken } = await signIn(pool, { username: 'ada@example.com' });
    expect((await startRegistration({ AccessToken })).user).toMatchObject({
      id: Buffer.from(user.sub).toString('base64url'),
      name: 'ada@example.com',
    });
  });

  it('refuses pools that do not let users choose passkeys', async () => {
    const pool = await makePool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    await expect(publicClient().send(new StartWebAuthnRegistrationCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'WebAuthnNotEnabledException',
      message: 'WebAuthn is not enabled for the user pool.',
    });
  });
});
