import { isInRanges } from '#shared/domain/risk/ip-ranges.ts';
import { riskConfigurationOf } from '#shared/domain/risk/risk-configuration.ts';
import { addressText } from '#shared/domain/sign-in/refusal-texts.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin } from '../sessions/origin.ts';

/** Throws NotAuthorizedException for an address that the risk configuration blocks. */
export const refuseBlocked = (app: ClientRecord, { sourceIp }: Pick<Origin, 'sourceIp'>): void => {
  const blocked = riskConfigurationOf(app)?.RiskExceptionConfiguration?.BlockedIPRangeList;
  if (isInRanges(sourceIp, blocked)) throw new CognitoException('NotAuthorizedException', addressText);
};
