/**
 * UserMigration: brings users along from a legacy directory that has HTTP. It is asked by `POST <url>/authenticate`
 * with `{ username, password }`, or for a forgotten password by `GET <url>/users/<username>`. It answers the user's
 * attributes, or 401 or 404 where there is no such user.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
import type { UserMigrationTriggerEvent } from 'aws-lambda';
import * as v from 'valibot';
import { triggerSettings } from '#shared/config/trigger-settings.ts';

// Shorter than the time of a trigger, so that this function can say what happened.
const timeoutMs = 4000;

const legacyUser = v.object({
  email: v.string(),
  name: v.exactOptional(v.string()),
  given_name: v.exactOptional(v.string()),
  family_name: v.exactOptional(v.string()),
  locale: v.exactOptional(v.string()),
});

type LegacyUser = v.InferOutput<typeof legacyUser>;

const ask = async (path: string, init: RequestInit = {}): Promise<LegacyUser | undefined> => {
  const { legacyDirectoryUrl: url, legacyDirectoryToken: token } = triggerSettings();
  if (url === undefined) return undefined;
  const answer = await fetch(`${url.replace(/\/$/, '')}${path}`, {
    ...init,
    redirect: 'error',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (answer.status === 401 || answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`The legacy directory answered ${answer.status}`);
  return v.parse(legacyUser, await answer.json());
};

const find = ({ triggerSource, userName: username, request }: UserMigrationTriggerEvent) =>
  triggerSource === 'UserMigration_Authentication'
    ? ask('/authenticate', { method: 'POST', body: JSON.stringify({ username, password: request.password }) })
    : ask(`/users/${encodeURIComponent(username)}`);

export const handler = async (event: UserMigrationTriggerEvent): Promise<UserMigrationTriggerEvent> => {
  const user = await find(event);
  if (!user) return event;
  event.response.userAttributes = { ...user, email_verified: 'true' };
  event.response.messageAction = 'SUPPRESS';
  // A user who gave the right password keeps it.
  if (event.triggerSource === 'UserMigration_Authentication') event.response.finalUserStatus = 'CONFIRMED';
  return event;
};
