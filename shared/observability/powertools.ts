import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

// Nothing here logs events, requests or responses: they hold passwords, codes and tokens.
export const logger = new Logger({ serviceName: 'gatehouse' });

/** Counts what came of an operation's requests: each count is written at once, as one line of the log. */
export const metricsOf = (operation: string): Metrics =>
  new Metrics({
    namespace: 'Gatehouse',
    serviceName: 'gatehouse',
    defaultDimensions: { operation },
    singleMetric: true,
  });
