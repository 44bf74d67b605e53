import * as v from 'valibot';
import type { MessageBranding } from '#shared/domain/messages/message-branding.ts';
import { type MessageKind, messageKinds } from '#shared/domain/messages/message-kinds.ts';
import type { MessageTemplate } from '#shared/domain/messages/message-template.ts';
import { PageLanguageType } from './page-texts.ts';
import { text } from './shapes.ts';

export const MessageKindType = v.picklist(messageKinds);

const HttpsUrlType = text({ max: 512, pattern: 'https://[!-~]+' });
const ColorType = text({ pattern: '#[0-9a-fA-F]{6}' });
const SenderNameType = text({ min: 1, max: 64, pattern: '\\P{Cc}+' });
const FooterType = text({ min: 1, max: 500, pattern: '[\\P{Cc}\\n]+' });

/** How messages look, beside the language for everybody else. */
export const messageBrandingMembers = {
  LogoUrl: v.optional(HttpsUrlType),
  Color: v.optional(ColorType),
  SenderName: v.optional(SenderNameType),
  Footer: v.optional(FooterType),
  CodeInSubject: v.optional(v.boolean()),
  Designed: v.optional(v.boolean()),
};

interface GivenBranding {
  readonly LogoUrl?: string | undefined;
  readonly Color?: string | undefined;
  readonly SenderName?: string | undefined;
  readonly Footer?: string | undefined;
  readonly CodeInSubject?: boolean | undefined;
  readonly Designed?: boolean | undefined;
  readonly DefaultLanguage?: string | undefined;
}

/** The look in a request. */
export const fromMessageBranding = (given: GivenBranding): MessageBranding => ({
  ...(given.LogoUrl !== undefined && { logoUrl: given.LogoUrl }),
  ...(given.Color !== undefined && { color: given.Color.toLowerCase() }),
  ...(given.SenderName !== undefined && { senderName: given.SenderName }),
  ...(given.Footer !== undefined && { footer: given.Footer }),
  ...(given.CodeInSubject !== undefined && { codeInSubject: given.CodeInSubject }),
  ...(given.Designed !== undefined && { designed: given.Designed }),
  ...(given.DefaultLanguage !== undefined && { defaultLanguage: given.DefaultLanguage }),
});

/** The look in an answer. What is not set is missing. */
export const toMessageBranding = (branding: MessageBranding): GivenBranding => ({
  ...(branding.logoUrl !== undefined && { LogoUrl: branding.logoUrl }),
  ...(branding.color !== undefined && { Color: branding.color }),
  ...(branding.senderName !== undefined && { SenderName: branding.senderName }),
  ...(branding.footer !== undefined && { Footer: branding.footer }),
  ...(branding.codeInSubject !== undefined && { CodeInSubject: branding.codeInSubject }),
  ...(branding.designed !== undefined && { Designed: branding.designed }),
  ...(branding.defaultLanguage !== undefined && { DefaultLanguage: branding.defaultLanguage }),
});

/** The look of a pool's messages in an export. */
export const MessageBrandingRecord = v.strictObject({
  logoUrl: v.exactOptional(HttpsUrlType),
  color: v.exactOptional(ColorType),
  senderName: v.exactOptional(SenderNameType),
  footer: v.exactOptional(FooterType),
  codeInSubject: v.exactOptional(v.boolean()),
  defaultLanguage: v.exactOptional(PageLanguageType),
  designed: v.exactOptional(v.boolean()),
});

// The limits of the API.
const EmailSubjectType = text({ min: 1, max: 140, pattern: '\\P{Cc}+' });
const EmailBodyType = text({ min: 6, max: 20_000 });
const SmsMessageType = text({ min: 6, max: 140 });

/** The words of a message, with at most as many characters as in the API. */
export const messageTemplateMembers = {
  EmailSubject: v.optional(EmailSubjectType),
  EmailMessage: v.optional(EmailBodyType),
  EmailText: v.optional(EmailBodyType),
  SmsMessage: v.optional(SmsMessageType),
};

/** A template in an export. */
export const MessageTemplateRecord = v.strictObject({
  kind: MessageKindType,
  language: PageLanguageType,
  emailSubject: v.exactOptional(EmailSubjectType),
  emailMessage: v.exactOptional(EmailBodyType),
  emailText: v.exactOptional(EmailBodyType),
  smsMessage: v.exactOptional(SmsMessageType),
});

/** Words of a message that are not stored. */
export const MessageWordsType = v.object(messageTemplateMembers);

export type MessageWords = v.InferOutput<typeof MessageWordsType>;

/** A template in a request. */
export const fromMessageWords = (kind: MessageKind, language: string, given: MessageWords): MessageTemplate => ({
  kind,
  language,
  ...(given.EmailSubject !== undefined && { emailSubject: given.EmailSubject }),
  ...(given.EmailMessage !== undefined && { emailMessage: given.EmailMessage }),
  ...(given.EmailText !== undefined && { emailText: given.EmailText }),
  ...(given.SmsMessage !== undefined && { smsMessage: given.SmsMessage }),
});

/** A template in an answer. */
export const toMessageWords = ({
  emailSubject,
  emailMessage,
  emailText,
  smsMessage,
}: Partial<MessageTemplate>): MessageWords => ({
  ...(emailSubject !== undefined && { EmailSubject: emailSubject }),
  ...(emailMessage !== undefined && { EmailMessage: emailMessage }),
  ...(emailText !== undefined && { EmailText: emailText }),
  ...(smsMessage !== undefined && { SmsMessage: smsMessage }),
});
