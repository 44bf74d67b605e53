import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A message that a function sent. */
export interface Message {
  readonly to: string;
  readonly channel: 'EMAIL' | 'SMS';
  readonly subject?: string;
  readonly body: string;
  /** The code or temporary password in it. */
  readonly code?: string;
  /** ISO 8601. */
  readonly sentAt: string;
}

const most = 10_000;

const unescapeHtml = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

/** The temporary password that a message tells, or else its first run of six to eight digits. */
export const codeIn = (body: string): string | undefined => {
  const text = unescapeHtml(body.replace(/<[^>]*>/g, ' '));
  const [, temporary] = /temporary password is:?\s+(\S+)/i.exec(text) ?? [];
  return temporary?.replace(/\.$/, '') ?? /(?<!\d)\d{6,8}(?!\d)/.exec(text)?.[0];
};

/** Keeps messages, the last ten thousand of them; in `file`, one a line, where one is given. */
export const createMessages = (file: string | undefined) => {
  const isMessage = (value: unknown): value is Message => typeof value === 'object' && value !== null && 'to' in value;
  const load = (): Message[] => {
    if (!file || !existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line): unknown => JSON.parse(line)).filter(isMessage);
  };
  let kept = load();

  return {
    add: (message: Omit<Message, 'sentAt' | 'code'>): void => {
      const code = codeIn(message.body);
      const received = { ...message, ...(code !== undefined && { code }), sentAt: new Date().toISOString() };
      kept = [...kept.slice(1 - most), received];
      if (file) appendFileSync(file, `${JSON.stringify(received)}\n`);
    },
    to: (address: string | null): readonly Message[] =>
      address === null ? kept : kept.filter(({ to }) => to.toLowerCase() === address.toLowerCase()),
    forget: (address: string | null): void => {
      kept = address === null ? [] : kept.filter(({ to }) => to.toLowerCase() !== address.toLowerCase());
      if (file) writeFileSync(file, kept.map((message) => `${JSON.stringify(message)}\n`).join(''));
    },
  };
};

export type Messages = ReturnType<typeof createMessages>;
