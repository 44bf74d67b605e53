/** Reads answers of HTTP/1.1 from the bytes of a connection: RFC 9112 sections 4 to 6. */

/** Header fields by their names in lower case. The values of one that comes more than once are joined by commas. */
export type Fields = ReadonlyMap<string, string>;

/** The head of an answer. */
interface AnswerHead {
  readonly status: number;
  readonly fields: Fields;
  /** True where the connection may be used again. */
  readonly persists: boolean;
}

/** An answer of the store. */
export interface Answer extends AnswerHead {
  readonly body: string;
}

/** What came so far: an answer, or undefined where more has to come. */
export interface AnswerReader {
  /** Takes bytes as they come. Throws an Error for what is no HTTP. */
  readonly take: (bytes: Buffer) => Answer | undefined;
  /** The end of the connection, which ends an answer without a length. Throws an Error where the answer is not whole. */
  readonly end: () => Answer;
}

const mostHeadBytes = 64 * 1024;
const endOfHead = '\r\n\r\n';
const statusLine = /^HTTP\/1\.([01]) (\d{3})(?: [^\r\n]*)?(?:\r\n|$)/;

const brokenOff = (): Error =>
  Object.assign(new Error('The store ended the connection within an answer.'), { code: 'ECONNRESET' });

const noHttp = (what: string): Error => Object.assign(new Error(`The store sent ${what}.`), { code: 'ECONNRESET' });

const fieldsIn = (text: string, from: number): Fields => {
  const fields = new Map<string, string>();
  for (let at = from; at < text.length; ) {
    const lineEnd = text.indexOf('\r\n', at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    const colon = text.indexOf(':', at);
    if (colon <= at || colon > end) throw noHttp('a header field without a name');
    const name = text.slice(at, colon).toLowerCase();
    const value = text.slice(colon + 1, end).trim();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
    at = end + 2;
  }
  return fields;
};

/** How the end of a body is found. */
type Framing = { readonly bytes: number } | 'chunked' | 'until the end';

const framingOf = (status: number, fields: Fields): Framing => {
  if (status === 204 || status === 304) return { bytes: 0 };
  const coding = fields.get('transfer-encoding');
  const length = fields.get('content-length');
  if (coding !== undefined) {
    // Both at once may be read as two different answers by two readers: RFC 9112 section 6.3.
    if (coding.toLowerCase() !== 'chunked' || length !== undefined) throw noHttp('a body of unclear length');
    return 'chunked';
  }
  if (length === undefined) return 'until the end';
  if (!/^\d{1,10}$/.test(length)) throw noHttp('a length that is none');
  return { bytes: Number(length) };
};

const headIn = (text: string): AnswerHead => {
  const [line, minor, status] = statusLine.exec(text) ?? [];
  if (line === undefined) throw noHttp('what is no answer of HTTP/1.1');
  const fields = fieldsIn(text, line.length);
  const connection = fields.get('connection')?.toLowerCase();
  const persists = minor === '1' ? connection !== 'close' : connection === 'keep-alive';
  return { status: Number(status), fields, persists };
};

/** A body in chunks, and where it ends; undefined where more has to come. RFC 9112 section 7.1. */
const unchunked = (bytes: Buffer): { readonly body: Buffer; readonly end: number } | undefined => {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const [size] = /^[0-9a-f]{1,8}(?=;|$)/i.exec(bytes.toString('latin1', at, lineEnd)) ?? [];
    if (size === undefined) throw noHttp('a chunk without a size');
    const length = Number.parseInt(size, 16);
    const start = lineEnd + 2;
    if (length === 0) {
      // After the last chunk there may be further fields, up to an empty line.
      const end = bytes.indexOf(endOfHead, lineEnd);
      return end < 0 ? undefined : { body: Buffer.concat(parts), end: end + endOfHead.length };
    }
    if (bytes.length < start + length + 2) return undefined;
    parts.push(bytes.subarray(start, start + length));
    at = start + length + 2;
  }
};

/** Reads one answer. Bytes after its end mean that the connection cannot be used again. */
export const createAnswerReader = (): AnswerReader => {
  let received: Buffer | undefined;
  let head: AnswerHead | undefined;
  let framing: Framing = 'until the end';
  let start = 0;

  const whole = (bytes: Buffer, body: string, end: number): Answer | undefined => {
    if (!head) return undefined;
    return { ...head, persists: head.persists && end === bytes.length, body };
  };

  const readHead = (bytes: Buffer): boolean => {
    for (;;) {
      const end = bytes.indexOf(endOfHead, start);
      if (end < 0) {
        if (bytes.length - start > mostHeadBytes) throw noHttp('a head without an end');
        return false;
      }
      head = headIn(bytes.toString('latin1', start, end));
      start = end + endOfHead.length;
      // Answers on the way, such as 100, announce another one.
      if (head.status >= 200) break;
      head = undefined;
    }
    framing = framingOf(head.status, head.fields);
    return true;
  };

  const readBody = (bytes: Buffer): Answer | undefined => {
    if (framing === 'until the end') return undefined;
    if (framing === 'chunked') {
      const found = unchunked(bytes.subarray(start));
      return found && whole(bytes, found.body.toString(), start + found.end);
    }
    const end = start + framing.bytes;
    return bytes.length < end ? undefined : whole(bytes, bytes.toString('utf8', start, end), end);
  };

  return {
    take: (bytes) => {
      received = received ? Buffer.concat([received, bytes]) : bytes;
      return head || readHead(received) ? readBody(received) : undefined;
    },
    end: () => {
      if (!head || !received || framing !== 'until the end') throw brokenOff();
      return { ...head, persists: false, body: received.toString('utf8', start) };
    },
  };
};
