import { describe, expect, it } from 'vitest';
import { makePool } from '#tests/support/pools.ts';
import { riskOf, setRisk, takeover } from '#tests/support/risk.ts';

describe('DescribeRiskConfiguration', () => {
  it('has no section where nothing was set', async () => {
    const { poolId, clientId } = await makePool();

    expect(await riskOf(poolId)).toEqual({ UserPoolId: poolId });
    expect(await riskOf(poolId, clientId)).toEqual({ UserPoolId: poolId, ClientId: clientId });
  });

  it('says when the configuration was set', async () => {
    const { poolId } = await makePool();
    const before = Date.now();
    await setRisk(poolId, { AccountTakeoverRiskConfiguration: takeover('MFA_REQUIRED') });

    const at = (await riskOf(poolId))?.LastModifiedDate?.getTime() ?? 0;

    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it('does not know pools and clients that are not there', async () => {
    const [{ poolId }, foreign] = [await makePool(), await makePool()];
    const missing = { name: 'ResourceNotFoundException' };

    await expect(riskOf('eu-central-1_000000000')).rejects.toMatchObject(missing);
    await expect(riskOf(poolId, foreign.clientId)).rejects.toMatchObject(missing);
  });
});
