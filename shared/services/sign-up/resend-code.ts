import { hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { codeContacts, deliverCode } from '../codes/code-delivery.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import { pretendDelivery } from '../recipients/pretend-delivery.ts';
import { type CodeRequest, findRecipient } from '../recipients/recipients.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/**
 * Sends a new confirmation code to a user who signed up. A client that hides whether users exist gets the same answer
 * for everybody else. Throws NotAuthorizedException, InvalidParameterException, LimitExceededException,
 * UserNotFoundException, CodeDeliveryFailureException, and what triggers throw.
 */
export const resendCode = async ({
  app,
  username,
  side,
  secretHash,
  clientMetadata,
  noting,
}: CodeRequest): Promise<CodeDelivery> => {
  const { pool, client } = app;
  const record = await findRecipient({ app, username, side, secretHash, action: 'ResendConfirmationCode', noting });
  const choices = codeContacts(pool);
  if (choices.length === 0) throw invalid('Cannot resend codes. Auto verification not turned on.');
  const { user, userKey } = record;
  const writes = noting?.done(record) ?? [];
  const to =
    user?.status === 'UNCONFIRMED' ? choices.find((attribute) => user.attributes[attribute] !== undefined) : undefined;
  if (!user || (!to && hidesUserExistence(client))) {
    return pretendDelivery({ pool, username, record, purpose: 'SIGN_UP', choices, writes });
  }
  if (user.status !== 'UNCONFIRMED') throw invalid('User is already confirmed.');
  if (!to) throw invalid('User has no attribute that a code could be sent to.');
  const order = {
    pool,
    clientId: client.id,
    clientMetadata,
    userKey,
    user,
    purpose: 'SIGN_UP',
    source: 'CustomMessage_ResendCode',
    to,
    counted: hidesUserExistence(client) ? 'unseen' : 'tried',
  } as const;
  return deliverCode(order, writes);
};
