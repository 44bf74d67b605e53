import * as v from 'valibot';
import type { RiskSettings } from '#shared/domain/risk/pool-risk.ts';
import { GroupNameType, list, StringType } from './shapes.ts';

/** For how many groups a pool can say from where their members sign in. Every sign-in reads them. */
export const mostGroupRanges = 10;

export const MfaRequiredWithoutFactorType = v.picklist(['BLOCK', 'SET_UP']);
export const InvalidFeedbackActionType = v.picklist(['NO_ACTION', 'REQUIRE_NEW_PASSWORD']);
export const GroupIPRangeListType = list(StringType, { max: 50 });
const GroupIPRangesType = v.object({
  GroupName: GroupNameType,
  AllowedIPRangeList: v.optional(GroupIPRangeListType),
  BlockedIPRangeList: v.optional(GroupIPRangeListType),
});
export const GroupIPRangesListType = list(GroupIPRangesType, { max: mostGroupRanges });

/** A pool's own settings of threat protection, as a request gives them. */
export const fromRiskSettings = (given: {
  readonly MfaRequiredWithoutFactor?: v.InferOutput<typeof MfaRequiredWithoutFactorType> | undefined;
  readonly InvalidFeedbackAction?: v.InferOutput<typeof InvalidFeedbackActionType> | undefined;
  readonly Groups?: v.InferOutput<typeof GroupIPRangesListType> | undefined;
}): RiskSettings => ({
  ...(given.MfaRequiredWithoutFactor && { withoutFactor: given.MfaRequiredWithoutFactor }),
  ...(given.InvalidFeedbackAction && { invalidFeedback: given.InvalidFeedbackAction }),
  ...(given.Groups?.length && {
    groups: given.Groups.map(({ GroupName, AllowedIPRangeList: allowed, BlockedIPRangeList: blocked }) => ({
      group: GroupName,
      ...(allowed?.length && { allowed }),
      ...(blocked?.length && { blocked }),
    })),
  }),
});

/** A pool's own settings of threat protection, with defaults filled in. */
export const toRiskSettings = (UserPoolId: string, settings: RiskSettings = {}) => ({
  UserPoolId,
  MfaRequiredWithoutFactor: settings.withoutFactor ?? 'BLOCK',
  InvalidFeedbackAction: settings.invalidFeedback ?? 'NO_ACTION',
  Groups: (settings.groups ?? []).map(({ group, allowed, blocked }) => ({
    GroupName: group,
    ...(allowed && { AllowedIPRangeList: allowed }),
    ...(blocked && { BlockedIPRangeList: blocked }),
  })),
});
