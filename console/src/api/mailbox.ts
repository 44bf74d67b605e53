/** The mailbox of a laptop's stack. No other deployment has one. */
import { ApiError } from './errors.ts';

/** A message that was sent. */
export interface MailboxMessage {
  readonly to: string;
  readonly channel: 'EMAIL' | 'SMS';
  readonly subject?: string;
  /** HTML, where the mail has some. */
  readonly body: string;
  /** The plain text of a mail that also has HTML. */
  readonly text?: string;
  /** The code or temporary password in it. */
  readonly code?: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

/** True where the stack runs on this machine: only there is a mailbox. */
export const hasMailbox = ({ hostname } = location): boolean => hostname === 'localhost' || hostname === '127.0.0.1';

/** Where the edge of a laptop gives out messages, to pages of its own address alone. */
const mailboxPath = '/console/-/messages';

const isMessage = (value: unknown): value is MailboxMessage =>
  typeof value === 'object' && value !== null && 'to' in value && 'body' in value && 'sentAt' in value;

/** The messages to an address, or all; the latest first. Throws ApiError, and AbortError after `signal`. */
export const readMailbox = async (to: string, signal: AbortSignal): Promise<readonly MailboxMessage[]> => {
  const query = to === '' ? '' : `?${new URLSearchParams({ to })}`;
  const answer = await fetch(`${mailboxPath}${query}`, { signal, credentials: 'omit', redirect: 'error' });
  if (!answer.ok || !answer.headers.get('content-type')?.startsWith('application/json'))
    throw new ApiError(
      'NoMailbox',
      'This deployment has no mailbox. Only a stack on your own machine has one.',
      answer.status,
    );
  const messages: unknown = await answer.json();
  return Array.isArray(messages) ? messages.filter(isMessage).reverse() : [];
};
