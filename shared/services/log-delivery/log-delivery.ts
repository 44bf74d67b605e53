import { setTimeout as pause } from 'node:timers/promises';
import type { EventSourceName } from '@aws-sdk/client-cognito-identity-provider';
import { logDestination } from '#shared/domain/log-delivery/log-configuration.ts';
import type { LogRecord } from '#shared/domain/log-delivery/log-records.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { workers } from '#shared/gateways/workers.ts';
import { logger } from '#shared/observability/powertools.ts';

// Nobody waits longer for a record than that. It is sent all the same, if the function goes on to run.
const patienceMs = 1000;

/**
 * Hands a record over to the worker that sends it, where the pool sends records of that source. `toRecord` is called there
 * alone. What goes wrong is logged, and hinders nobody.
 */
export const deliverLog = async (
  pool: UserPool,
  source: EventSourceName,
  toRecord: () => LogRecord | Promise<LogRecord>,
): Promise<void> => {
  const destination = logDestination(pool, source);
  if (!destination) return;
  try {
    const record = await toRecord();
    const handedOver = workers().start('DeliverLog', { destination, record });
    await Promise.race([handedOver, pause(patienceMs, undefined, { ref: false })]);
  } catch (error) {
    logger.warn('A record of the log was not handed over', {
      userPoolId: pool.id,
      source,
      reason: error instanceof Error ? error.name : 'unknown',
    });
  }
};
