import { now } from '#shared/config/clock.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { EventFeedback } from '#shared/domain/risk/auth-event.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { userUpdate } from '../users/user-changes.ts';
import { type UserRecord, users } from '../users/users.ts';
import { getAuthEvent, giveUserFeedback } from './auth-event-feedback.ts';
import type { FeedbackToken as FeedbackOf } from './feedback-tokens.ts';
import { invalidFeedbackToken, openFeedbackToken } from './feedback-tokens.ts';

/** What a request says beside the token. */
interface Named {
  readonly username: string;
  readonly eventId: string;
}

const noUser = (): CognitoException => new CognitoException('UserNotFoundException', 'User does not exist.');

const findUser = async (pool: UserPool, { userKey, sub }: FeedbackOf): Promise<UserRecord> => {
  const record = await users().findByKey(pool, userKey);
  if (!record.user || record.user.sub !== sub) throw noUser();
  return record;
};

// Who has the password keeps it, but it opens nothing any more.
const ending = async (pool: UserPool, { user, userKey, password }: UserRecord): Promise<readonly Write[]> => {
  const mustReset = user.status === 'CONFIRMED' && password !== undefined;
  const after: User = {
    ...user,
    ...(mustReset && { status: 'RESET_REQUIRED' }),
    signOuts: user.signOuts + 1,
    updatedAt: now(),
  };
  return userUpdate(pool, user, after, userKey);
};

/**
 * What a user says of an event by the token of its notification, once. Where the user says that it was somebody else, and
 * the pool wants that, all sign-ins end, and the password has to be reset. Without `said`, the token itself says what; else
 * `said` has to name what the token is about. Gives what was said. Throws NotAuthorizedException, UserNotFoundException and ResourceNotFoundException.
 */
export const giveFeedbackByToken = async (
  pool: UserPool,
  text: string,
  said?: { readonly value: EventFeedback['value'] } & Named,
): Promise<EventFeedback['value']> => {
  const token = await openFeedbackToken(pool, text);
  const value = said?.value ?? token.value;
  // The token of a link says one thing alone.
  if (value === undefined || value !== (token.value ?? value)) throw invalidFeedbackToken();
  if (said && said.eventId !== token.eventId) throw invalidFeedbackToken();
  if (said && (await users().find(pool, said.username)).userKey !== token.userKey) throw invalidFeedbackToken();
  const isEnding = value === 'Invalid' && pool.risk?.settings?.invalidFeedback === 'REQUIRE_NEW_PASSWORD';
  await retryOnConflict(async () => {
    const record = await findUser(pool, token);
    const event = await getAuthEvent(pool, record, token.eventId);
    const besides = isEnding ? await ending(pool, record) : [];
    await giveUserFeedback(pool, record, event, value, { used: invalidFeedbackToken, besides });
  });
  return value;
};
