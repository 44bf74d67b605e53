/** What people say of events later. It counts from the next sign-in on. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { authEventRepository } from '#shared/data/users/auth-event-repository.ts';
import { riskMemoryRepository, toRiskMemory } from '#shared/data/users/risk-memory-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { AuthEvent, EventFeedback } from '#shared/domain/risk/auth-event.ts';
import { isProtected } from '#shared/domain/risk/risk-configuration.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { UserRecord } from '../users/users.ts';

/** Throws UserPoolAddOnNotEnabledException for a pool without threat protection. */
export const assertProtected = (pool: UserPool): void => {
  if (isProtected(pool)) return;
  throw new CognitoException(
    'UserPoolAddOnNotEnabledException',
    `Threat protection is not enabled for user pool ${pool.id}.`,
  );
};

/** The exception for an event that the user has not. */
const noEvent = (): CognitoException =>
  new CognitoException('ResourceNotFoundException', 'Authentication event does not exist.');

/** The user's event of that id. Throws ResourceNotFoundException. */
export const getAuthEvent = async (
  { id: poolId }: UserPool,
  { userKey, user }: UserRecord,
  eventId: string,
): Promise<AuthEvent> => {
  const event = await authEventRepository().find(poolId, userKey, eventId);
  if (event?.sub !== user.sub) throw noEvent();
  return event;
};

/** The writes by which the next sign-in is held against what was said of that event. */
const remembering = (
  { id: poolId }: UserPool,
  { userKey, user, riskMemory }: UserRecord,
  { id: eventId, attempt }: AuthEvent,
  { value, at }: EventFeedback,
): Write =>
  riskMemoryRepository().putFeedback(
    poolId,
    userKey,
    { eventId, sub: user.sub, at, attempt, outcome: value === 'Valid' ? 'valid' : 'invalid' },
    riskMemory && toRiskMemory(riskMemory),
  );

/** What an administrator says of an event. A later word replaces it. Throws ResourceNotFoundException. */
export const giveAdminFeedback = async (
  pool: UserPool,
  record: UserRecord,
  eventId: string,
  value: EventFeedback['value'],
): Promise<void> => {
  const event = await getAuthEvent(pool, record, eventId);
  const feedback: EventFeedback = { value, provider: 'Admin', at: now() };
  await table().write([
    authEventRepository().putFeedback(pool.id, record.userKey, event.id, feedback, noEvent),
    remembering(pool, record, event, feedback),
  ]);
};

/**
 * What the user says of an event, once: `besides` is written together with it. Throws ResourceNotFoundException, and what
 * `used` gives where the user said something before.
 */
export const giveUserFeedback = async (
  pool: UserPool,
  record: UserRecord,
  event: AuthEvent,
  value: EventFeedback['value'],
  { used, besides = [] }: { readonly used: () => Error; readonly besides?: readonly Write[] },
): Promise<void> => {
  const feedback: EventFeedback = { value, provider: 'User', at: now() };
  await table().write([
    authEventRepository().putFeedbackOnce(pool.id, record.userKey, event.id, feedback, used),
    remembering(pool, record, event, feedback),
    ...besides,
  ]);
};
