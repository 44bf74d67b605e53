import { describe, expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { riskOf, setRisk, takeover } from '#tests/support/risk.ts';

const set = (UserPoolId: string, given: object) => callOwn('SetUserPoolRiskSettings', { UserPoolId, ...given });
const get = (UserPoolId: string) => callOwn('GetUserPoolRiskSettings', { UserPoolId });

const office = { GroupName: 'admins', AllowedIPRangeList: ['192.0.2.0/24'], BlockedIPRangeList: ['192.0.2.66/32'] };

describe('SetUserPoolRiskSettings', () => {
  it('keeps what it is given, and leaves the risk configuration as it is', async () => {
    const { poolId } = await makePool();
    const AccountTakeoverRiskConfiguration = takeover('BLOCK');
    await setRisk(poolId, { AccountTakeoverRiskConfiguration });
    const given = {
      MfaRequiredWithoutFactor: 'SET_UP',
      InvalidFeedbackAction: 'REQUIRE_NEW_PASSWORD',
      Groups: [office],
    };

    expect(await set(poolId, given)).toEqual({ UserPoolId: poolId, ...given });

    expect(await get(poolId)).toEqual({ UserPoolId: poolId, ...given });
    expect(await riskOf(poolId)).toMatchObject({ AccountTakeoverRiskConfiguration });
    await setRisk(poolId);
    expect(await get(poolId)).toEqual({ UserPoolId: poolId, ...given });
  });

  it('gives what is left out its default again', async () => {
    const { poolId } = await makePool();
    await set(poolId, { MfaRequiredWithoutFactor: 'SET_UP', Groups: [office] });

    expect(await set(poolId, {})).toEqual({
      UserPoolId: poolId,
      MfaRequiredWithoutFactor: 'BLOCK',
      InvalidFeedbackAction: 'NO_ACTION',
      Groups: [],
    });
  });

  it.each([
    ['a group twice', { Groups: [office, office] }, 'A group stands twice in Groups.'],
    [
      'what is no range',
      { Groups: [{ GroupName: 'admins', AllowedIPRangeList: ['192.0.2.1'] }] },
      'AllowedIPRangeList is to have ranges in CIDR notation, such as 192.0.2.1/32, and has: 192.0.2.1',
    ],
    ['too many groups', { Groups: Array.from({ length: 11 }, () => office) }, /^1 validation error detected/],
    ['another action', { InvalidFeedbackAction: 'DELETE' }, /^1 validation error detected/],
  ])('refuses %s', async (_what, given, message) => {
    const { poolId } = await makePool();

    await expect(set(poolId, given)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
