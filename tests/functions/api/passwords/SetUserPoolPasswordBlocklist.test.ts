import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

const set = (UserPoolId: string, settings: object) =>
  callOwn<object>('SetUserPoolPasswordBlocklist', { UserPoolId, ...settings });

describe('SetUserPoolPasswordBlocklist', () => {
  it('answers what holds, and forgets what it is not given', async () => {
    const { poolId: UserPoolId } = await makePool();
    const usual = { Url: 'https://api.pwnedpasswords.com/range/', TimeoutMilliseconds: 1000 };
    expect(await set(UserPoolId, { Enforced: true, RangeService: {}, Unchecked: 'REFUSE' })).toEqual({
      UserPoolId,
      Enforced: true,
      RangeService: usual,
      Unchecked: 'REFUSE',
    });
    const own = { Url: 'https://ranges.example.com/sha1/', TimeoutMilliseconds: 250 };
    const answer = { UserPoolId, Enforced: false, RangeService: own, Unchecked: 'ALLOW' };
    expect(await set(UserPoolId, { RangeService: own })).toEqual(answer);
    expect(await callOwn('GetUserPoolPasswordBlocklist', { UserPoolId })).toEqual(answer);
    expect(await set(UserPoolId, {})).toEqual({ UserPoolId, Enforced: false, Unchecked: 'ALLOW' });
  });

  it.each([
    [{ RangeService: { Url: 'http://ranges.example.com/' } }],
    [{ RangeService: { Url: 'https://ranges.example.com/sha1' } }],
    [{ RangeService: { TimeoutMilliseconds: 99 } }],
    [{ RangeService: { TimeoutMilliseconds: 5001 } }],
    [{ File: { Name: '../exports/one' } }],
    [{ File: { Name: '.hidden' } }],
    [{ File: {} }],
    [{ Unchecked: 'MAYBE' }],
    [{ Enforced: 'yes' }],
  ])('refuses %j', async (settings) => {
    const { poolId } = await makePool();
    await expect(set(poolId, settings)).rejects.toMatchObject({
      name: expect.stringMatching(/^(?:InvalidParameter|Serialization)Exception$/),
    });
  });

  it('knows no pool that is not there', async () => {
    await expect(set('us-east-1_Nowhere00', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
