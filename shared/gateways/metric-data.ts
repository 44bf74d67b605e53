import * as v from 'valibot';
import { environment, metricsNamespace } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';

/** A metric of the deployment, and what is asked of it: the sum of its values, or how many there are. */
export interface MetricQuery {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'SampleCount';
}

/** Values by the time, in epoch seconds, at which their period begins. Periods without a value are missing. */
export type MetricValues = ReadonlyMap<number, number>;

/** Reads what was counted. */
export interface MetricData {
  /** In the order of the queries, with `from` and without `to`, in epoch seconds. Throws ServiceRefusal. */
  readonly read: (
    queries: readonly MetricQuery[],
    range: { readonly from: number; readonly to: number; readonly period: number },
  ) => Promise<readonly MetricValues[]>;
}

interface Settings {
  readonly region: string;
  readonly namespace: string;
  readonly endpoint: string | undefined;
}

const timeoutMs = 8000;
// Of one request.
const mostQueries = 500;
const mostPages = 20;

const Answer = v.object({
  MetricDataResults: v.optional(
    v.array(
      v.object({
        Id: v.string(),
        Timestamps: v.optional(v.array(v.number()), []),
        Values: v.optional(v.array(v.number()), []),
      }),
    ),
    [],
  ),
  NextToken: v.optional(v.nullable(v.string())),
});

/**
 * Reads by GetMetricData of CloudWatch, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const createMetricData = ({ region, namespace, endpoint }: Settings): MetricData => {
  const monitoring = createAwsRequest({ service: 'monitoring', endpoint });

  const ask = async (input: object): Promise<v.InferOutput<typeof Answer>> => {
    const { body } = await monitoring({
      region,
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
      },
      body: JSON.stringify(input),
      timeoutMs,
      retriesAfter: ['silent', 'throttled', 'broken'],
    });
    return v.parse(Answer, JSON.parse(body.toString()));
  };

  const readSome: MetricData['read'] = async (queries, { from, to, period }) => {
    const values = queries.map(() => new Map<number, number>());
    const MetricDataQueries = queries.map(({ name, dimensions, statistic }, index) => ({
      Id: `q${index}`,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        Period: period,
        Stat: statistic,
      },
    }));
    const request = { StartTime: from, EndTime: to, MetricDataQueries, ScanBy: 'TimestampAscending' };
    let token: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const { MetricDataResults, NextToken } = await ask({
        ...request,
        ...(token !== undefined && { NextToken: token }),
      });
      for (const { Id, Timestamps, Values } of MetricDataResults)
        for (const [index, time] of Timestamps.entries()) values[Number(Id.slice(1))]?.set(time, Values[index] ?? 0);
      if (!NextToken) return values;
      token = NextToken;
    }
    throw new Error('CloudWatch answers with more pages than there can be.');
  };

  return {
    read: async (queries, range) => {
      const found: MetricValues[] = [];
      for (let start = 0; start < queries.length; start += mostQueries)
        found.push(...(await readSome(queries.slice(start, start + mostQueries), range)));
      return found;
    },
  };
};

export const metricData = once(() => {
  const { region, endpoints } = environment();
  return createMetricData({ region, namespace: metricsNamespace(), endpoint: endpoints.cloudwatch });
});
