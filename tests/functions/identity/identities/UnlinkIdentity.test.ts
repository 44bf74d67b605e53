import { GetOpenIdTokenCommand, UnlinkIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  developerName,
  developerToken,
  getId,
  identityClient,
  issuerNameOf,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  providerOf,
} from '#tests/support/identity-pools.ts';
import { makePool } from '#tests/support/pools.ts';

const unlink = async (IdentityId: string, Logins: Record<string, string>, LoginsToRemove: string[]) => {
  const { $metadata: _, ...answer } = await identityClient().send(
    new UnlinkIdentityCommand({ IdentityId, Logins, LoginsToRemove }),
  );
  return answer;
};

describe('UnlinkIdentity', () => {
  it('takes a login away, which is a new identity next time', async () => {
    const [pair, second] = [await makePoolPair(), await makePool()];
    const identityPoolId = await makeIdentityPool({
      CognitoIdentityProviders: [pair, second].map(({ poolId, clientId }) => ({
        ProviderName: providerOf(poolId),
        ClientId: clientId,
      })),
    });
    const [one, other] = [await loginsOf(pair), await loginsOf(second)];
    const id = await getId(identityPoolId, { ...one, ...other });

    expect(await unlink(id, one, [issuerNameOf(second.poolId)])).toEqual({});

    expect((await describeIdentity(id)).Logins).toEqual([providerOf(pair.poolId)]);
    expect(await getId(identityPoolId, one)).toBe(id);
    expect(await getId(identityPoolId, other)).not.toBe(id);
  });

  it("is for a developer's user by the pool's own token, of that identity alone", async () => {
    const pair = await makePoolPair({ DeveloperProviderName: developerName });
    const logins = await loginsOf(pair);
    const { identityId, token } = await developerToken(pair.identityPoolId, 'ada', { Logins: logins });
    const other = await developerToken(pair.identityPoolId, 'bob');
    const ownLogin = (given: string) => ({ 'cognito-identity.amazonaws.com': given });

    await expect(unlink(identityId, ownLogin(other.token), [providerOf(pair.poolId)])).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/^Logins don't match\./),
    });
    await unlink(identityId, ownLogin(token), [providerOf(pair.poolId)]);

    expect((await describeIdentity(identityId)).Logins).toEqual([developerName]);
  });

  it('leaves an identity without a login to nobody', async () => {
    const pair = await makePoolPair();
    const logins = await loginsOf(pair);
    const id = await getId(pair.identityPoolId, logins);
    await unlink(id, logins, [providerOf(pair.poolId)]);

    expect((await describeIdentity(id)).Logins).toBeUndefined();
    for (const Logins of [undefined, logins]) {
      const command = new GetOpenIdTokenCommand({ IdentityId: id, Logins });
      await expect(identityClient().send(command)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: expect.stringMatching(/^Logins don't match\./),
      });
    }
    expect(await getId(pair.identityPoolId, logins)).not.toBe(id);
  });

  it('is for whoever has a login of the identity', async () => {
    const pair = await makePoolPair();
    const id = await getId(pair.identityPoolId, await loginsOf(pair));
    for (const logins of [{}, await loginsOf(pair)]) {
      await expect(unlink(id, logins, [providerOf(pair.poolId)])).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: expect.stringMatching(/^Logins don't match\./),
      });
    }
  });
});
