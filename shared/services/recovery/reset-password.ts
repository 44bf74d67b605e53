import { retryOnConflict } from '#shared/data/write.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { LeakedPasswordRefusal } from '#shared/domain/leaked-passwords/leaked-password-refusal.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { expired, mismatch, redeemCode } from '../codes/codes.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { assertNewPassword } from '../passwords/passwords.ts';
import { replacePassword } from '../passwords/replace-password.ts';
import { type ClientSide, findRecipient } from '../recipients/recipients.ts';
import type { Noting } from '../risk/noting.ts';
import { forgiveFailures } from '../sign-in/attempts.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { type UserRecord, users } from '../users/users.ts';
import { assertResettable } from './recovery-contact.ts';

export interface Reset {
  readonly app: ClientRecord;
  /** As typed. */
  readonly username: string;
  readonly side: ClientSide;
  readonly secretHash?: string | undefined;
  readonly code: string;
  readonly password: string;
  readonly clientMetadata: TextMap | undefined;
  /** In pools with threat protection. */
  readonly noting?: Noting | undefined;
}

const disabled = ({ client }: ClientRecord): CognitoException =>
  hidesUserExistence(client) ? mismatch() : new CognitoException('NotAuthorizedException', 'User is disabled.');

const resetBy = async ({ app, code, password, noting }: Reset, record: UserRecord): Promise<User> => {
  const { pool } = app;
  const { user } = record;
  const proof = await redeemCode(pool, record, 'FORGOT_PASSWORD', code, hidesUserExistence(app.client));
  if (!user.enabled) throw disabled(app);
  // Whoever reads the mail of an address that the user has given up is not the user.
  if (user.attributes[proof.code.attribute] !== proof.code.destination) throw expired();
  assertResettable(user);
  const besides = noting?.done(record) ?? [];
  const after = await replacePassword({ pool, record, password, status: 'CONFIRMED', spends: proof.write, besides });
  await forgiveFailures(app, record);
  return after;
};

const ignoreRefusal = (error: unknown): void => {
  if (!(error instanceof CognitoException)) throw error;
};

// The password is looked at first, which costs nothing. Whose password it is must be known for the event alone.
const admitted = async ({ app, username, side, secretHash, password, noting }: Reset) => {
  const find = () => findRecipient({ app, username, side, secretHash, action: 'ConfirmForgotPassword', noting });
  try {
    await assertNewPassword(app, 'PASSWORD_CHANGE', password);
  } catch (error) {
    // Whoever this is about, or too often, is told the same.
    if (noting && error instanceof LeakedPasswordRefusal) await find().catch(ignoreRefusal);
    throw error;
  }
  return find();
};

/**
 * Sets a new password by the code that was sent, and ends a lockout. Throws CodeMismatchException,
 * ExpiredCodeException, InvalidPasswordException, LimitExceededException, NotAuthorizedException,
 * PasswordHistoryPolicyViolationException, UserNotFoundException, and what the trigger throws, after it.
 */
export const resetPassword = async (reset: Reset): Promise<void> => {
  const { app, code, clientMetadata, noting } = reset;
  const { pool } = app;
  const found = await admitted(reset);
  const user = await retryOnConflict(async (attempt) => {
    const record = attempt === 1 ? found : await users().findByKey(pool, found.userKey);
    if (record.user) return resetBy(reset, record);
    await redeemCode(pool, record, 'FORGOT_PASSWORD', code, true);
    throw mismatch();
  });
  noting?.over();
  const occasion = { pool, clientId: app.client.id, clientMetadata };
  await triggers().postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmForgotPassword', user });
};
