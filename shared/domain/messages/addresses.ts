import { domainToASCII } from 'node:url';
import type { NotifyConfigurationType } from '@aws-sdk/client-cognito-identity-provider';
import type { ContactAttribute } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { nameKey } from '../users/comparison.ts';
import { escapeHtml } from './templates.ts';

const maskEmail = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}***@${address.slice(at + 1, at + 2)}***`;
};

const maskPhone = (number: string): string => `+${'*'.repeat(Math.max(number.length - 5, 0))}${number.slice(-4)}`;

/** An address or number in the form that strangers may see: `j***@e***`, `+*******1234`. */
export const maskDestination = (attribute: ContactAttribute, destination: string): string =>
  attribute === 'email' ? maskEmail(destination) : maskPhone(destination);

/** Where a message goes. */
export interface Destination {
  readonly attribute: ContactAttribute;
  /** The address or number. */
  readonly destination: string;
}

/**
 * The form of an address or number under which its messages are counted. Spellings that certainly reach one mailbox
 * have one form. Providers decide whether dots, and what follows a plus, are part of a name, so those stay as they are.
 */
export const countedAs = ({ attribute, destination }: Destination): string => {
  if (attribute !== 'email') return `phone_number ${destination}`;
  const folded = nameKey(destination, false);
  const at = folded.lastIndexOf('@');
  const domain = folded.slice(at + 1);
  return `email ${folded.slice(0, at)}@${domainToASCII(domain) || domain}`;
};

type Limited = Pick<UserPool, 'messages'>;

/** How many messages of a kind the pool may send in a day; undefined where there is no limit. */
export const ceilingOf = ({ messages }: Limited, attribute: ContactAttribute): number | undefined =>
  attribute === 'email' ? messages?.emailsPerDay : messages?.smsPerDay;

/** True where the pool may send there: to any address, and to numbers of the countries that it names. */
export const maySendTo = async ({ messages }: Limited, { attribute, destination }: Destination): Promise<boolean> => {
  const countries = messages?.smsCountries;
  if (attribute === 'email' || !countries) return true;
  // Loaded only where needed: most pools name no countries.
  const { countryOf } = await import('../messages/phone-countries.ts');
  const country = countryOf(destination);
  return country !== undefined && countries.includes(country);
};

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

/** Whom an e-mail is from, and how it is sent. */
export interface Sender {
  /** An address, or a name with an address. */
  readonly from: string;
  readonly replyTo?: string | undefined;
  /** ARN of the SES identity that sends; undefined where SES picks it by the address. */
  readonly identityArn?: string | undefined;
  readonly configurationSet?: string | undefined;
  /** Region of that identity. */
  readonly region?: string | undefined;
}

// arn:aws:ses:<region>:<account>:identity/<address or domain>
const identityOf = (arn: string | undefined) => {
  const [, , , region, , resource = ''] = arn?.split(':') ?? [];
  const name = resource.slice(resource.indexOf('/') + 1);
  return { region: region || undefined, address: name.includes('@') ? name : undefined };
};

/**
 * The sender that the pool's EmailConfiguration names: an identity of its own (DEVELOPER), or the deployment's address.
 * Undefined where there is no address.
 */
export const senderOf = ({ settings }: UserPool, deploymentAddress: string | undefined): Sender | undefined => {
  const given = settings.EmailConfiguration ?? {};
  const { region, address } = identityOf(given.SourceArn);
  const own = given.EmailSendingAccount === 'DEVELOPER';
  const from = own ? (given.From ?? address) : (address ?? deploymentAddress);
  if (from === undefined) return undefined;
  return {
    from,
    replyTo: given.ReplyToEmailAddress,
    identityArn: given.SourceArn || undefined,
    configurationSet: own ? given.ConfigurationSet : undefined,
    region,
  };
};

/** Who sends notifications of risky sign-ins: the identity that the risk configuration names. */
export const notifySender = (
  { From, ReplyTo, SourceArn }: NotifyConfigurationType,
  pool: UserPool,
  deploymentAddress: string | undefined,
): Sender | undefined => {
  const { region, address } = identityOf(SourceArn);
  const from = From || address || senderOf(pool, deploymentAddress)?.from;
  return from === undefined ? undefined : { from, replyTo: ReplyTo || undefined, identityArn: SourceArn, region };
};
