import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { customSenderFor, maskDestination, senderOf } from '#shared/domain/messages/addresses.ts';
import { fillHtml, fillText, hasLink, type Templates, templatesFor } from '#shared/domain/messages/templates.ts';
import { originOfPool } from '#shared/domain/user-pool-domains/domain-host.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type EmailGateway, email } from '#shared/gateways/email.ts';
import { type SmsGateway, sms } from '#shared/gateways/sms.ts';
import { logger } from '#shared/observability/powertools.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { MessageSource, MessageTexts, Triggers } from '../triggers/triggers.ts';
import { type CustomSenders, customSenders } from './custom-senders.ts';
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

const purposeOf = (source: MessageSource, link: string | undefined) => {
  if (link !== undefined) return 'link';
  if (source === 'CustomMessage_AdminCreateUser') return 'invitation';
  return source === 'CustomMessage_Authentication' ? 'authentication' : 'verification';
};

const textsOf = ({ pool, source }: Message, link: string | undefined, custom: MessageTexts): Templates => {
  const templates = templatesFor(pool, purposeOf(source, link));
  return {
    smsMessage: custom.smsMessage ?? templates.smsMessage,
    emailMessage: custom.emailMessage ?? templates.emailMessage,
    emailSubject: custom.emailSubject ?? templates.emailSubject,
  };
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

  const sendEmail = async (message: Message, texts: Templates): Promise<void> => {
    const { pool, user, destination, secret } = message;
    const filling = { secret, username: user.username, link: linkOf(message) };
    const sender = senderOf(pool, deploymentSender);
    if (!sender) throw new Error('Neither the pool nor the deployment names an address that sends e-mail.');
    const subject = fillText(texts.emailSubject, filling);
    await email().send({ sender, to: destination, subject, html: fillHtml(texts.emailMessage, filling) });
  };

  const sendSms = async ({ pool, user, destination, secret }: Message, texts: Templates): Promise<void> => {
    const text = fillText(texts.smsMessage, { secret, username: user.username });
    const region = pool.settings.SmsConfiguration?.SnsRegion;
    await sms().send({ to: destination, text, region });
  };

  // What the trigger throws is answered as it is. Only what sending throws is a failed delivery.
  const prepare = async (message: Message): Promise<() => Promise<void>> => {
    const { pool, attribute } = message;
    const customSender = customSenderFor(pool, attribute);
    if (customSender) return () => customSenders().handOver(message, customSender);
    const texts = textsOf(message, linkOf(message), await triggers.customMessage(message));
    return () => (attribute === 'email' ? sendEmail : sendSms)(message, texts);
  };

  return {
    send: async (message) => {
      const { attribute, destination } = message;
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
