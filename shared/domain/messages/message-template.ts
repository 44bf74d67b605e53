import type { UserPool } from '../user-pools/user-pool.ts';
import type { MessageKind } from './message-kinds.ts';

/** The words that a pool has for one kind of message in one language. */
export interface MessageTemplate {
  readonly kind: MessageKind;
  /** Tag of a language of messages, such as `pt-BR`. */
  readonly language: string;
  readonly emailSubject?: string;
  /** HTML, which is sent as it is. */
  readonly emailMessage?: string;
  /** The mail as text. Without `emailMessage`, its HTML is made of it, in the look of the pool. */
  readonly emailText?: string;
  readonly smsMessage?: string;
}

export type TemplateMedium = 'email' | 'sms';

/** True where the template has words for that medium. */
export const hasWordsFor = (
  { smsMessage, emailMessage, emailText }: MessageTemplate,
  medium: TemplateMedium,
): boolean => (medium === 'sms' ? smsMessage !== undefined : emailMessage !== undefined || emailText !== undefined);

/** How a pool notes that it has a template. */
export const templateName = ({ kind, language }: Pick<MessageTemplate, 'kind' | 'language'>): string =>
  `${kind} ${language}`;

/** What a pool notes of its templates, once there is that one, or none. */
export const templatesWith = (
  { messageTemplates = [] }: Pick<UserPool, 'messageTemplates'>,
  name: string,
  isThere: boolean,
): readonly string[] => {
  const others = messageTemplates.filter((one) => one !== name);
  return isThere ? [...others, name].sort() : others;
};

/**
 * The templates of the pool that may be used for a message, the best first: in its language, then in the language that the
 * pool has for everybody else. A code that is sent again has the words of the first one where it has none of its own.
 */
export const usableTemplates = (
  { messageTemplates = [] }: Pick<UserPool, 'messageTemplates'>,
  kind: MessageKind,
  languages: readonly (string | undefined)[],
): readonly string[] => {
  if (messageTemplates.length === 0) return [];
  const kinds: readonly MessageKind[] = kind === 'ResendCode' ? [kind, 'SignUp'] : [kind];
  const wanted = [...new Set(languages)].flatMap((language) =>
    language === undefined ? [] : kinds.map((one) => templateName({ kind: one, language })),
  );
  return wanted.filter((name) => messageTemplates.includes(name));
};
