import {
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  UpdateIdentityProviderCommand,
  type UpdateIdentityProviderCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeProvider, openIdDetails, socialDetails } from '#tests/support/identity-providers.ts';
import { makePool, type TestPool } from '#tests/support/pools.ts';

const update = async ({ poolId: UserPoolId }: TestPool, asked: Partial<UpdateIdentityProviderCommandInput>) =>
  (await adminClient().send(new UpdateIdentityProviderCommand({ ProviderName: 'Corporate', ...asked, UserPoolId })))
    .IdentityProvider;

const find = async ({ poolId: UserPoolId }: TestPool, IdpIdentifier: string) =>
  (await adminClient().send(new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier }))).IdentityProvider
    ?.ProviderName;

const many = (letter: string): string[] => Array.from({ length: 50 }, (_none, index) => `${letter}${index}.example`);

describe('UpdateIdentityProvider', () => {
  it('replaces what it is given, and leaves the rest', async () => {
    const pool = await makePool();
    const before = await makeProvider(pool, { AttributeMapping: { email: 'mail' }, IdpIdentifiers: ['a'] });

    const after = await update(pool, { AttributeMapping: { name: 'cn' } });

    expect(after).toEqual({
      ...before,
      AttributeMapping: { name: 'cn', username: 'sub' },
      LastModifiedDate: expect.any(Date),
    });
    const described = await adminClient().send(
      new DescribeIdentityProviderCommand({ UserPoolId: pool.poolId, ProviderName: 'Corporate' }),
    );
    expect(described.IdentityProvider).toEqual(after);
  });

  it('replaces details whole, with the secret', async () => {
    const pool = await makePool();
    await makeProvider(pool, { ProviderDetails: { ...openIdDetails, jwks_uri: 'https://id.example.com/keys' } });
    const { client_secret: _secret, ...open } = openIdDetails;
    const after = await update(pool, { ProviderDetails: open });
    expect(after?.ProviderDetails).toEqual({ ...open, attributes_url_add_attributes: 'false' });
  });

  it('takes what Describe answered, without the key that is not told', async () => {
    const pool = await makePool();
    const { ProviderDetails } = await makeProvider(pool, {
      ProviderName: 'SignInWithApple',
      ProviderType: 'SignInWithApple',
      ProviderDetails: { client_id: 'app.example', team_id: 'T1', key_id: 'K1', private_key: 'a-key-of-apple' },
    });
    const after = await update(pool, {
      ProviderName: 'SignInWithApple',
      ProviderDetails: { ...ProviderDetails, team_id: 'T2' },
    });
    expect(after?.ProviderDetails).toEqual({ ...ProviderDetails, team_id: 'T2' });
  });

  it('gives up identifiers, and takes others, all of them at once', async () => {
    const [pool, others] = [await makePool(), many('b')];
    await makeProvider(pool, { IdpIdentifiers: many('a') });
    await makeProvider(pool, { ProviderName: 'Another' });

    expect((await update(pool, { IdpIdentifiers: others }))?.IdpIdentifiers).toEqual(others);

    expect(await find(pool, 'b49.example')).toBe('Corporate');
    await expect(find(pool, 'a1.example')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const taken = update(pool, { ProviderName: 'Another', IdpIdentifiers: ['a0.example', 'b0.example'] });
    await expect(taken).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(find(pool, 'a0.example')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses what no provider has, and knows none that is not there', async () => {
    const pool = await makePool();
    await makeProvider(pool);
    await expect(update(pool, { ProviderDetails: socialDetails })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(update(pool, { ProviderName: 'Nobody' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
