import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { customSenderFor, maskDestination, senderOf } from '#shared/domain/messages/addresses.ts';
import { fillHtml, fillText, type Templates, templatesFor } from '#shared/domain/messages/templates.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
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
  /** The sender for pools without an identity of their own. */
  readonly deploymentSender: string | undefined;
}

const purposeOf = (source: MessageSource) => {
  if (source === 'CustomMessage_AdminCreateUser') return 'invitation';
  return source === 'CustomMessage_Authentication' ? 'authentication' : 'verification';
};

const textsOf = ({ pool, source }: Message, custom: MessageTexts): Templates => {
  const templates = templatesFor(pool, purposeOf(source));
  return {
    smsMessage: custom.smsMessage ?? templates.smsMessage,
    emailMessage: custom.emailMessage ?? templates.emailMessage,
    emailSubject: custom.emailSubject ?? templates.emailSubject,
  };
};

const undelivered = (cause: unknown): CognitoException =>
  new CognitoException('CodeDeliveryFailureException', 'The message could not be delivered.', { cause });

export const createMessages = ({ triggers, email, sms, customSenders, deploymentSender }: Deps): Messages => {
  const sendEmail = async ({ pool, user, destination, secret }: Message, texts: Templates): Promise<void> => {
    const filling = { secret, username: user.username };
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
    const texts = textsOf(message, await triggers.customMessage(message));
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
    deploymentSender: environment().emailFrom,
  }),
);
