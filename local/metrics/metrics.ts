import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { metricsChannel } from '#shared/observability/call.ts';
import { type LocalService, startJsonService } from '../serving/service.ts';
import { assertSigned, type Credentials, Refusal } from '../signature.ts';
import { createMetricStore } from './metric-store.ts';

interface Settings {
  readonly port: number;
  /** Where counts stay between runs; without it, they are in memory. */
  readonly file: string | undefined;
  readonly credentials: Credentials;
}

const Query = v.object({
  Id: v.pipe(v.string(), v.regex(/^[a-z]\w{0,254}$/)),
  MetricStat: v.object({
    Metric: v.object({
      Namespace: v.string(),
      MetricName: v.string(),
      Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
    }),
    Period: v.pipe(v.number(), v.integer(), v.multipleOf(60), v.minValue(60)),
    Stat: v.picklist(['Sum', 'SampleCount']),
  }),
});

const Request = v.object({
  StartTime: v.number(),
  EndTime: v.number(),
  MetricDataQueries: v.pipe(v.array(Query), v.minLength(1), v.maxLength(500)),
  ScanBy: v.literal('TimestampAscending'),
});

const saveMs = 30_000;

/**
 * A small CloudWatch, for signed requests only: it counts what the functions of this process count, by minute, and answers
 * GetMetricData for sums and numbers of samples. Expressions, other statistics and pages it refuses.
 */
export const startMetrics = async ({ port, file, credentials }: Settings): Promise<LocalService> => {
  const store = createMetricStore(file);
  const take = (line: unknown): void => store.take(String(line));
  subscribe(metricsChannel, take);
  process.once('exit', store.save);
  const timer = setInterval(store.save, saveMs).unref();

  const getMetricData = (body: Buffer): object => {
    const { success, output } = v.safeParse(Request, JSON.parse(body.toString() || '{}'));
    if (!success) throw new Refusal(400, 'ValidationError', 'A parameter is missing or has another form.');
    const [from, to] = [output.StartTime * 1000, output.EndTime * 1000];
    const results = output.MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
      const metric = { namespace: Metric.Namespace, name: Metric.MetricName, dimensions };
      const points = new Map<number, number>();
      for (const { at, sum, samples } of store.read(metric, from, to)) {
        const time = Math.floor(at / 1000 / Period) * Period;
        points.set(time, (points.get(time) ?? 0) + (Stat === 'Sum' ? sum : samples));
      }
      const sorted = [...points].sort(([one], [other]) => one - other);
      const [Timestamps, Values] = [sorted.map(([time]) => time), sorted.map(([, value]) => value)];
      return { Id, Label: Metric.MetricName, Timestamps, Values, StatusCode: 'Complete' };
    });
    return { MetricDataResults: results, Messages: [] };
  };

  const answer = async (request: IncomingMessage, body: Buffer): Promise<object> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    await assertSigned(request, url, { credentials, service: 'monitoring', body });
    if (request.headers['x-amz-target'] === 'GraniteServiceVersion20100801.GetMetricData') return getMetricData(body);
    throw new Refusal(400, 'UnknownOperationException', 'The metrics of this stack have no such operation.');
  };

  const service = await startJsonService({ port, version: '1.0', answer });
  const stop = async (): Promise<void> => {
    unsubscribe(metricsChannel, take);
    process.removeListener('exit', store.save);
    clearInterval(timer);
    store.save();
    await service.stop();
  };
  return { url: service.url, stop };
};
