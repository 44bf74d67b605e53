import { UpdateIdentityPoolCommand, type UpdateIdentityPoolCommandInput } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentityPool,
  identityAdmin,
  makeIdentityPool,
  providerOf,
  unknownId,
} from '#tests/support/identity-pools.ts';

const update = (given: Partial<UpdateIdentityPoolCommandInput>) =>
  identityAdmin().send(
    new UpdateIdentityPoolCommand({
      IdentityPoolId: '',
      IdentityPoolName: 'other',
      AllowUnauthenticatedIdentities: false,
      ...given,
    }),
  );

describe('UpdateIdentityPool', () => {
  it('replaces the pool: what is left out goes back to its default', async () => {
    const IdentityPoolId = await makeIdentityPool({
      AllowClassicFlow: true,
      SupportedLoginProviders: { 'www.amazon.com': 'x' },
      CognitoIdentityProviders: [{ ProviderName: providerOf('us-east-1_aaaaaaaaa'), ClientId: 'x' }],
      OpenIdConnectProviderARNs: ['arn:aws:iam::000000000000:oidc-provider/id.example.com'],
    });

    const { $metadata: _, ...answer } = await update({ IdentityPoolId });

    const replaced = {
      IdentityPoolId,
      IdentityPoolName: 'other',
      AllowUnauthenticatedIdentities: false,
      IdentityPoolTags: {},
    };
    expect(answer).toEqual(replaced);
    expect(await describeIdentityPool(IdentityPoolId)).toEqual(replaced);
  });

  it('keeps tags that it is not given, and replaces them by others', async () => {
    const IdentityPoolId = await makeIdentityPool({ IdentityPoolTags: { a: '1' } });
    expect((await update({ IdentityPoolId })).IdentityPoolTags).toEqual({ a: '1' });
    expect((await update({ IdentityPoolId, IdentityPoolTags: { b: '2' } })).IdentityPoolTags).toEqual({ b: '2' });
  });

  it('sets the name of the developer provider once and for all', async () => {
    const IdentityPoolId = await makeIdentityPool();
    await update({ IdentityPoolId, DeveloperProviderName: 'login.shop' });
    expect((await update({ IdentityPoolId })).DeveloperProviderName).toBe('login.shop');
    await expect(update({ IdentityPoolId, DeveloperProviderName: 'login.bank' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The developer provider name cannot be changed.',
    });
  });

  it('refuses what CreateIdentityPool refuses', async () => {
    const IdentityPoolId = await makeIdentityPool();
    const SupportedLoginProviders = { 'login.example.com': 'x' };
    await expect(update({ IdentityPoolId, SupportedLoginProviders })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('knows no pool that is not there', async () => {
    const IdentityPoolId = unknownId();
    await expect(update({ IdentityPoolId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `IdentityPool '${IdentityPoolId}' not found.`,
    });
  });
});
