import { retryOnConflict } from '#shared/data/write.ts';
import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { expired, mismatch, redeemCode } from '../codes/codes.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { assertNewPassword } from '../passwords/passwords.ts';
import { replacePassword } from '../passwords/replace-password.ts';
import { type ClientSide, findRecipient } from '../recipients/recipients.ts';
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
}

const disabled = ({ client }: ClientRecord): CognitoException =>
  hidesUserExistence(client) ? mismatch() : new CognitoException('NotAuthorizedException', 'User is disabled.');

const resetBy = async (app: ClientRecord, record: UserRecord, code: string, password: string): Promise<User> => {
  const { pool } = app;
  const { user } = record;
  const proof = await redeemCode(pool, record, 'FORGOT_PASSWORD', code, hidesUserExistence(app.client));
  if (!user.enabled) throw disabled(app);
  // Whoever reads the mail of an address that the user has given up is not the user.
  if (user.attributes[proof.code.attribute] !== proof.code.destination) throw expired();
  assertResettable(user);
  const after = await replacePassword({ pool, record, password, status: 'CONFIRMED', spends: proof.write });
  await forgiveFailures(app, record);
  return after;
};

/**
 * Sets a new password by the code that was sent, and ends a lockout. Throws CodeMismatchException,
 * ExpiredCodeException, InvalidPasswordException, LimitExceededException, NotAuthorizedException,
 * PasswordHistoryPolicyViolationException, UserNotFoundException, and what the trigger throws, after it.
 */
export const resetPassword = async ({
  app,
  username,
  side,
  secretHash,
  code,
  password,
  clientMetadata,
}: Reset): Promise<void> => {
  const { pool } = app;
  await assertNewPassword(app, 'PASSWORD_CHANGE', password);
  const found = await findRecipient({ app, username, side, secretHash, action: 'ConfirmForgotPassword' });
  const user = await retryOnConflict(async (attempt) => {
    const record = attempt === 1 ? found : await users().findByKey(pool, found.userKey);
    if (record.user) return resetBy(app, record, code, password);
    await redeemCode(pool, record, 'FORGOT_PASSWORD', code, true);
    throw mismatch();
  });
  const occasion = { pool, clientId: app.client.id, clientMetadata };
  await triggers().postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmForgotPassword', user });
};
