/**
 * Sends the events of what was written to the table. Lambda calls it with records of the table's stream, in their order,
 * and again from the first one that it names as failed. resources/events.yml has what Lambda does then.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { streamRecord } from '#shared/data/events/item-change.ts';
import { publishEvents } from '#shared/services/events/publish-events.ts';

const payload = v.object({ Records: v.array(streamRecord) });

export const handler = worker({
  name: 'PublishEvents',
  payload,
  run: async ({ Records }: v.InferOutput<typeof payload>) => {
    const failed = await publishEvents()(Records);
    return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
  },
});
