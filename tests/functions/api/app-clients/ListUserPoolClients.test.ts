import { type ClientTypeType, ListUserPoolClientsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';

const list = (
  UserPoolId: string,
  options: { MaxResults?: number; NextToken?: string; ClientType?: ClientTypeType } = {},
) => adminClient().send(new ListUserPoolClientsCommand({ UserPoolId, ...options }));

describe('ListUserPoolClients', () => {
  it('gives the clients of the pool, page by page', async () => {
    const pool = await makePool();
    const others = await Promise.all([makeClient(pool.poolId), makeClient(pool.poolId, { ClientName: 'third' })]);
    await makePool();

    const first = await list(pool.poolId, { MaxResults: 2 });
    const second = await list(pool.poolId, { MaxResults: 2, NextToken: first.NextToken ?? '' });

    expect(first.UserPoolClients).toHaveLength(2);
    expect(second.NextToken).toBeUndefined();
    const found = [...(first.UserPoolClients ?? []), ...(second.UserPoolClients ?? [])];
    expect(found.map(({ ClientId }) => ClientId).sort()).toEqual(
      [pool.clientId, ...others.map(({ clientId }) => clientId)].sort(),
    );
    expect(found).toContainEqual({ ClientId: others[1]?.clientId, ClientName: 'third', UserPoolId: pool.poolId });
  });

  it('can be asked for clients that registered themselves, of which there are none', async () => {
    const { poolId, clientId } = await makePool();

    expect((await list(poolId, { ClientType: 'DCR' })).UserPoolClients).toEqual([]);
    expect((await list(poolId, { ClientType: 'REGULAR' })).UserPoolClients).toMatchObject([{ ClientId: clientId }]);
  });

  it('takes a token for the same question only', async () => {
    const [one, other] = await Promise.all([makePool(), makePool()]);
    await makeClient(one.poolId);
    const { NextToken = '' } = await list(one.poolId, { MaxResults: 1 });

    const invalid = { name: 'InvalidParameterException', message: 'Invalid pagination token.' };
    await expect(list(other.poolId, { NextToken })).rejects.toMatchObject(invalid);
    await expect(list(one.poolId, { NextToken, ClientType: 'REGULAR' })).rejects.toMatchObject(invalid);
    await expect(list(one.poolId, { NextToken })).resolves.toBeDefined();
  });

  it('knows no pool that is not there', async () => {
    await expect(list('us-east-1_nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
