import { ListWebAuthnCredentialsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePasskeyPool, newHolder, register } from '#tests/support/passkeys.ts';

const list = (AccessToken: string, MaxResults?: number, NextToken?: string) =>
  publicClient().send(new ListWebAuthnCredentialsCommand({ AccessToken, MaxResults, NextToken }));

describe('ListWebAuthnCredentials', () => {
  it('shows the own passkeys', async () => {
    const pool = await makePasskeyPool();
    const holder = await newHolder(pool);
    await register(await newHolder(pool));
    const before = Date.now();
    const { credentialId } = await register(holder);

    const { Credentials, NextToken } = await list(holder.AccessToken);

    expect(NextToken).toBeUndefined();
    expect(Credentials).toEqual([
      {
        CredentialId: credentialId,
        FriendlyCredentialName: 'Passkey',
        RelyingPartyId: 'localhost',
        AuthenticatorAttachment: 'platform',
        AuthenticatorTransports: ['internal', 'hybrid'],
        CreatedAt: expect.any(Date),
      },
    ]);
    expect(Credentials?.[0]?.CreatedAt?.getTime()).toBeGreaterThanOrEqual(before - 1000);
  });

  it('gives them in pages, oldest first', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const ids: string[] = [];
    for (let count = 1; count <= 3; count++) ids.push((await register(holder)).credentialId);

    const first = await list(holder.AccessToken, 2);
    const second = await list(holder.AccessToken, 2, first.NextToken);

    const shown = [...(first.Credentials ?? []), ...(second.Credentials ?? [])].map(({ CredentialId }) => CredentialId);
    expect(shown).toEqual(ids);
    expect(first.Credentials).toHaveLength(2);
    expect(second.NextToken).toBeUndefined();
  });

  it('shows an empty list to users without any', async () => {
    const holder = await newHolder(await makePasskeyPool());
    expect((await list(holder.AccessToken)).Credentials).toEqual([]);
  });

  it('refuses a token that is none', async () => {
    const holder = await newHolder(await makePasskeyPool());
    await expect(list(holder.AccessToken, 1, 'next')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid pagination token.',
    });
  });
});
