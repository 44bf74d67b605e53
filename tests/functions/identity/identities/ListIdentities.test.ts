import { GetOpenIdTokenCommand, ListIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  getId,
  identityAdmin,
  identityClient,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  unknownId,
} from '#tests/support/identity-pools.ts';

const list = (IdentityPoolId: string, MaxResults: number, NextToken?: string, HideDisabled?: boolean) =>
  identityAdmin().send(new ListIdentitiesCommand({ IdentityPoolId, MaxResults, NextToken, HideDisabled }));

const all = async (poolId: string, limit: number, hides?: boolean): Promise<string[]> => {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const { Identities = [], NextToken } = await list(poolId, limit, token, hides);
    expect(Identities.length).toBeLessThanOrEqual(limit);
    found.push(...Identities.map(({ IdentityId = '' }) => IdentityId));
    token = NextToken;
  } while (token);
  return found.sort();
};

describe('ListIdentities', () => {
  it('gives every identity of the pool once, page by page', async () => {
    const poolId = await makeIdentityPool();
    const made = [];
    for (let index = 0; index < 9; index++) made.push(await getId(poolId));
    expect(await all(poolId, 2)).toEqual(made.sort());
    expect(await all(poolId, 60)).toEqual(made);
    expect(await all(await makeIdentityPool(), 60)).toEqual([]);
  });

  it('leaves out disabled ones where it is told to', async () => {
    const pair = await makePoolPair();
    const logins = await loginsOf(pair);
    const [guest, user] = [await getId(pair.identityPoolId), await getId(pair.identityPoolId, logins)];
    await identityClient().send(new GetOpenIdTokenCommand({ IdentityId: guest, Logins: logins }));
    expect(await all(pair.identityPoolId, 60)).toEqual([guest, user].sort());
    expect(await all(pair.identityPoolId, 60, true)).toEqual([user]);
  });

  it('takes a token for the same list alone', async () => {
    const [one, other] = [await makeIdentityPool(), await makeIdentityPool()];
    await getId(one);
    await getId(one);
    const { NextToken } = await list(one, 1);
    expect(NextToken).toBeDefined();
    await expect(list(other, 1, NextToken)).rejects.toMatchObject({ message: 'Invalid pagination token.' });
  });

  it('knows no pool that is not there', async () => {
    await expect(list(unknownId(), 1)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
