import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

// Nothing here logs events, requests or responses: they hold passwords, codes and tokens.
export const logger = new Logger({ serviceName: 'gatehouse' });

/** Counts the outcomes of an operation's requests. Each count is written at once, as one line of the log. */
export const metricsOf = (operation: string): Metrics =>
  new Metrics({
    namespace: 'Gatehouse',
    serviceName: 'gatehouse',
    defaultDimensions: { operation },
    singleMetric: true,
  });
