import { Logger } from '@aws-lambda-powertools/logger';

// Nothing here logs events, requests or responses: they hold passwords, codes and tokens.
export const logger = new Logger({ serviceName: 'gatehouse' });
