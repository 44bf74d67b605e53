import type { IncomingMessage } from 'node:http';
import { securityHeaders } from '../console/security-headers.ts';
import type { GatewayAnswer } from '../gateway/answer.ts';
import { isOfForeignPage } from '../own-pages.ts';

/** Where the console reads the mailbox. There is no such thing on AWS. */
export const messagesPath = '/console/-/messages';

const answerWith = (status: number, type: string, body: string): GatewayAnswer => ({
  status,
  headers: { ...securityHeaders, 'content-type': type, 'cache-control': 'no-store' },
  body: Buffer.from(body),
});

// A page of another address learns nothing, whatever its name was made to mean. Codes are among the messages, so what does
// not say that it is a page of this very address gets none either: it has the mailbox's own port.
const isOfOwnPage = (incoming: IncomingMessage): boolean =>
  !isOfForeignPage(incoming) && incoming.headers['sec-fetch-site'] === 'same-origin';

/** Answers pages of the edge's own address with the messages in the mailbox, as JSON, the oldest first. */
export const ownMessages =
  (mailboxUrl: string) =>
  async (incoming: IncomingMessage): Promise<GatewayAnswer> => {
    if (incoming.method !== 'GET') return answerWith(405, 'text/plain', 'Only GET.');
    if (!isOfOwnPage(incoming)) return answerWith(403, 'text/plain', 'Only pages of this very address may come here.');
    const { searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    const to = searchParams.get('to');
    const query = to === null ? '' : `?${new URLSearchParams({ to })}`;
    const found = await fetch(`${mailboxUrl}/messages${query}`);
    return answerWith(found.status, 'application/json', await found.text());
  };
