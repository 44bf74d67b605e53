import { describe, expect, it } from 'vitest';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { setPolicy } from '#tests/support/linking.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

describe('SetUserPoolLinkingPolicy', () => {
  it('answers what holds, and forgets what it is not given', async () => {
    const pool = await makePool();
    const { poolId: UserPoolId } = pool;
    await makeProvider(pool);
    const set = await setPolicy(pool, 'VERIFIED_EMAIL', ['Corporate', 'Corporate']);
    expect(set).toEqual({ UserPoolId, Policy: 'VERIFIED_EMAIL', TrustedProviders: ['Corporate'] });
    expect(await callOwn('GetUserPoolLinkingPolicy', { UserPoolId })).toEqual(set);
    const forgotten = { UserPoolId, Policy: 'NEVER', TrustedProviders: [] };
    expect(await callOwn('SetUserPoolLinkingPolicy', { UserPoolId })).toEqual(forgotten);
  });

  it('takes an e-mail from nobody where it trusts nobody', async () => {
    await expect(setPolicy(await makePool(), 'VERIFIED_EMAIL')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'VERIFIED_EMAIL needs TrustedProviders: the providers that verify whose an e-mail is.',
    });
  });

  it('trusts no provider that the pool does not have', async () => {
    const pool = await makePool();
    await expect(setPolicy(pool, 'ASK', ['Corporate'])).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The provider Corporate does not exist for User Pool ${pool.poolId}.`,
    });
  });

  it('knows no other policy', async () => {
    await expect(setPolicy(await makePool(), 'ALWAYS')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('knows no pool that is not there', async () => {
    const { poolId } = await makePool();
    const nobodys = { poolId: `${poolId.slice(0, -9)}000000000` };
    await expect(setPolicy(nobodys, 'ASK')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
