/** Metrics in CloudWatch's embedded metric format (EMF): lines of the log that CloudWatch counts. Loaded where something is counted. */

import { channel } from 'node:diagnostics_channel';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { counting, metricsNamespace } from '#shared/config/environment.ts';
import { metricsChannel } from './call.ts';

/** Values that are counted together, once for each set of dimensions. */
interface Measured {
  readonly dimensions: readonly (readonly string[])[];
  readonly names: readonly string[];
  readonly places: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
}

const lines = channel(metricsChannel);

const metricsOf = new Map<string, Metrics>();

// Powertools is asked for the count of outcomes alone. It gives every set the dimension `service`, and a line one directive.
const outcomeOf = (operation: string, outcome: string) => {
  let metrics = metricsOf.get(operation);
  if (!metrics) {
    metrics = new Metrics({
      namespace: metricsNamespace(),
      serviceName: 'gatehouse',
      defaultDimensions: { operation },
    });
    metricsOf.set(operation, metrics);
  }
  metrics.addMetric(outcome, MetricUnit.Count, 1);
  const line = metrics.serializeMetrics();
  metrics.clearMetrics();
  return line;
};

/**
 * Counts the outcome of an operation's request, and what else it counts for, in one line, for whoever listens in this
 * process, and for CloudWatch unless that is switched off. It is written past the console,
 * which Lambda wraps in lines of its own that nobody counts.
 */
export const publishMetrics = (operation: string, outcome: string, measured: readonly Measured[]): void => {
  const line = outcomeOf(operation, outcome);
  const Namespace = metricsNamespace();
  const more = measured.map(({ dimensions, names }) => ({
    Namespace,
    Dimensions: dimensions,
    Metrics: names.map((Name) => ({ Name, Unit: MetricUnit.Count })),
  }));
  const { _aws: own, ...members } = line;
  const _aws = { ...own, CloudWatchMetrics: [...own.CloudWatchMetrics, ...more] };
  const all = Object.assign({ _aws }, members, ...measured.flatMap(({ places, values }) => [places, values]));
  const text = JSON.stringify(all);
  if (lines.hasSubscribers) lines.publish(text);
  if (counting()) process.stdout.write(`${text}\n`);
};
