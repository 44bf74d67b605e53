import { now } from '#shared/config/clock.ts';
import { withoutSessions } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { contactAttributes } from '#shared/domain/users/attributes.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { deliverCode } from '../codes/code-delivery.ts';
import { toRoleFailure } from '../messages/undelivered.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';
import {
  assertResettable,
  findVerified,
  noVerifiedContact,
  recoveryAttributes,
  recoveryAttributesOf,
} from './recovery-contact.ts';

export interface RequiredReset {
  readonly pool: UserPool;
  readonly record: UserRecord;
  readonly clientMetadata: TextMap | undefined;
}

/**
 * Makes a user reset the password: it no longer works, sessions end where the pool wants it, and a code is sent. Throws
 * NotAuthorizedException, InvalidParameterException, LimitExceededException, UserChanged where another change came
 * first. Throws InvalidEmailRoleAccessPolicyException or InvalidSmsRoleAccessPolicyException where the code cannot be
 * sent: then the change is made already.
 */
export const requireReset = async ({ pool, record, clientMetadata }: RequiredReset): Promise<void> => {
  const { user, userKey } = record;
  if (!user.enabled) throw new CognitoException('NotAuthorizedException', 'User is disabled.');
  assertResettable(user);
  // Where only administrators can recover accounts, this is how they do it.
  const recovery = recoveryAttributes(pool);
  const to = findVerified(user, recoveryAttributesOf(pool, record, recovery.length > 0 ? recovery : contactAttributes));
  if (!to) throw noVerifiedContact();
  const after: User = { ...withoutSessions(pool, user), status: 'RESET_REQUIRED', updatedAt: now() };
  const order = {
    pool,
    clientId: undefined,
    clientMetadata,
    userKey,
    user: after,
    purpose: 'FORGOT_PASSWORD',
    source: 'CustomMessage_ForgotPassword',
    to,
    counted: 'signed',
  } as const;
  try {
    await deliverCode(order, await userUpdate(pool, user, after, userKey));
  } catch (error) {
    throw toRoleFailure(to, error);
  }
};
