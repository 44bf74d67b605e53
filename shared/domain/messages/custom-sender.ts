import type { ContactAttribute } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { escapeHtml } from './html.ts';

/** A function of the pool's owner that delivers messages instead of the pool. */
export interface CustomSender {
  readonly functionArn: string;
  /** ARN of the KMS key under which the secrets of messages are encrypted. */
  readonly keyId: string;
}

/** The function that delivers messages to that attribute; undefined where the pool itself delivers them. */
export const customSenderFor = ({ settings }: UserPool, attribute: ContactAttribute): CustomSender | undefined => {
  const { CustomEmailSender: email, CustomSMSSender: sms, KMSKeyID: keyId } = settings.LambdaConfig ?? {};
  const functionArn = (attribute === 'email' ? email : sms)?.LambdaArn;
  return functionArn !== undefined && keyId !== undefined ? { functionArn, keyId } : undefined;
};

type MessageKind =
  | 'SignUp'
  | 'AdminCreateUser'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'Authentication';

const triggers = {
  email: { name: 'CustomEmailSender', type: 'customEmailSenderRequestV1' },
  phone_number: { name: 'CustomSMSSender', type: 'customSMSSenderRequestV1' },
} as const;

/** The trigger source of a message that a custom sender delivers, and the type in its request. */
export const senderTrigger = (
  source: `CustomMessage_${MessageKind}`,
  attribute: ContactAttribute,
): { readonly triggerSource: string; readonly type: string } => {
  const { name, type } = triggers[attribute];
  return { triggerSource: source.replace('CustomMessage', name), type };
};

/** The secret in the form for custom senders: temporary passwords as HTML, codes as they are. */
export const toSenderCode = (source: `CustomMessage_${MessageKind}`, secret: string): string =>
  source === 'CustomMessage_AdminCreateUser' ? escapeHtml(secret) : secret;
