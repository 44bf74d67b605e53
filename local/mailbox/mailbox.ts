import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { closeServer } from '../close-server.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { type Limits, usualLimits } from '../serving/limits.ts';
import { createWholeServer } from '../serving/server.ts';
import { createMessages, type Messages } from './messages.ts';
import { renderPage } from './page.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const member = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    value,
  );

// What SES does to addresses in its sandbox: so that one can see what follows.
const refusedDomain = '@refused.example';

// The mailbox simulator of SES: what is sent there comes back, or is called spam.
const simulated = /^(bounce|complaint)(?:\+[^@]*)?@simulator\.amazonses\.com$/i;

/** Is told an event of SES about a mail, as EventBridge passes it on. */
export type TellMailEvent = (event: object) => void;

const eventAbout = (to: string, tags: unknown): object | undefined => {
  const kind = simulated.exec(to)?.[1]?.toLowerCase();
  if (kind === undefined) return undefined;
  const named = Array.isArray(tags) ? tags : [];
  const mail = {
    destination: [to],
    tags: Object.fromEntries(named.map((tag) => [text(member(tag, 'Name')), [text(member(tag, 'Value'))]])),
  };
  const recipients = [{ emailAddress: to }];
  return kind === 'bounce'
    ? {
        source: 'aws.ses',
        'detail-type': 'Email Bounced',
        detail: { eventType: 'Bounce', mail, bounce: { bounceType: 'Permanent', bouncedRecipients: recipients } },
      }
    : {
        source: 'aws.ses',
        'detail-type': 'Email Complaint Received',
        detail: { eventType: 'Complaint', mail, complaint: { complainedRecipients: recipients } },
      };
};

// SES v2, SendEmail: simple content, HTML before text.
const receiveEmail = (messages: Messages, body: string, tell: TellMailEvent): Answer => {
  const request: unknown = JSON.parse(body);
  const recipients = member(request, 'Destination', 'ToAddresses');
  const simple = member(request, 'Content', 'Simple');
  if (!Array.isArray(recipients) || recipients.length === 0 || simple === undefined) {
    return json(400, { message: 'The mailbox takes simple messages with a recipient.' });
  }
  const refused = recipients.map(text).filter((to) => to.endsWith(refusedDomain));
  if (refused.length > 0) {
    const message = `Email address is not verified. The following identities failed the check: ${refused.join(', ')}`;
    return json(400, { __type: 'MessageRejected', message });
  }
  const html = text(member(simple, 'Body', 'Html', 'Data'));
  const plain = text(member(simple, 'Body', 'Text', 'Data'));
  const subject = text(member(simple, 'Subject', 'Data'));
  for (const to of recipients) {
    const body = html || plain;
    messages.add({ to: text(to), channel: 'EMAIL', subject, body, ...(html && plain && { text: plain }) });
  }
  for (const to of recipients) {
    const event = eventAbout(text(to), member(request, 'EmailTags'));
    if (event) tell(event);
  }
  return json(200, { MessageId: randomUUID() });
};

const xml = (status: number, body: string): Answer => ({ status, type: 'text/xml', body });

// SNS, Publish to a phone number: the AWS query protocol.
const receiveSms = (messages: Messages, body: string): Answer => {
  const request = new URLSearchParams(body);
  const to = request.get('PhoneNumber');
  if (request.get('Action') !== 'Publish' || !to) {
    const error = '<Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>PhoneNumber</Message></Error>';
    return xml(400, `<ErrorResponse>${error}</ErrorResponse>`);
  }
  messages.add({ to, channel: 'SMS', body: request.get('Message') ?? '' });
  const id = randomUUID();
  return xml(
    200,
    `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></PublishResponse>`,
  );
};

const answer = (
  messages: Messages,
  { method, url = '/' }: IncomingMessage,
  body: string,
  tell: TellMailEvent,
): Answer => {
  const { pathname, searchParams } = new URL(`http://localhost${url}`);
  const to = searchParams.get('to');
  // Who asks for the head alone is answered as by GET; the server leaves the body out.
  switch (`${method === 'HEAD' ? 'GET' : method} ${pathname}`) {
    case 'GET /':
      return { status: 200, type: 'text/html; charset=utf-8', body: renderPage(messages.to(to)) };
    case 'GET /messages':
      return json(200, messages.to(to));
    case 'DELETE /messages':
      messages.forget(to);
      return json(200, {});
    case 'POST /v2/email/outbound-emails':
      return receiveEmail(messages, body, tell);
    case 'POST /':
      return receiveSms(messages, body);
    default:
      return json(404, { message: 'Nothing here.' });
  }
};

// The longest e-mail that SES takes by default.
const mailboxLimits: Limits = { ...usualLimits, bodyBytes: 10 * 1024 * 1024 };

export interface Mailbox {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Receives what functions send through SES and SNS, but for e-mail to `refused.example`, and shows it: as a page at `/`, as JSON at `/messages?to=`. */
export const startMailbox = (
  port: number,
  file: string | undefined,
  limits: Limits = mailboxLimits,
  tell: TellMailEvent = () => undefined,
): Promise<Mailbox> => {
  const messages = createMessages(file);
  const answered = (request: IncomingMessage, received: string): Answer => {
    try {
      return answer(messages, request, received, tell);
    } catch {
      return json(400, { message: 'The mailbox could not read that.' });
    }
  };
  const server = createWholeServer(
    (request, response, received) => {
      const { status, type, body } = answered(request, received.toString());
      response.setTimeout(limits.idleMs, () => response.destroy());
      response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
    },
    limits,
    refusalOfForeignPage,
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        stop: () => closeServer(server),
      }),
    );
  });
};
