import {
  GetPrincipalTagAttributeMapCommand,
  SetPrincipalTagAttributeMapCommand,
  type SetPrincipalTagAttributeMapCommandInput,
} from '@aws-sdk/client-cognito-identity';
import { beforeAll, describe, expect, it } from 'vitest';
import { identityAdmin, issuerNameOf, makeIdentityPool, providerOf, unknownId } from '#tests/support/identity-pools.ts';

const userPool = 'us-east-1_aaaaaaaaa';
let poolId: string;

const set = async (given: Partial<SetPrincipalTagAttributeMapCommandInput>) => {
  const { $metadata: _, ...answer } = await identityAdmin().send(
    new SetPrincipalTagAttributeMapCommand({
      IdentityPoolId: poolId,
      IdentityProviderName: providerOf(userPool),
      ...given,
    }),
  );
  return answer;
};

const get = async (IdentityProviderName: string) => {
  const { $metadata: _, ...answer } = await identityAdmin().send(
    new GetPrincipalTagAttributeMapCommand({ IdentityPoolId: poolId, IdentityProviderName }),
  );
  return answer;
};

describe('SetPrincipalTagAttributeMap', () => {
  beforeAll(async () => {
    poolId = await makeIdentityPool({
      CognitoIdentityProviders: [{ ProviderName: providerOf(userPool), ClientId: 'client1' }],
      SupportedLoginProviders: { 'accounts.google.com': 'x' },
    });
  });

  it('keeps a map for each provider, by either name of it', async () => {
    const PrincipalTags = { department: 'custom:department', tenant: 'custom:tenant' };
    const named = { IdentityPoolId: poolId, IdentityProviderName: providerOf(userPool) };

    expect(await set({ PrincipalTags })).toEqual({ ...named, UseDefaults: false, PrincipalTags });

    expect(await get(providerOf(userPool))).toEqual({ ...named, UseDefaults: false, PrincipalTags });
    expect((await get(issuerNameOf(userPool))).PrincipalTags).toEqual(PrincipalTags);
    expect((await get('accounts.google.com')).PrincipalTags).toEqual({});
    expect((await get(`${providerOf(userPool)}:client1`)).PrincipalTags).toEqual({});
  });

  it('has tags of its own by default', async () => {
    const PrincipalTags = { client: 'aud', username: 'sub' };
    expect(await set({ UseDefaults: true })).toMatchObject({ UseDefaults: true, PrincipalTags });
    expect(await get(providerOf(userPool))).toMatchObject({ UseDefaults: true, PrincipalTags });
    await set({});
    expect(await get(providerOf(userPool))).toMatchObject({ UseDefaults: false, PrincipalTags: {} });
  });

  it('refuses tags that are too long all together, and those that cannot be stored', async () => {
    const tags = (bytes: number) => ({ a: 'x'.repeat(256), b: 'x'.repeat(bytes - 258) });
    await expect(set({ PrincipalTags: tags(460) })).resolves.toBeDefined();
    await expect(set({ PrincipalTags: tags(461) })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The keys and attributes of principal tags have 460 bytes at most.',
    });
    await expect(set({ PrincipalTags: JSON.parse('{"__proto__":"sub"}') })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'No principal tag can have the key __proto__.',
    });
  });

  it.each(['www.amazon.com', providerOf('us-east-1_bbbbbbbbb'), `${providerOf(userPool)}:client2`, '__proto__'])(
    'refuses a provider that the pool has not: %s',
    async (IdentityProviderName) => {
      await expect(set({ IdentityProviderName })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: `${IdentityProviderName} is not a configured provider of the identity pool.`,
      });
    },
  );

  it('knows no pool that is not there', async () => {
    await expect(set({ IdentityPoolId: unknownId() })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
