import {
  DeleteIdentitiesCommand,
  GetOpenIdTokenCommand,
  MergeDeveloperIdentitiesCommand,
} from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  developerName,
  developerToken,
  getId,
  identityAdmin,
  identityClient,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  providerOf,
} from '#tests/support/identity-pools.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsOfIdentityPool } from '#tests/support/raw-table.ts';

const identitiesIn = async (poolId: string) =>
  (await itemsOfIdentityPool(poolId)).filter(({ type }) => type === 'Identity');

describe('first requests of one login at once', () => {
  it('make one identity', async () => {
    const pair = await makePoolPair();
    const logins = await loginsOf(pair);
    const ids = await Promise.all(Array.from({ length: 8 }, () => getId(pair.identityPoolId, logins)));
    expect(new Set(ids).size).toBe(1);
    expect(await identitiesIn(pair.identityPoolId)).toHaveLength(1);
  });

  it('make one identity of a developer\u2019s user', async () => {
    const poolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    const given = await Promise.all(Array.from({ length: 8 }, () => developerToken(poolId, 'ada')));
    expect(new Set(given.map(({ identityId }) => identityId)).size).toBe(1);
    expect(await identitiesIn(poolId)).toHaveLength(1);
  });
});

describe('merges at once', () => {
  it('of the same two identities come to one, in whichever order', async () => {
    const [pair, second] = [await makePoolPair(), await makePool()];
    const identityPoolId = await makeIdentityPool({
      CognitoIdentityProviders: [pair, second].map(({ poolId, clientId }) => ({
        ProviderName: providerOf(poolId),
        ClientId: clientId,
      })),
    });
    const [one, other] = [await loginsOf(pair), await loginsOf(second)];
    const before = [await getId(identityPoolId, one), await getId(identityPoolId, other)];

    const ids = await Promise.all(
      [...Array(6).keys()].map((turn) => getId(identityPoolId, turn % 2 ? { ...one, ...other } : { ...other, ...one })),
    );

    expect(new Set(ids).size).toBe(1);
    expect(before).toContain(ids[0]);
    expect(await getId(identityPoolId, one)).toBe(ids[0]);
    expect(await getId(identityPoolId, other)).toBe(ids[0]);
    expect((await describeIdentity(ids[0] ?? '')).Logins).toHaveLength(2);
  });

  it('of a developer\u2019s users against each other leave both with one identity', async () => {
    const IdentityPoolId = await makeIdentityPool({ DeveloperProviderName: developerName });
    for (const user of ['ada', 'bob']) await developerToken(IdentityPoolId, user);
    const merge = (SourceUserIdentifier: string, DestinationUserIdentifier: string) =>
      identityAdmin().send(
        new MergeDeveloperIdentitiesCommand({
          IdentityPoolId,
          DeveloperProviderName: developerName,
          SourceUserIdentifier,
          DestinationUserIdentifier,
        }),
      );
    await Promise.all([merge('ada', 'bob'), merge('bob', 'ada'), merge('ada', 'bob')]);
    const [ada, bob] = [await developerToken(IdentityPoolId, 'ada'), await developerToken(IdentityPoolId, 'bob')];
    expect(ada.identityId).toBe(bob.identityId);
  });
});

it('a guest who logs in twice at once is one user', async () => {
  const pair = await makePoolPair();
  const [guest, logins] = [await getId(pair.identityPoolId), await loginsOf(pair)];
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      identityClient().send(new GetOpenIdTokenCommand({ IdentityId: guest, Logins: logins })),
    ),
  );
  expect(new Set(answers.map(({ IdentityId }) => IdentityId))).toEqual(new Set([guest]));
});

it('an identity that is deleted while it gets a login leaves no login without an identity', async () => {
  const pair = await makePoolPair();
  for (let round = 0; round < 4; round++) {
    const [guest, logins] = [await getId(pair.identityPoolId), await loginsOf(pair)];
    await Promise.allSettled([
      identityClient().send(new GetOpenIdTokenCommand({ IdentityId: guest, Logins: logins })),
      identityAdmin().send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [guest] })),
    ]);
    const id = await getId(pair.identityPoolId, logins);
    expect((await describeIdentity(id)).Logins).toEqual([providerOf(pair.poolId)]);
  }
});
