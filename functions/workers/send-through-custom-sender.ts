/**
 * Calls a pool's CustomEmailSender or CustomSMSSender function, with the code encrypted under the pool's KMS key. The
 * functions that make codes start it. Payload: `userPoolId`, the pool's wrapped `dataKey`, and the `order` sealed under
 * it, both in base64. Tried three times in all, as every asynchronous call.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { deliverOrder } from '#shared/services/messages/custom-delivery.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const bytes = v.pipe(
  v.string(),
  v.base64(),
  v.transform((text) => Buffer.from(text, 'base64')),
);

const payload = v.strictObject({ userPoolId: UserPoolIdType, dataKey: bytes, order: bytes });

export const handler = worker({
  name: 'SendThroughCustomSender',
  payload,
  run: async (sealed: v.InferOutput<typeof payload>) => {
    await deliverOrder()(sealed);
    return {};
  },
});
