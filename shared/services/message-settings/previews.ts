/** Messages with made-up values: to be looked at, or sent to somebody who tries them. */
import { environment } from '#shared/config/environment.ts';
import { senderOf } from '#shared/domain/messages/addresses.ts';
import { withSenderName } from '#shared/domain/messages/message-branding.ts';
import {
  type CodeKindOfMessage,
  isRiskKind,
  type MessageKind,
  type RiskKind,
} from '#shared/domain/messages/message-kinds.ts';
import {
  type MessageTemplate,
  type TemplateMedium,
  usableTemplates,
} from '#shared/domain/messages/message-template.ts';
import type { Outcome } from '#shared/domain/risk/notification.ts';
import { type ContactAttribute, messageBrandingOf, ownWords } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { email } from '#shared/gateways/email.ts';
import { sms } from '#shared/gateways/sms.ts';
import { languageFor, type Wording } from '#shared/mails/default-mail.tsx';
import { riskMail } from '#shared/mails/risk-mail.ts';
import { mailIn, purposeOf, smsIn } from '../messages/create-messages.ts';
import { messageLimits } from '../messages/message-limits.ts';
import { findTemplate } from '../messages/message-templates.ts';

/** A message to be shown. */
export interface Asked {
  readonly pool: UserPool;
  readonly clientId: string | undefined;
  readonly kind: MessageKind;
  readonly language: string;
  /** Stands in for the template that the pool has. */
  readonly draft?: MessageTemplate | undefined;
}

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
// 2026-01-02 03:04:05 UTC: any time will do, and the same one every time.
const someTime = 1_767_323_045_000;

const outcomes: Readonly<Record<RiskKind, Outcome>> = {
  RiskBlock: 'blocked',
  RiskMfa: 'asked',
  RiskNoAction: 'let in',
};

const sample = (kind: CodeKindOfMessage, asked: Asked) => ({
  kind,
  language: languageFor([asked.language]),
  secret: kind === 'AdminCreateUser' ? 'Temporary-1' : '123456',
  username: 'jane.doe',
  link: kind === 'ConfirmationLink' ? 'https://auth.example.com/confirmUser' : undefined,
  validMs: kind === 'AdminCreateUser' ? weekMs : hourMs,
});

const templateFor = async ({ pool, kind, language, draft }: Asked, medium: TemplateMedium) => {
  if (draft) return draft;
  const names = usableTemplates(pool, kind, [language, pool.messageBranding?.defaultLanguage]);
  return findTemplate(pool.id, names, medium);
};

// A draft is what somebody looks at, whatever else the pool has.
const wordsOf = ({ pool, draft }: Asked, kind: CodeKindOfMessage) => (draft ? {} : ownWords(pool, purposeOf(kind)));

const sayingFor = async (asked: Asked, kind: CodeKindOfMessage, medium: TemplateMedium) => {
  const template = await templateFor(asked, medium);
  const branding = messageBrandingOf(asked.pool, asked.clientId);
  const language = languageFor([template?.language ?? asked.language]);
  return { template, branding, code: { ...sample(kind, asked), language } };
};

const riskSample = async (asked: Asked, kind: RiskKind): Promise<Wording> => {
  const template = await templateFor(asked, 'email');
  const page = 'https://auth.example.com/eventFeedback';
  const notified = {
    username: 'jane.doe',
    eventId: '00000000-0000-4000-8000-000000000000',
    context: { ipAddress: '192.0.2.1', city: 'Berlin', country: 'DE', deviceName: 'Firefox, Linux' },
    at: someTime,
    action: 'NO_ACTION',
    feedbackToken: 'token',
    links: { valid: `${page}?valid`, invalid: `${page}?invalid` },
  } as const;
  const language = languageFor([template?.language ?? asked.language]);
  return riskMail(
    { outcome: outcomes[kind], notified, language, template },
    messageBrandingOf(asked.pool, asked.clientId),
  );
};

/** The mail, without what a function of the pool would make of it, and without the words of a risk configuration. */
export const previewMail = async (asked: Asked): Promise<Wording> => {
  const { kind } = asked;
  if (isRiskKind(kind)) return riskSample(asked, kind);
  return mailIn(await sayingFor(asked, kind, 'email'), wordsOf(asked, kind));
};

/** The SMS; undefined for kinds that are sent by e-mail alone. */
export const previewSms = async (asked: Asked): Promise<string | undefined> => {
  const { kind } = asked;
  if (isRiskKind(kind) || kind === 'ConfirmationLink') return undefined;
  return smsIn(await sayingFor(asked, kind, 'sms'), wordsOf(asked, kind));
};

const failed = (cause: unknown): CognitoException =>
  new CognitoException('CodeDeliveryFailureException', 'The message could not be delivered.', { cause });

const deliver = async (asked: Asked, attribute: ContactAttribute, to: string): Promise<void> => {
  const { pool, clientId } = asked;
  if (attribute === 'phone_number') {
    const text = await previewSms(asked);
    if (text === undefined)
      throw new CognitoException('InvalidParameterException', `${asked.kind} is sent by e-mail alone.`);
    await sms().send({ to, text, region: pool.settings.SmsConfiguration?.SnsRegion });
    return;
  }
  const mail = await previewMail(asked);
  const sender = senderOf(pool, environment().emailFrom);
  if (!sender) throw new CognitoException('InvalidParameterException', 'Nothing names an address that sends e-mail.');
  const { senderName } = messageBrandingOf(pool, clientId);
  const from = senderName === undefined ? sender.from : withSenderName(sender.from, senderName);
  await email().send({ ...mail, to, sender: { ...sender, from } });
};

/**
 * Sends the message with made-up values, through the pool itself. It counts for its address and for the pool. Throws
 * LimitExceededException, InvalidParameterException and CodeDeliveryFailureException.
 */
export const sendTest = async (asked: Asked, attribute: ContactAttribute, destination: string): Promise<void> => {
  await messageLimits().admit({ pool: asked.pool, to: [{ attribute, destination }] });
  try {
    await deliver(asked, attribute, destination);
  } catch (error) {
    throw error instanceof CognitoException ? error : failed(error);
  }
};
