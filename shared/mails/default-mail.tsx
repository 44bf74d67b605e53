/**
 * Messages in our own words. A mail is a table with its styles inline, as mail programs know little CSS, and the same as
 * plain text. What is filled in is escaped; no code stands in a mail's first line, which lock screens show.
 */
import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { cssColor, type MessageBranding, readableOn } from '#shared/domain/messages/message-branding.ts';
import { type CodeKindOfMessage, hasCode } from '#shared/domain/messages/message-kinds.ts';
import { findLanguage } from '#shared/pages/texts/language-choice.ts';
import type { Language } from '#shared/pages/texts/texts.ts';
import type { MailTextKey, MailTexts } from './texts/catalogue.ts';

const load: Readonly<Record<Language, () => Promise<MailTexts>>> = {
  de: async () => (await import('./texts/de.ts')).de,
  en: async () => (await import('./texts/en.ts')).en,
  es: async () => (await import('./texts/es.ts')).es,
  fr: async () => (await import('./texts/fr.ts')).fr,
  id: async () => (await import('./texts/id.ts')).id,
  it: async () => (await import('./texts/it.ts')).it,
  ja: async () => (await import('./texts/ja.ts')).ja,
  ko: async () => (await import('./texts/ko.ts')).ko,
  'pt-BR': async () => (await import('./texts/pt-br.ts')).ptBr,
  'zh-CN': async () => (await import('./texts/zh-cn.ts')).zhCn,
  'zh-TW': async () => (await import('./texts/zh-tw.ts')).zhTw,
};

/** The texts of messages in a language. Only that language is loaded. */
export const mailTextsIn = (language: Language): Promise<MailTexts> => load[language]();

/** The first of these tags that names a language of messages, such as `pt-BR` or `de_AT`; English where none does. */
export const languageFor = (tags: readonly (string | undefined)[]): Language => {
  for (const tag of tags) {
    // Locales of other systems have a line in place of the hyphen.
    const language = tag === undefined ? undefined : findLanguage(tag.replaceAll('_', '-'));
    if (language) return language;
  }
  return 'en';
};

/** Text, or a link with words of its own. */
export type Piece = string | { readonly label: string; readonly href: string };

/** A part of a mail: a paragraph, in which lines may break, or a button. */
export type Block =
  | { readonly pieces: readonly Piece[]; readonly isLead?: boolean }
  | { readonly button: { readonly label: string; readonly href: string } };

export interface MailContent {
  readonly language: Language;
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preheader: string;
  readonly blocks: readonly Block[];
}

/** A mail as it is sent. */
export interface Wording {
  readonly subject: string;
  readonly html: string;
  readonly text?: string;
}

const font = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;";
const ink = 'color: #1d232a;';
const usualColor = '#0b5cad';
// For mail programs that know it; the others make colors of their own.
const dark = `.page { background-color: #14171a !important }
.sheet { background-color: #1f2429 !important }
.ink { color: #f2f4f6 !important }
.faint { color: #b6bec6 !important }
.link { color: #8ab4f8 !important }`;

// Each line stays in one piece: apps and tests look for sentences.
const lines = (text: string): readonly ComponentChildren[] =>
  text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [<br key={at} />, line]));

const PieceOf = ({ piece }: { readonly piece: Piece }) =>
  typeof piece === 'string' ? (
    lines(piece)
  ) : (
    <a href={piece.href} class="link" style="color: #1a5fb4;">
      {piece.label}
    </a>
  );

interface BlockProps {
  readonly block: Block;
  readonly color: string;
}

const BlockOf = ({ block, color }: BlockProps) => {
  if ('button' in block) {
    const background = cssColor(color);
    return (
      <table role="presentation" cellPadding="0" cellSpacing="0" style="margin: 0 0 16px; border-collapse: separate;">
        <tr>
          <td style={`background-color: ${background}; border-radius: 6px;`}>
            <a
              href={block.button.href}
              style={`${font} display: inline-block; padding: 12px 24px; font-size: 16px; font-weight: bold; text-decoration: none; color: ${readableOn(color)};`}
            >
              {block.button.label}
            </a>
          </td>
        </tr>
      </table>
    );
  }
  const size = block.isLead ? 'font-size: 20px; line-height: 28px;' : 'font-size: 16px; line-height: 24px;';
  return (
    <p class="ink" style={`${font} ${ink} ${size} margin: 0 0 16px; overflow-wrap: anywhere;`}>
      {block.pieces.map((piece) => (
        <PieceOf key={piece} piece={piece} />
      ))}
    </p>
  );
};

const Row = ({ style, children }: { readonly style: string; readonly children: ComponentChildren }) => (
  <tr>
    <td style={style}>{children}</td>
  </tr>
);

interface MailProps {
  readonly content: MailContent;
  readonly branding: MessageBranding;
}

const Top = ({ branding: { logoUrl, senderName } }: Pick<MailProps, 'branding'>) => {
  if (logoUrl === undefined && senderName === undefined) return null;
  const name = `${font} ${ink} margin: 0; font-size: 18px; font-weight: bold;`;
  return (
    <Row style="padding: 24px 32px 0;">
      {logoUrl === undefined ? (
        <p class="ink" style={name}>
          {senderName}
        </p>
      ) : (
        <img
          src={logoUrl}
          alt={senderName ?? ''}
          height="48"
          style={`${font} ${ink} display: block; height: 48px; max-width: 100%; border: 0;`}
        />
      )}
    </Row>
  );
};

const Mail = ({ content: { language, subject, preheader, blocks }, branding }: MailProps) => {
  const { color = usualColor } = branding;
  const line = color === usualColor ? color : cssColor(color);
  return (
    <html lang={language} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{`@media (prefers-color-scheme: dark) {\n${dark}\n}`}</style>
      </head>
      <body class="page" style="margin: 0; padding: 0; background-color: #f2f4f6;">
        <div style="display: none; max-height: 0; overflow: hidden;">{preheader}</div>
        <table role="presentation" width="100%" cellPadding="0" cellSpacing="0">
          <tr>
            <td align="center" style="padding: 24px 12px;">
              <table
                role="presentation"
                class="sheet"
                width="600"
                cellPadding="0"
                cellSpacing="0"
                style={`width: 100%; max-width: 600px; background-color: white; border-top: 4px solid ${line}; text-align: left;`}
              >
                <Top branding={branding} />
                <Row style="padding: 24px 32px 8px;">
                  {blocks.map((block) => (
                    <BlockOf key={block} block={block} color={color} />
                  ))}
                </Row>
                {branding.footer !== undefined && (
                  <Row style="padding: 0 32px 24px;">
                    <p class="faint" style={`${font} margin: 0; font-size: 13px; line-height: 20px; color: #59636e;`}>
                      {lines(branding.footer)}
                    </p>
                  </Row>
                )}
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
};

const pieceAsText = (piece: Piece): string => (typeof piece === 'string' ? piece : `${piece.label}: ${piece.href}`);

const blockAsText = (block: Block): string => {
  if ('button' in block) return block.button.href;
  return block.pieces.map(pieceAsText).join('');
};

/** A mail of these parts: as HTML in the pool's look, and as text. */
export const renderMail = (content: MailContent, branding: MessageBranding): Wording => {
  const { subject, blocks } = content;
  const text = [...blocks.map(blockAsText), ...(branding.footer === undefined ? [] : [`--\n${branding.footer}`])];
  const html = renderToStaticMarkup(<Mail content={content} branding={branding} />);
  return { subject, html: `<!DOCTYPE html>\n${html}\n`, text: `${text.join('\n\n')}\n` };
};

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A time in words, in the largest unit that leaves no rest: `24 hours` is `1 day`. */
export const durationIn = (language: Language, ms: number): string => {
  const [unit, length] = units.find(([, size]) => ms >= size && ms % size === 0) ?? units[3];
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.max(1, Math.round(ms / length)));
};

/** The text with its places filled in, each once. */
const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : place));

/** A message with a code, a link or a temporary password. */
export interface CodeMessage {
  readonly kind: CodeKindOfMessage;
  readonly language: Language;
  /** A code, or a temporary password. */
  readonly secret: string;
  readonly username: string;
  /** For ConfirmationLink. */
  readonly link: string | undefined;
  /** How long the secret is valid. */
  readonly validMs: number;
  /** Replaces the subject. */
  readonly subject?: string | undefined;
}

type Purpose = 'verification' | 'authentication' | 'link' | 'invitation';

const purposes: Readonly<Record<CodeKindOfMessage, readonly [Purpose, next: MailTextKey, valid: MailTextKey]>> = {
  SignUp: ['verification', 'next.SignUp', 'valid.code'],
  ResendCode: ['verification', 'next.SignUp', 'valid.code'],
  ConfirmationLink: ['link', 'next.ConfirmationLink', 'valid.link'],
  ForgotPassword: ['verification', 'next.ForgotPassword', 'valid.code'],
  UpdateUserAttribute: ['verification', 'next.Address', 'valid.code'],
  VerifyUserAttribute: ['verification', 'next.Address', 'valid.code'],
  Authentication: ['authentication', 'next.Authentication', 'valid.code'],
  AdminCreateUser: ['invitation', 'next.AdminCreateUser', 'valid.password'],
};

/** The sentence of an SMS with a code or a temporary password. */
export const defaultSms = async ({ kind, language, secret, username }: CodeMessage): Promise<string> =>
  filled((await mailTextsIn(language))[`${purposes[kind][0]}.text`], { code: secret, username });

/** The subject of a mail in our own words. It tells the code where the pool wants that. */
export const defaultSubject = async (
  { kind, language, secret, subject: given }: Pick<CodeMessage, 'kind' | 'language' | 'secret' | 'subject'>,
  { codeInSubject = false }: MessageBranding,
): Promise<string> => {
  if (given !== undefined) return given;
  const subject = (await mailTextsIn(language))[`${purposes[kind][0]}.subject`];
  return codeInSubject && hasCode(kind) ? `${secret} – ${subject}` : subject;
};

/** A mail in our own words. Where the pool wants no design, it is one line of HTML. */
export const defaultMail = async (message: CodeMessage, branding: MessageBranding): Promise<Wording> => {
  const { kind, language, secret, username, link, validMs } = message;
  const texts = await mailTextsIn(language);
  const [purpose, next, valid] = purposes[kind];
  const subject = await defaultSubject(message, branding);
  const sentence = filled(texts[`${purpose}.text`], { code: secret, username });
  const button = link === undefined ? undefined : { label: texts['link.action'], href: link };
  if (branding.designed === false) {
    const line = (
      <>
        {sentence}
        {button && ' '}
        {button && <a href={button.href}>{button.label}</a>}
      </>
    );
    return { subject, html: renderToStaticMarkup(line) };
  }
  const blocks: readonly Block[] = [
    { pieces: [sentence], isLead: true },
    ...(button ? [{ button }] : []),
    { pieces: [texts[next]] },
    { pieces: [filled(texts[valid], { duration: durationIn(language, validMs) })] },
    ...(kind === 'AdminCreateUser' ? [] : [{ pieces: [texts.unasked] }]),
  ];
  return renderMail({ language, subject, preheader: texts[next], blocks }, branding);
};
