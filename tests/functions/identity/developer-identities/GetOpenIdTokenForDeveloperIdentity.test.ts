import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  developerName,
  developerToken,
  getId,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  providerOf,
  unknownId,
} from '#tests/support/identity-pools.ts';

const makeDevelopersPool = () => makeIdentityPool({ DeveloperProviderName: developerName });

describe('GetOpenIdTokenForDeveloperIdentity', () => {
  it('makes an identity for a user, and finds it again', async () => {
    const poolId = await makeDevelopersPool();
    const { identityId, token } = await developerToken(poolId, 'ada', { PrincipalTags: { plan: 'gold' } });
    expect((await developerToken(poolId, 'ada')).identityId).toBe(identityId);
    expect((await developerToken(poolId, 'bob')).identityId).not.toBe(identityId);
    expect((await describeIdentity(identityId)).Logins).toEqual([developerName]);
    const { exp = 0, iat = 0, ...claims } = decodeJwt(token);
    expect(exp - iat).toBe(900);
    expect(claims).toMatchObject({
      sub: identityId,
      aud: poolId,
      amr: ['authenticated', developerName, `${developerName}:${poolId}:ada`],
      'https://aws.amazon.com/tags': { principal_tags: { plan: ['gold'] } },
    });
  });

  it('makes tokens of the wanted duration, up to a day', async () => {
    const poolId = await makeDevelopersPool();
    const { token } = await developerToken(poolId, 'ada', { TokenDuration: 86_400 });
    const { exp = 0, iat = 0 } = decodeJwt(token);
    expect(exp - iat).toBe(86_400);
    await expect(developerToken(poolId, 'ada', { TokenDuration: 86_401 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('links a user to a given identity, that of a guest or of its own', async () => {
    const poolId = await makeDevelopersPool();
    const guest = await getId(poolId);
    expect((await developerToken(poolId, 'ada', { IdentityId: guest })).identityId).toBe(guest);
    expect((await developerToken(poolId, 'ada', { IdentityId: guest })).identityId).toBe(guest);
    expect((await developerToken(poolId, 'ada')).identityId).toBe(guest);
    const other = await getId(poolId);
    await expect(developerToken(poolId, 'ada', { IdentityId: other })).rejects.toMatchObject({
      name: 'DeveloperUserAlreadyRegisteredException',
    });
  });

  it('wants a login of the identity where that has one of another provider', async () => {
    const pair = await makePoolPair({ DeveloperProviderName: developerName });
    const logins = await loginsOf(pair);
    const IdentityId = await getId(pair.identityPoolId, logins);
    await expect(developerToken(pair.identityPoolId, 'ada', { IdentityId })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/^Logins don't match\./),
    });
    const { identityId } = await developerToken(pair.identityPoolId, 'ada', { IdentityId, Logins: logins });
    expect(identityId).toBe(IdentityId);
    expect((await describeIdentity(IdentityId)).Logins).toEqual([providerOf(pair.poolId), developerName]);
  });

  it('knows the developer provider of the pool alone', async () => {
    const refusal = {
      name: 'NotAuthorizedException',
      message: 'This identity pool does not support the specified developer provider',
    };
    await expect(developerToken(await makeIdentityPool(), 'ada')).rejects.toMatchObject(refusal);
    const other = await makeIdentityPool({ DeveloperProviderName: 'login.bank' });
    await expect(developerToken(other, 'ada')).rejects.toMatchObject(refusal);
  });

  it('knows no pool and no identity that are not there, nor one of another pool', async () => {
    const poolId = await makeDevelopersPool();
    await expect(developerToken(unknownId(), 'ada')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const elsewhere = await getId(await makeIdentityPool());
    for (const IdentityId of [unknownId(), elsewhere]) {
      await expect(developerToken(poolId, 'ada', { IdentityId })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Identity '${IdentityId}' not found.`,
      });
    }
  });
});
