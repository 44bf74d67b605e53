/** Mails that tell of risky sign-ins: in the words of a pool's template, or in our own. */
import type { MessageBranding } from '#shared/domain/messages/message-branding.ts';
import type { MessageTemplate } from '#shared/domain/messages/message-template.ts';
import { escapeHtml } from '#shared/domain/messages/templates.ts';
import {
  fillNotification,
  type Notified,
  notificationSubject,
  notificationValues,
  type Outcome,
} from '#shared/domain/risk/notification.ts';
import type { Language } from '#shared/pages/texts/texts.ts';
import { type Block, mailTextsIn, type Piece, renderMail, type Wording } from './default-mail.tsx';
import { paragraphsOf } from './template-mail.ts';

/** A risky sign-in, and how it is told. */
export interface RiskMessage {
  readonly outcome: Outcome;
  readonly notified: Notified;
  readonly language: Language;
  readonly template: MessageTemplate | undefined;
  /** Replaces the subject. */
  readonly subject?: string | undefined;
}

const timeIn = (language: Language, at: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long', timeZone: 'UTC' }).format(at);

const countryIn = (language: Language, code: string | undefined): string | undefined => {
  if (code === undefined) return undefined;
  try {
    return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
  } catch (error) {
    // What is no code of a country is told as it came.
    if (error instanceof RangeError) return code;
    throw error;
  }
};

// Whether it was blocked is for the subject; the rest of the mail says what came of it.
const defaultRiskMail = async (message: RiskMessage, branding: MessageBranding): Promise<Wording> => {
  const { outcome, language, notified, subject } = message;
  const { context, at, links } = notified;
  const texts = await mailTextsIn(language);
  const place = [context.city, countryIn(language, context.country)].filter(Boolean).join(', ');
  const facts = [
    `${texts['risk.time']}: ${timeIn(language, at)}`,
    `${texts['risk.device']}: ${context.deviceName ?? texts['risk.unknown']}`,
    `${texts['risk.place']}: ${place || texts['risk.unknown']}`,
  ];
  const blocks: readonly Block[] = [
    { pieces: [texts[`risk.${outcome}`]] },
    { pieces: [facts.join('\n')] },
    { pieces: [texts['risk.notYou']] },
    { button: { label: texts['risk.notYou.action'], href: links.invalid } },
    { pieces: [texts['risk.you']] },
    { button: { label: texts['risk.you.action'], href: links.valid } },
  ];
  const usual = outcome === 'blocked' ? texts['risk.blocked.subject'] : texts['risk.subject'];
  const content = { language, subject: subject ?? usual, preheader: texts[`risk.${outcome}`], blocks };
  return renderMail(content, branding);
};

// An address in a text leads there.
const piecesOf = (text: string, { notified }: RiskMessage): readonly Piece[] => {
  const values = notificationValues(notified);
  return text.split(/(\{one-click-link-(?:in)?valid\})/).map((part): Piece => {
    const filled = fillNotification(part, values);
    return part.startsWith('{one-click-link-') ? { label: filled, href: filled } : filled;
  });
};

/** The mail about a risky sign-in. */
export const riskMail = async (message: RiskMessage, branding: MessageBranding): Promise<Wording> => {
  const { template, notified, language } = message;
  if (template?.emailMessage === undefined && template?.emailText === undefined)
    return defaultRiskMail(message, branding);
  const values = notificationValues(notified);
  const { emailSubject, emailMessage, emailText } = template;
  const own = emailSubject === undefined ? undefined : notificationSubject(emailSubject, values);
  const subject = message.subject ?? own ?? (await defaultRiskMail(message, branding)).subject;
  const text = emailText === undefined ? undefined : fillNotification(emailText, values);
  if (emailMessage !== undefined) {
    return { subject, html: fillNotification(emailMessage, values, escapeHtml), ...(text !== undefined && { text }) };
  }
  const blocks = paragraphsOf(emailText ?? '').map((paragraph) => ({ pieces: piecesOf(paragraph, message) }));
  return { ...renderMail({ language, subject, preheader: '', blocks }, branding), ...(text !== undefined && { text }) };
};
