/** A new password at the wish of its user. */
import { retryOnConflict } from '#shared/data/write.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { countTry } from '../codes/codes.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { assertNewPassword, passwordMatches } from '../passwords/passwords.ts';
import { type Replacement, replacePassword } from '../passwords/replace-password.ts';
import { assertResettable } from '../recovery/recovery-contact.ts';
import { protectedWork } from '../risk/protected-work.ts';
import type { Origin } from '../sessions/origin.ts';
import { assertNotLockedOut, passwordFailed, passwordSucceeded } from '../sign-in/attempts.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';
import { type UserRecord, users } from '../users/users.ts';

interface PasswordChange {
  /** The present password; undefined for a user who says that there is none. */
  readonly previous: string | undefined;
  readonly proposed: string;
  readonly origin: Origin;
  /** The session of tokens that continues where the pool ends sessions at the change. */
  readonly keeps?: Replacement['keeps'];
}

const assertChangeable = ({ user }: UserRecord): void => {
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoException('PasswordResetRequiredException', 'Password reset required for the user');
  }
  assertResettable(user);
};

const assertOwner = async (app: ClientRecord, record: UserRecord, given: string | undefined): Promise<void> => {
  if (!record.password) return;
  if (given === undefined) {
    throw new CognitoException('InvalidParameterException', 'Missing required parameter PreviousPassword');
  }
  assertNotLockedOut(app, record);
  if (!(await passwordMatches(given, record.password))) throw await passwordFailed(app, record);
  await passwordSucceeded(app, record);
};

/**
 * Changes the password, or sets the first one. Throws the exceptions of ChangePassword: NotAuthorizedException for a wrong
 * present one, InvalidPasswordException, PasswordHistoryPolicyViolationException, LimitExceededException.
 */
export const changePassword = (
  holder: ClientRecord & UserOfPool,
  { previous, proposed, origin, keeps }: PasswordChange,
): Promise<void> => {
  const { pool, userKey, user } = holder;
  return protectedWork({ app: holder, type: 'PasswordChange', origin, side: 'public' }, async (noting) => {
    await countTry(pool, userKey, 'ChangePassword');
    noting?.about({ userKey, user });
    await assertNewPassword(holder, 'PASSWORD_CHANGE', proposed);
    await retryOnConflict(async () => {
      const record = await users().getByKey(pool, userKey);
      assertChangeable(record);
      await assertOwner(holder, record, previous);
      await replacePassword({
        pool,
        record,
        password: proposed,
        status: 'CONFIRMED',
        ...(keeps && { keeps }),
        besides: noting?.done(record) ?? [],
      });
    });
  });
};
