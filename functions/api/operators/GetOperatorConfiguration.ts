/**
 * Tells who administers the deployment, as SetOperatorConfiguration set it; nothing where it did not. An operation of
 * Gatehouse's own: its target is `Gatehouse.GetOperatorConfiguration`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getOperators } from '#shared/services/operators/operators.ts';
import { toOperatorAnswer } from '#shared/wire/operators.ts';

export const { definition, handler } = signed({
  name: 'GetOperatorConfiguration',
  request: v.object({}),
  throws: [],
  run: async (): Promise<ReturnType<typeof toOperatorAnswer>> => toOperatorAnswer(await getOperators()),
});
