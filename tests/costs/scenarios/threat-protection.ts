import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { riskOf, setRisk, takeover } from '#tests/support/risk.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const pool = once(() => makePool());

const blocking = { AccountTakeoverRiskConfiguration: takeover('BLOCK') };

export const threatProtection: readonly Scenario[] = [
  {
    operation: 'SetRiskConfiguration',
    prepare: async () => {
      const { poolId } = await pool();
      return () => setRisk(poolId, blocking);
    },
  },
  {
    operation: 'SetRiskConfiguration',
    way: 'of a client',
    prepare: async () => {
      const { poolId } = await pool();
      const { clientId } = await makeClient(poolId);
      return () => setRisk(poolId, { ClientId: clientId, ...blocking });
    },
  },
  {
    operation: 'DescribeRiskConfiguration',
    prepare: async () => {
      const { poolId } = await pool();
      return () => riskOf(poolId);
    },
  },
  {
    operation: 'SetUserPoolRiskSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return () => callOwn('SetUserPoolRiskSettings', { UserPoolId, MfaRequiredWithoutFactor: 'SET_UP' });
    },
  },
  {
    operation: 'GetUserPoolRiskSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return () => callOwn('GetUserPoolRiskSettings', { UserPoolId });
    },
  },
];
