import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { diskTrouble, onDisk } from '../data-folder/disk-troubles.ts';
import { replaceFile } from '../data-folder/whole-files.ts';

/** A message that a function sent. */
export interface Message {
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

const most = 10_000;
// The texts together have at most this length.
const mostCharacters = 50_000_000;

const unescapeHtml = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

const temporaryPassword = /temporary password is:?\s+(\S+)/i;
const digits = /(?<!\w)\d{6,10}(?!\w)/;

// The sentence may end in a full stop that is not part of the password.
const secretIn = (text: string): string | undefined =>
  temporaryPassword.exec(text)?.[1]?.replace(/\.$/, '') ?? digits.exec(text)?.[0];

/**
 * The temporary password in a message, or the first six to ten digits that stand alone: in the visible text, otherwise
 * in its links.
 */
export const codeIn = ({ channel, body }: Pick<Message, 'channel' | 'body'>): string | undefined =>
  channel === 'SMS'
    ? secretIn(body)
    : (secretIn(unescapeHtml(body.replace(/<[^>]*>/g, ' '))) ?? digits.exec(body)?.[0]);

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' &&
  value !== null &&
  'to' in value &&
  typeof value.to === 'string' &&
  'body' in value &&
  typeof value.body === 'string';

// A line may be cut short, by a process that was killed while writing it.
const parsed = (line: string): Message | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isMessage(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const sameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

// A message that cannot be written is still shown, as long as this process runs.
const persist = (file: string, work: () => void): void => {
  try {
    work();
  } catch (error) {
    process.stderr.write(`${diskTrouble(error, file) ?? String(error)} Messages are kept until the end of this run.\n`);
  }
};

/**
 * Keeps the last ten thousand messages, up to 50 million characters. Where `file` is given, they are in it, one a line.
 */
export const createMessages = (file: string | undefined) => {
  let kept: Message[] = [];
  let characters = 0;
  // Ends a line that was cut short.
  let torn = '';
  const drop = (): void => {
    while (kept.length > most || (characters > mostCharacters && kept.length > 1)) {
      characters -= kept.shift()?.body.length ?? 0;
    }
  };
  const keepOnly = (messages: Message[]): void => {
    kept = messages;
    characters = kept.reduce((length, { body }) => length + body.length, 0);
    drop();
  };
  const save = (): void => {
    if (file) replaceFile(file, kept.map((message) => `${JSON.stringify(message)}\n`).join(''));
  };
  if (file && existsSync(file)) {
    const lines = onDisk(file, () => readFileSync(file, 'utf8')).split('\n');
    keepOnly(lines.flatMap((line) => parsed(line) ?? []));
    save();
  }

  return {
    add: (message: Omit<Message, 'sentAt' | 'code'>): void => {
      const code = codeIn(message);
      const received = { ...message, ...(code !== undefined && { code }), sentAt: new Date().toISOString() };
      kept.push(received);
      characters += received.body.length;
      drop();
      if (!file) return;
      persist(file, () => {
        const line = `${torn}${JSON.stringify(received)}\n`;
        torn = '\n';
        appendFileSync(file, line, { mode: 0o600 });
        torn = '';
      });
    },
    /** The messages to an address or number, or all of them; the newest last. */
    to: (address: string | null): readonly Message[] =>
      address === null ? kept : kept.filter(({ to }) => sameAddress(to, address)),
    forget: (address: string | null): void => {
      keepOnly(address === null ? [] : kept.filter(({ to }) => !sameAddress(to, address)));
      if (file) persist(file, save);
    },
  };
};

export type Messages = ReturnType<typeof createMessages>;
