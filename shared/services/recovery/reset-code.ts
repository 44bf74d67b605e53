import { hidesUserExistence } from '#shared/domain/app-clients/settings.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { DeliverCode } from '../codes/code-delivery.ts';
import type { Recipients } from '../codes/recipients.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import type { Migration } from '../sign-in/migration.ts';
import type { TextMap } from '../triggers/triggers.ts';
import type { PretendDelivery } from './pretend-delivery.ts';
import {
  assertResettable,
  findVerified,
  isResettable,
  likelyAttributes,
  noVerifiedContact,
  recoveryAttributes,
  recoveryAttributesOf,
} from './recovery-contact.ts';

export interface ForgottenPassword {
  readonly app: ClientRecord;
  /** As typed. */
  readonly username: string;
  readonly secretHash: string | undefined;
  readonly clientMetadata: TextMap | undefined;
}

/**
 * Sends a code to whoever forgot a password. A client that hides whether users exist hears the same of users who are not
 * there, are disabled, have proved no address, or have yet to choose a password. Throws NotAuthorizedException, InvalidParameterException,
 * LimitExceededException, UserNotFoundException, CodeDeliveryFailureException, and what triggers throw.
 */
export type SendResetCode = (forgotten: ForgottenPassword) => Promise<CodeDelivery>;

interface Deps {
  readonly deliverCode: DeliverCode;
  readonly migration: Migration;
  readonly pretendDelivery: PretendDelivery;
  readonly recipients: Recipients;
}

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

export const createSendResetCode =
  ({ deliverCode, migration, pretendDelivery, recipients }: Deps): SendResetCode =>
  async ({ app, username, secretHash, clientMetadata }) => {
    const { pool, client } = app;
    const migrate = () => migration.forgotPassword({ app, username, clientMetadata });
    const record = await recipients.find({ app, username, secretHash, action: 'ForgotPassword', migrate });
    const order = recoveryAttributes(pool);
    if (order.length === 0) throw refused('Contact administrator to reset password.');

    const { user, userKey } = record;
    const to = record.user && findVerified(record.user, recoveryAttributesOf(pool, record, order));
    const reachable = to !== undefined && user?.enabled === true && isResettable(user);
    if (!user || (!reachable && hidesUserExistence(client))) {
      return pretendDelivery({ pool, username, record, purpose: 'FORGOT_PASSWORD', choices: likelyAttributes(pool) });
    }
    if (!user.enabled) throw refused('User is disabled.');
    assertResettable(user);
    if (!to) throw noVerifiedContact();
    return deliverCode({
      pool,
      clientId: client.id,
      clientMetadata,
      userKey,
      user,
      purpose: 'FORGOT_PASSWORD',
      source: 'CustomMessage_ForgotPassword',
      to,
      counted: hidesUserExistence(client) ? 'unseen' : 'tried',
    });
  };
