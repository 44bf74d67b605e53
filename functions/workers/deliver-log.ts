/**
 * Writes a record of a pool's log to CloudWatch Logs, Firehose or S3. Functions start it for pools with a log configuration.
 * Payload: the `destination` and the `record`. Tried three times in all, as every asynchronous call.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { sendLog } from '#shared/services/log-delivery/send-log.ts';
import { LogDestinationType, LogRecordType } from '#shared/wire/log-delivery.ts';

const payload = v.strictObject({ destination: LogDestinationType, record: LogRecordType });

export const handler = worker({
  name: 'DeliverLog',
  payload,
  run: async ({ destination, record }: v.InferOutput<typeof payload>) => {
    await sendLog(destination, record);
    return {};
  },
});
