import { type AuthEvent, unscored } from '#shared/domain/risk/auth-event.ts';
import { isInRanges } from '#shared/domain/risk/ip-ranges.ts';
import { riskConfigurationOf } from '#shared/domain/risk/risk-configuration.ts';
import { addressText } from '#shared/domain/sign-in/refusal-texts.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Origin } from '../sessions/origin.ts';
import { noteRisk } from './auth-events.ts';

/** Throws NotAuthorizedException for an address that the risk configuration blocks, whatever is asked from there. */
export const refuseBlocked = (
  app: ClientRecord,
  { sourceIp }: Pick<Origin, 'sourceIp'>,
  type: AuthEvent['type'],
): void => {
  const blocked = riskConfigurationOf(app)?.RiskExceptionConfiguration?.BlockedIPRangeList;
  if (!isInRanges(sourceIp, blocked)) return;
  noteRisk({ type, risk: { ...unscored, decision: 'Block' } });
  throw new CognitoException('NotAuthorizedException', addressText);
};
