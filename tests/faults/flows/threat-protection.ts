import { expect } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { riskOf, sesArn, setRisk, takeover } from '#tests/support/risk.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

// Of its own: what is set here acts on no other flow.
const pool = once(() => makePool());

const MfaEmail = { Subject: 'A sign-in', TextBody: 'by {username}' };
const AccountTakeoverRiskConfiguration = {
  ...takeover('NO_ACTION', true),
  NotifyConfiguration: { SourceArn: sesArn, MfaEmail },
};

export const threatProtection: readonly Flow[] = [
  {
    operation: 'SetRiskConfiguration',
    way: 'of a client, with a text',
    prepare: async () => {
      const { poolId } = await pool();
      const { clientId: ClientId } = await makeClient(poolId);
      return {
        call: () => setRisk(poolId, { ClientId, AccountTakeoverRiskConfiguration }),
        proof: async () => expect(await riskOf(poolId, ClientId)).toMatchObject({ AccountTakeoverRiskConfiguration }),
      };
    },
  },
  {
    operation: 'SetUserPoolRiskSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const asked = { UserPoolId, MfaRequiredWithoutFactor: 'SET_UP' };
      return {
        call: () => callOwn('SetUserPoolRiskSettings', asked),
        proof: async () => expect(await callOwn('GetUserPoolRiskSettings', { UserPoolId })).toMatchObject(asked),
      };
    },
  },
];
