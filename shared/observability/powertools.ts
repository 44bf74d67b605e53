import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

// Nothing here logs events, requests or responses: they hold passwords, codes and tokens.
export const logger = new Logger({ serviceName: 'gatehouse' });

export const metrics = new Metrics({ namespace: 'Gatehouse', serviceName: 'gatehouse' });
