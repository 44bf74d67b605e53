import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { customSenderFor, maskDestination, senderOf } from '#shared/domain/messages/addresses.ts';
import { whyUndeliverable } from '#shared/domain/messages/delivery-marks.ts';
import { type MessageBranding, withSenderName } from '#shared/domain/messages/message-branding.ts';
import type { CodeKindOfMessage } from '#shared/domain/messages/message-kinds.ts';
import {
  type MessageTemplate,
  type TemplateMedium,
  usableTemplates,
} from '#shared/domain/messages/message-template.ts';
import { fillHtml, fillText } from '#shared/domain/messages/templates.ts';
import { originOfPool } from '#shared/domain/user-pool-domains/domain-host.ts';
import {
  type ContactAttribute,
  codeSettings,
  hasLink,
  type MessagePurpose,
  messageBrandingOf,
  type OwnWords,
  ownWords,
  passwordPolicy,
} from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type EmailGateway, email, mailTags } from '#shared/gateways/email.ts';
import { type SmsGateway, sms } from '#shared/gateways/sms.ts';
import {
  type CodeMessage,
  defaultMail,
  defaultSms,
  defaultSubject,
  languageFor,
  type Wording,
} from '#shared/mails/default-mail.tsx';
import { templateMail } from '#shared/mails/template-mail.ts';
import { noteOnCall, notesOfCall } from '#shared/observability/call.ts';
import { logger } from '#shared/observability/powertools.ts';
import { messageTiming } from '../timing/message-timing.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { MessageSource, MessageTexts, Triggers } from '../triggers/triggers.ts';
import { type CustomSenders, customSenders } from './custom-senders.ts';
import { findTemplate } from './message-templates.ts';
import type { CodeDelivery, Message, Messages } from './messages.ts';

/** The destination of a message, as the API shows it. */
export const maskedDelivery = (attribute: ContactAttribute, destination: string): CodeDelivery => ({
  AttributeName: attribute,
  DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
  Destination: maskDestination(attribute, destination),
});

/** Each is made when a message goes that way. */
interface Deps {
  readonly triggers: Pick<Triggers, 'customMessage'>;
  readonly email: () => EmailGateway;
  readonly sms: () => SmsGateway;
  readonly customSenders: () => CustomSenders;
  /** Where the pages of a pool are. */
  readonly originOf: (pool: UserPool) => string;
  /** The sender for pools without an identity of their own. */
  readonly deploymentSender: string | undefined;
}

const kinds: Readonly<Record<MessageSource, CodeKindOfMessage>> = {
  CustomMessage_SignUp: 'SignUp',
  CustomMessage_ResendCode: 'ResendCode',
  CustomMessage_ForgotPassword: 'ForgotPassword',
  CustomMessage_UpdateUserAttribute: 'UpdateUserAttribute',
  CustomMessage_VerifyUserAttribute: 'VerifyUserAttribute',
  CustomMessage_Authentication: 'Authentication',
  CustomMessage_AdminCreateUser: 'AdminCreateUser',
};

/** What a message of that kind is for, as far as the API has words for it. */
export const purposeOf = (kind: CodeKindOfMessage): MessagePurpose => {
  if (kind === 'ConfirmationLink') return 'link';
  if (kind === 'AdminCreateUser') return 'invitation';
  return kind === 'Authentication' ? 'authentication' : 'verification';
};

const dayMs = 86_400_000;

const validityOf = ({ pool, source, validMs }: Message): number => {
  if (validMs !== undefined) return validMs;
  if (source === 'CustomMessage_AdminCreateUser') return passwordPolicy(pool).temporaryPasswordValidityDays * dayMs;
  return codeSettings(pool, source === 'CustomMessage_ForgotPassword' ? 'recovery' : 'verification').lifetimeMs;
};

// The words of the trigger, then those of the pool's settings, as in Cognito.
const givenWords = ({ pool }: Message, kind: CodeKindOfMessage, custom: MessageTexts): OwnWords => {
  const own = ownWords(pool, purposeOf(kind));
  return {
    smsMessage: custom.smsMessage ?? own.smsMessage,
    emailMessage: custom.emailMessage ?? own.emailMessage,
    emailSubject: custom.emailSubject ?? own.emailSubject,
  };
};

/** What is to be said, and what the pool has for it. */
interface Saying {
  readonly code: CodeMessage;
  readonly branding: MessageBranding;
  readonly template: MessageTemplate | undefined;
}

/** The mail, in the words that are given, then in those of the template, then in our own. */
export const mailIn = async (
  { code, branding, template }: Saying,
  { emailMessage, emailSubject }: OwnWords,
): Promise<Wording> => {
  const subject = emailSubject === undefined ? undefined : fillText(emailSubject, code);
  const wanted = { ...code, subject };
  if (emailMessage === undefined) {
    return template ? templateMail(template, wanted, branding) : defaultMail(wanted, branding);
  }
  // Which language those words are in, nobody knows: without a subject of theirs, it is Cognito's.
  const beside = await defaultSubject({ ...wanted, language: 'en' }, branding);
  return { subject: beside, html: fillHtml(emailMessage, code) };
};

/** The SMS, in the same order. */
export const smsIn = async (
  { code, template }: Pick<Saying, 'code' | 'template'>,
  { smsMessage = template?.smsMessage }: OwnWords,
): Promise<string> => (smsMessage === undefined ? defaultSms(code) : fillText(smsMessage, code));

// The user's language, or that of the page which the message was asked for on.
const sayingOf = async (
  message: Message,
  {
    kind,
    link,
    medium,
  }: { readonly kind: CodeKindOfMessage; readonly link?: string | undefined; readonly medium: TemplateMedium },
): Promise<Saying> => {
  const { pool, user, secret } = message;
  const branding = messageBrandingOf(pool, message.clientId);
  const wanted = languageFor([user.attributes.locale, notesOfCall()?.pageLanguage, branding.defaultLanguage]);
  const names = pool.messageTemplates ? usableTemplates(pool, kind, [wanted, branding.defaultLanguage]) : [];
  const template = names.length === 0 ? undefined : await findTemplate(pool.id, names, medium);
  const language = template ? languageFor([template.language]) : wanted;
  const code = { kind, language, secret, username: user.username, link, validMs: validityOf(message) };
  return { code, branding, template };
};

// Codes go into addresses as they are: they are digits.
const confirmationLink = (origin: string, { clientId = '', user, secret }: Message): string =>
  `${origin}/confirmUser?client_id=${clientId}&user_name=${encodeURIComponent(user.username)}&confirmation_code=${secret}`;

// What a service says may repeat what it was given: SES names the address.
const masked = (text: string, { secret, destination }: Message, shown: string): string =>
  text
    .replaceAll(secret, '…')
    .replaceAll(destination, () => shown)
    .slice(0, 1000);

const detailsOf = (message: Message, error: unknown): string => {
  const { source, attribute, destination } = message;
  const { DeliveryMedium, Destination } = maskedDelivery(attribute, destination);
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  return `${DeliveryMedium} to ${Destination} (${source}) was not delivered. ${masked(reason, message, Destination)}`;
};

const undelivered = (cause: unknown): CognitoException =>
  new CognitoException('CodeDeliveryFailureException', 'The message could not be delivered.', { cause });

export const createMessages = ({ triggers, email, sms, customSenders, originOf, deploymentSender }: Deps): Messages => {
  const linkOf = (message: Message): string | undefined =>
    hasLink(message) ? confirmationLink(originOf(message.pool), message) : undefined;

  const sendEmail = async (message: Message, custom: MessageTexts): Promise<void> => {
    const { pool, destination: to } = message;
    const link = linkOf(message);
    const kind = link === undefined ? kinds[message.source] : 'ConfirmationLink';
    const saying = await sayingOf(message, { kind, link, medium: 'email' });
    const mail = await mailIn(saying, givenWords(message, kind, custom));
    const { senderName } = saying.branding;
    const sender = senderOf(pool, deploymentSender);
    if (!sender) throw new Error('Neither the pool nor the deployment names an address that sends e-mail.');
    const from = senderName === undefined ? sender.from : withSenderName(sender.from, senderName);
    const tags = mailTags(pool.id, message.user.sub);
    await email().send({ ...mail, to, sender: { ...sender, from }, tags });
  };

  const sendSms = async (message: Message, custom: MessageTexts): Promise<void> => {
    const { pool, source, destination: to } = message;
    const kind = kinds[source];
    const text = await smsIn(await sayingOf(message, { kind, medium: 'sms' }), givenWords(message, kind, custom));
    await sms().send({ to, text, region: pool.settings.SmsConfiguration?.SnsRegion });
  };

  // What the trigger throws is answered as it is. Only what sending throws is a failed delivery.
  const prepare = async (message: Message): Promise<() => Promise<void>> => {
    const { pool, attribute } = message;
    const customSender = customSenderFor(pool, attribute);
    if (customSender) return () => customSenders().handOver(message, customSender);
    const custom = await triggers.customMessage(message);
    return () => (attribute === 'email' ? sendEmail : sendSms)(message, custom);
  };

  return {
    send: async (message) => {
      const { pool, user, attribute, destination } = message;
      const isOurs = attribute === 'email' && !customSenderFor(pool, attribute);
      const unsent = isOurs && user.undeliverable ? whyUndeliverable(user, destination) : undefined;
      if (unsent) {
        // Who asks is answered as ever. The trail says why nothing came.
        noteOnCall({ unsent });
        await messageTiming().pretend(pool.id);
        return maskedDelivery(attribute, destination);
      }
      const deliver = await prepare(message);
      try {
        await deliver();
      } catch (error) {
        logger.warn('A message was not delivered', {
          userPoolId: message.pool.id,
          source: message.source,
          reason: error instanceof Error ? error.name : 'unknown',
        });
        const { logUndelivered } = await import('../log-delivery/undelivered.ts');
        await logUndelivered(message.pool, detailsOf(message, error));
        throw undelivered(error);
      }
      return maskedDelivery(attribute, destination);
    },
  };
};

export const messages = once(() =>
  createMessages({
    triggers: triggers(),
    email,
    sms,
    customSenders,
    originOf: (pool) => originOfPool(pool, environment()),
    deploymentSender: environment().emailFrom,
  }),
);
