/**
 * UserMigration: brings users along from a user pool at Cognito. Each keeps the password of the first sign-in here,
 * which no export of Cognito contains. Of users who are here already without one, only the password comes. The app client of FORMER_CLIENT_ID has to allow ADMIN_USER_PASSWORD_AUTH.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
import type { UserMigrationTriggerEvent } from 'aws-lambda';
import * as v from 'valibot';
import { type FormerPoolSettings, triggerSettings } from '#shared/config/trigger-settings.ts';
import { createFormerPool, type FormerPool, type FormerUser } from '#shared/gateways/former-pool.ts';

interface FormerAccount {
  readonly user: FormerUser;
  /** What the former pool asked for after the password, or would ask for after a new one. */
  readonly challenges: ReadonlySet<string>;
}

interface KnownUser {
  readonly sub: string;
  readonly status: string | undefined;
}

const KnownUserEvent = v.object({
  request: v.object({ userAttributes: v.object({ sub: v.string(), 'cognito:user_status': v.optional(v.string()) }) }),
});

// Who is here already. Cognito asks for no such users, so its events do not have them.
const knownUserOf = (event: UserMigrationTriggerEvent): KnownUser | undefined => {
  const found = v.safeParse(KnownUserEvent, event);
  if (!found.success) return undefined;
  const { sub, 'cognito:user_status': status } = found.output.request.userAttributes;
  return { sub, status };
};

const findAccount = async (pool: FormerPool, event: UserMigrationTriggerEvent): Promise<FormerAccount | undefined> => {
  const { triggerSource, userName, request } = event;
  const isSignIn = triggerSource === 'UserMigration_Authentication';
  const proved = isSignIn ? await pool.signIn(userName, request.password) : { challenge: undefined };
  if (!proved) return undefined;
  const user = await pool.find(userName);
  if (!user?.enabled) return undefined;
  const { challenge } = proved;
  // The former pool did not ask for more where a new password had to be chosen first.
  const isAsked = isSignIn && challenge !== 'NEW_PASSWORD_REQUIRED';
  return { user, challenges: new Set([...(challenge ? [challenge] : []), ...(isAsked ? [] : user.secondFactors)]) };
};

// One says only how the password itself stands. The other is a factor that the new pool can ask for as well.
const harmless: ReadonlySet<string> = new Set(['NEW_PASSWORD_REQUIRED', 'SMS_MFA']);

const attributesOf = ({ attributes }: FormerUser, { attributes: wanted }: FormerPoolSettings): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      name.includes(':') ? wanted.includes(name) : name !== 'sub' && name !== 'identities',
    ),
  );

export const handler = async (event: UserMigrationTriggerEvent): Promise<UserMigrationTriggerEvent> => {
  const { formerPool: settings } = triggerSettings();
  if (!settings) return event;
  const account = await findAccount(createFormerPool(settings), event);
  if (!account) return event;
  const { user, challenges } = account;
  const known = knownUserOf(event);
  // Somebody else may have the name there by now.
  if (known && known.sub !== user.attributes.sub) return event;
  // Only a password that its owner chose becomes one for good.
  if (known?.status === 'CONFIRMED' && challenges.has('NEW_PASSWORD_REQUIRED')) {
    throw new Error('The password is a temporary one in the former pool by now.');
  }
  // Knowing the password or reading the mail must not be enough where the former pool would have asked for more.
  const left = [...challenges].find((challenge) => !harmless.has(challenge));
  if (left !== undefined && !settings.dropsSecondFactors) {
    throw new Error(`The former pool asks for ${left}, which cannot be taken along.`);
  }
  event.response.userAttributes = attributesOf(user, settings);
  event.response.messageAction = 'SUPPRESS';
  if (challenges.has('SMS_MFA')) event.response.enableSMSMFA = true;
  // A temporary password works for one sign-in, which was this one: the user has to set another.
  const keepsPassword =
    event.triggerSource === 'UserMigration_Authentication' && !challenges.has('NEW_PASSWORD_REQUIRED');
  if (keepsPassword) event.response.finalUserStatus = 'CONFIRMED';
  return event;
};
