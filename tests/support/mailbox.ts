import { stack } from './stack.ts';

/** A message that the stack sent. */
export interface Mail {
  readonly to: string;
  readonly channel: 'EMAIL' | 'SMS';
  readonly subject?: string;
  readonly body: string;
  /** The plain text of a mail that also has HTML. */
  readonly text?: string;
  readonly code?: string;
  readonly sentAt: string;
}

const isMails = (value: unknown): value is Mail[] =>
  Array.isArray(value) && value.every((mail) => 'body' in Object(mail));

/** Messages to an address or number, newest last. */
export const mailTo = async (to: string): Promise<Mail[]> => {
  const answer = await fetch(`${stack().mailboxUrl}/messages?to=${encodeURIComponent(to)}`);
  const mails: unknown = await answer.json();
  if (!isMails(mails)) throw new Error('The mailbox answers no messages.');
  return mails;
};

/** The code in the newest message to an address or number. */
export const codeFor = async (to: string): Promise<string> => {
  const code = (await mailTo(to)).at(-1)?.code;
  if (code === undefined) throw new Error(`No code went to ${to}.`);
  return code;
};
