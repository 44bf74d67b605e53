/**
 * Sets what threat protection does beyond the API: what becomes of users without a second factor where the risk requires
 * one, what follows where a user says that a sign-in was somebody else, and from where members of groups may sign in.
 * What is not given gets its default again. Answers the settings. An operation of Gatehouse's own: its target is
 * `Gatehouse.SetUserPoolRiskSettings`.
 */

import * as v from 'valibot';
import { assertRiskSettings } from '#shared/domain/risk/risk-rules.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import {
  fromRiskSettings,
  GroupIPRangesListType,
  InvalidFeedbackActionType,
  MfaRequiredWithoutFactorType,
  toRiskSettings,
} from '#shared/wire/risk-settings.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  MfaRequiredWithoutFactor: v.optional(MfaRequiredWithoutFactorType),
  InvalidFeedbackAction: v.optional(InvalidFeedbackActionType),
  Groups: v.optional(GroupIPRangesListType),
});

export const { definition, handler } = signed({
  name: 'SetUserPoolRiskSettings',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ...given }): Promise<ReturnType<typeof toRiskSettings>> => {
    const settings = fromRiskSettings(given);
    assertRiskSettings(settings);
    await changeUserPool(UserPoolId, ({ risk }) => ({ risk: { ...risk, settings } }));
    return toRiskSettings(UserPoolId, settings);
  },
});
