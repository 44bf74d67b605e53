import { CognitoException } from '#shared/errors/exception.ts';
import { isIpRange } from './ip-ranges.ts';
import type { RiskSections, RiskSettings } from './pool-risk.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertRanges = (name: string, ranges: readonly string[] = []): void => {
  const wrong = ranges.find((range) => !isIpRange(range));
  if (wrong === undefined) return;
  throw invalid(`${name} is to have ranges in CIDR notation, such as 192.0.2.1/32, and has: ${wrong.slice(0, 64)}`);
};

/** Throws InvalidParameterException for a risk configuration that cannot be carried out. */
export const assertRiskSections = (sections: RiskSections): void => {
  const { RiskExceptionConfiguration: exceptions, AccountTakeoverRiskConfiguration: takeover } = sections;
  assertRanges('BlockedIPRangeList', exceptions?.BlockedIPRangeList);
  assertRanges('SkippedIPRangeList', exceptions?.SkippedIPRangeList);
  const { LowAction, MediumAction, HighAction } = takeover?.Actions ?? {};
  const notifies = [LowAction, MediumAction, HighAction].some((action) => action?.Notify);
  if (notifies && !takeover?.NotifyConfiguration) {
    throw invalid('NotifyConfiguration is required where an action notifies.');
  }
};

/** Throws InvalidParameterException for settings that cannot be carried out. */
export const assertRiskSettings = ({ groups = [] }: RiskSettings): void => {
  for (const { allowed, blocked } of groups) {
    assertRanges('AllowedIPRangeList', allowed);
    assertRanges('BlockedIPRangeList', blocked);
  }
  if (new Set(groups.map(({ group }) => group)).size < groups.length) throw invalid('A group stands twice in Groups.');
};
