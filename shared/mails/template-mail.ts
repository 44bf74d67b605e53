/** Messages in a pool's own words. */
import type { MessageBranding } from '#shared/domain/messages/message-branding.ts';
import type { MessageTemplate } from '#shared/domain/messages/message-template.ts';
import { codePlaceholder, fillHtml, fillText, linkPieces } from '#shared/domain/messages/templates.ts';
import {
  type Block,
  type CodeMessage,
  defaultMail,
  defaultSubject,
  type Piece,
  renderMail,
  type Wording,
} from './default-mail.tsx';

/** Paragraphs of a text: between them are empty lines. */
export const paragraphsOf = (text: string): readonly string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);

const asText = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : `${piece.label}: ${piece.href}`)).join('');

// Links are found before anything is filled in: a username may look like one.
const piecesOf = (text: string, message: CodeMessage): readonly Piece[] =>
  linkPieces(text).map((piece) =>
    typeof piece === 'string' || message.link === undefined
      ? fillText(typeof piece === 'string' ? piece : piece.written, message)
      : { label: piece.label, href: message.link },
  );

/**
 * The mail of a template. Its HTML is sent as it is; text alone is put in the look of the pool. What the template does not
 * say is said in our own words, in its language.
 */
export const templateMail = async (
  { emailSubject, emailMessage, emailText }: MessageTemplate,
  message: CodeMessage,
  branding: MessageBranding,
): Promise<Wording> => {
  const own = emailSubject === undefined ? undefined : fillText(emailSubject, message);
  const subject = await defaultSubject({ ...message, subject: message.subject ?? own }, branding);
  const text = emailText === undefined ? undefined : asText(piecesOf(emailText, message));
  if (emailMessage !== undefined) {
    return { subject, html: fillHtml(emailMessage, message), ...(text !== undefined && { text }) };
  }
  if (emailText === undefined) return defaultMail({ ...message, subject }, branding);
  const blocks: readonly Block[] = paragraphsOf(emailText).map((paragraph) => ({
    pieces: piecesOf(paragraph, message),
    isLead: paragraph.includes(codePlaceholder),
  }));
  return renderMail({ language: message.language, subject, preheader: '', blocks }, branding);
};
