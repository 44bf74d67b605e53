import { expect, it } from 'vitest';
import { decrypt, exportPool, makeExportKeys } from '#tests/support/exports.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { riskOf, sesArn, setRisk, takeover } from '#tests/support/risk.ts';

interface Restored {
  readonly UserPool: { readonly Id: string };
  readonly UserPoolClients: readonly { readonly ClientId: string }[];
}

it('carries risk configurations along, with their texts and the settings of our own', async () => {
  const { poolId, clientId } = await makePool();
  const AccountTakeoverRiskConfiguration = {
    ...takeover('BLOCK', true),
    NotifyConfiguration: { SourceArn: sesArn, BlockEmail: { Subject: 'Blocked', TextBody: 'by {username}' } },
  };
  const RiskExceptionConfiguration = { SkippedIPRangeList: ['192.0.2.0/24'] };
  await setRisk(poolId, { AccountTakeoverRiskConfiguration });
  await setRisk(poolId, { ClientId: clientId, RiskExceptionConfiguration });
  const own = { MfaRequiredWithoutFactor: 'SET_UP', InvalidFeedbackAction: 'REQUIRE_NEW_PASSWORD', Groups: [] };
  await callOwn('SetUserPoolRiskSettings', { UserPoolId: poolId, ...own });
  const keys = await makeExportKeys();
  const [Manifest] = await decrypt(await exportPool(poolId, keys.publicKey), keys);

  const { UserPool, UserPoolClients } = await callOwn<Restored>('RestoreUserPool', { Manifest });

  expect(await riskOf(UserPool.Id)).toMatchObject({ AccountTakeoverRiskConfiguration });
  expect(await riskOf(UserPool.Id, UserPoolClients[0]?.ClientId)).toMatchObject({ RiskExceptionConfiguration });
  expect(await callOwn('GetUserPoolRiskSettings', { UserPoolId: UserPool.Id })).toMatchObject(own);
});
