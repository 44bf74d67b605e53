import type { SessionTracking, UserPool } from './user-pool.ts';

const byDefault: SessionTracking = { enabled: false, maxPerUser: 20 };

/** Whether the pool tracks sessions, and how many a user may have at once. */
export const sessionTracking = ({ sessionTracking: given }: UserPool): SessionTracking => given ?? byDefault;
