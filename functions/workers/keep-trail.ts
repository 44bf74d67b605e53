/**
 * Keeps the audit trail: writes its records, which CloudWatch Logs finds among the lines of the functions, to a log group of
 * their own. There is no route: a subscription of that log invokes it. Payload: as CloudWatch Logs sends it. A record may be
 * kept twice, and then has the same `eventID`.
 */
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { environment } from '#shared/config/environment.ts';
import { logDestinations } from '#shared/gateways/log-destinations.ts';
import { trailGroup } from '#shared/gateways/trail-log.ts';

const payload = v.object({ awslogs: v.object({ data: v.string() }) });

const Batch = v.object({
  messageType: v.string(),
  logEvents: v.array(v.object({ timestamp: v.number(), message: v.string() })),
});

type LogEvents = v.InferOutput<typeof Batch>['logEvents'];

// As much as one request takes: a megabyte, with 26 bytes beside each event.
const mostBytes = 1_000_000;
const besideEach = 26;
const mostEvents = 10_000;

const inPortions = (events: LogEvents): LogEvents[] => {
  const portions: LogEvents[] = [];
  let room = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + besideEach;
    const last = portions.at(-1);
    if (last && size <= room && last.length < mostEvents) last.push(event);
    else portions.push([event]);
    room = (last === portions.at(-1) ? room : mostBytes) - size;
  }
  return portions;
};

export const handler = worker({
  name: 'KeepTrail',
  payload,
  run: async ({ awslogs }: v.InferOutput<typeof payload>) => {
    const batch = v.parse(Batch, JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()));
    // Anything else only asks whether the subscription works.
    if (batch.messageType !== 'DATA_MESSAGE') return {};
    const { functionPrefix, region } = environment();
    const name = trailGroup(functionPrefix);
    const events = batch.logEvents.toSorted((one, other) => one.timestamp - other.timestamp);
    for (const portion of inPortions(events)) {
      const stream = new Date(portion[0]?.timestamp ?? 0).toISOString().slice(0, 10);
      await logDestinations().putLogEvents({ region, name }, stream, portion);
    }
    return {};
  },
});
