import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { deliverCode } from '../codes/code-delivery.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import { pretendDelivery } from '../recipients/pretend-delivery.ts';
import { type CodeRequest, findRecipient } from '../recipients/recipients.ts';
import { migrateAtForgotPassword } from '../sign-in/migration.ts';
import {
  assertResettable,
  findVerified,
  isResettable,
  likelyAttributes,
  noVerifiedContact,
  recoveryAttributes,
  recoveryAttributesOf,
} from './recovery-contact.ts';

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

/**
 * Sends a code to a user who forgot the password. A client that hides whether users exist gets the same answer for
 * users who do not exist, are disabled, have no verified address, or have yet to choose a password. Throws
 * NotAuthorizedException, InvalidParameterException, LimitExceededException, UserNotFoundException,
 * CodeDeliveryFailureException, and what triggers throw.
 */
export const sendResetCode = async ({
  app,
  username,
  side,
  secretHash,
  clientMetadata,
  noting,
}: CodeRequest): Promise<CodeDelivery> => {
  const { pool, client } = app;
  const migrate = () => migrateAtForgotPassword({ app, username, clientMetadata });
  const record = await findRecipient({ app, username, side, secretHash, action: 'ForgotPassword', migrate, noting });
  const order = recoveryAttributes(pool);
  if (order.length === 0) throw refused('Contact administrator to reset password.');

  const { user, userKey } = record;
  const writes = noting?.done(record) ?? [];
  const to = record.user && findVerified(record.user, recoveryAttributesOf(pool, record, order));
  const reachable = to !== undefined && user?.enabled === true && isResettable(user);
  if (!user || (!reachable && hidesUserExistence(client))) {
    return pretendDelivery({
      pool,
      username,
      record,
      purpose: 'FORGOT_PASSWORD',
      choices: likelyAttributes(pool),
      writes,
    });
  }
  if (!user.enabled) throw refused('User is disabled.');
  // Apps take the first for a sign-up that is not confirmed yet, and lead on to that.
  if (!to && user.status === 'UNCONFIRMED') throw noVerifiedContact();
  assertResettable(user);
  if (!to) throw noVerifiedContact();
  const code = {
    pool,
    clientId: client.id,
    clientMetadata,
    userKey,
    user,
    purpose: 'FORGOT_PASSWORD',
    source: 'CustomMessage_ForgotPassword',
    to,
    counted: hidesUserExistence(client) ? 'unseen' : 'tried',
  } as const;
  return deliverCode(code, writes);
};
