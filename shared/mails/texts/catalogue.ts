import type { en } from './en.ts';

/** The name of a text of messages. */
export type MailTextKey = keyof typeof en;

/** The texts of messages in one language. */
export type MailTexts = Readonly<Record<MailTextKey, string>>;
