import type { ContactAttribute } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { escapeHtml } from './html.ts';

/** A function of the pool's owner that delivers messages in place of the pool. */
export interface CustomSender {
  readonly functionArn: string;
  /** ARN of the KMS key that what it is to tell is encrypted under. */
  readonly keyId: string;
}

/** The function that delivers what goes to the attribute; undefined where the pool delivers itself. */
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

/** What a message is called where a custom sender delivers it, and the type that its request states. */
export const senderTrigger = (
  source: `CustomMessage_${MessageKind}`,
  attribute: ContactAttribute,
): { readonly triggerSource: string; readonly type: string } => {
  const { name, type } = triggers[attribute];
  return { triggerSource: source.replace('CustomMessage', name), type };
};

/** The secret as custom senders get it: temporary passwords as HTML, codes as they are. */
export const toSenderCode = (source: `CustomMessage_${MessageKind}`, secret: string): string =>
  source === 'CustomMessage_AdminCreateUser' ? escapeHtml(secret) : secret;
