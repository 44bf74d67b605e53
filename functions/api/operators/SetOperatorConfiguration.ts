/**
 * Says who administers the deployment: users of one pool, by what their groups are for, and by which app clients they sign
 * in. Without OperatorConfiguration, nobody does but whoever holds an access key. It takes an access key for all pools,
 * because whoever says who the operators are can be one. An operation of Gatehouse's own: its target is
 * `Gatehouse.SetOperatorConfiguration`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { setOperators } from '#shared/services/operators/operators.ts';
import { fromOperators, OperatorConfigurationType, toOperatorAnswer } from '#shared/wire/operators.ts';

// There is no UserPoolId beside it: a key for that pool alone must not do this.
const request = v.object({ OperatorConfiguration: v.optional(OperatorConfigurationType) });

export const { definition, handler } = signed({
  name: 'SetOperatorConfiguration',
  request,
  throws: [],
  run: async ({ OperatorConfiguration: given }): Promise<ReturnType<typeof toOperatorAnswer>> => {
    const operators = given && fromOperators(given);
    await setOperators(operators);
    return toOperatorAnswer(operators);
  },
});
