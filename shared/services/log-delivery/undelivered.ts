import { now } from '#shared/config/clock.ts';
import { notificationRecord } from '#shared/domain/log-delivery/log-records.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { deliverLog } from './log-delivery.ts';

/** Has the log of a pool tell of a message that was not delivered. */
export const logUndelivered = (pool: UserPool, details: string): Promise<void> =>
  deliverLog(pool, 'userNotification', () => notificationRecord(pool.id, details, now()));
