/**
 * Kept connections to one endpoint, each of which carries one request at a time. Answers are read as HTTP/1.1 has them:
 * RFC 9112 sections 4 to 7.
 */
import { connect, isIP, type Socket } from 'node:net';

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
  /** Takes bytes as they come. Throws an Error for what is no HTTP, and for an answer that does not say how long it is. */
  readonly take: (bytes: Buffer) => Answer | undefined;
}

const mostHeadBytes = 64 * 1024;
const endOfHead = '\r\n\r\n';
const statusLine = /^HTTP\/1\.([01]) (\d{3})(?: [^\r\n]*)?(?:\r\n|$)/;

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
type Framing = { readonly bytes: number } | 'chunked';

const framingOf = (status: number, fields: Fields): Framing => {
  if (status === 204 || status === 304) return { bytes: 0 };
  const coding = fields.get('transfer-encoding');
  const length = fields.get('content-length');
  if (coding !== undefined) {
    // Both at once may be read as two different answers by two readers: RFC 9112 section 6.3.
    if (coding.toLowerCase() !== 'chunked' || length !== undefined) throw noHttp('a body of unclear length');
    return 'chunked';
  }
  if (!/^\d{1,10}$/.test(length ?? '')) throw noHttp('an answer without a length');
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
  let framing: Framing = 'chunked';
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
  };
};

// As many as the SDK opens.
const mostConnections = 50;

// As node's own agent: a peer that is gone without a word is noticed in the end.
const probeAfterMs = 1000;

/** A request that waits for its answer. */
interface Waiting {
  readonly bytes: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Underway extends Waiting {
  readonly reader: AnswerReader;
}

/** Sends a POST, and gives its answer. Throws the error of the connection, or a TimeoutError. */
export type Exchange = (headers: Readonly<Record<string, string>>, body: string) => Promise<Answer>;

const silence = (timeoutMs: number): Error =>
  Object.assign(new Error(`The store said nothing for ${timeoutMs} ms.`), { name: 'TimeoutError' });

const hungUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const fieldValue = /^[\t\x20-\x7e]*$/;

const headOf = (path: string, headers: Readonly<Record<string, string>>, body: string): string => {
  let head = `POST ${path} HTTP/1.1\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    if (!fieldValue.test(value)) throw new Error(`The header ${name} has a character that headers cannot have.`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}content-length: ${Buffer.byteLength(body)}\r\nconnection: keep-alive\r\n\r\n`;
};

// Loaded only where there is TLS.
const openSecurely = async (host: string, port: number): Promise<Socket> => {
  const { connect: connectSecurely } = await import('node:tls');
  return connectSecurely({ host, port, ...(isIP(host) === 0 && { servername: host }), ALPNProtocols: ['http/1.1'] });
};

const openPlainly = async (host: string, port: number): Promise<Socket> => connect({ host, port });

/**
 * Talks to one endpoint by HTTP/1.1 over kept connections, fifty at most. Gives up a request when nothing comes for so
 * many milliseconds.
 */
export const createExchange = ({ protocol, hostname, port, pathname }: URL, timeoutMs: number): Exchange => {
  const isSecure = protocol === 'https:';
  const open = isSecure ? openSecurely : openPlainly;
  // An IPv6 address stands in brackets only within a URL.
  const host = hostname.replace(/^\[|\]$/g, '');
  const portNumber = Number(port) || (isSecure ? 443 : 80);

  const idle: Connection[] = [];
  const queue: Waiting[] = [];
  let connections = 0;

  interface Connection {
    readonly carry: (waiting: Waiting) => void;
  }

  const release = (connection: Connection, socket: Socket): void => {
    const next = queue.shift();
    if (next) {
      connection.carry(next);
      return;
    }
    // An idle connection keeps no process alive.
    socket.unref();
    idle.push(connection);
  };

  const leave = (connection: Connection): void => {
    connections -= 1;
    const index = idle.indexOf(connection);
    if (index >= 0) idle.splice(index, 1);
    const next = queue.shift();
    if (next) begin(next);
  };

  const toConnection = (socket: Socket): Connection => {
    let underway: Underway | undefined;

    const connection: Connection = {
      carry: (waiting) => {
        underway = { ...waiting, reader: createAnswerReader() };
        socket.ref();
        socket.write(waiting.bytes);
      },
    };

    const fail = (error: Error): void => {
      const failed = underway;
      underway = undefined;
      socket.destroy();
      failed?.reject(error);
    };

    const finish = (answer: Answer): void => {
      const done = underway;
      underway = undefined;
      if (answer.persists) release(connection, socket);
      else socket.destroy();
      done?.resolve(answer);
    };

    socket.setNoDelay(true);
    socket.setKeepAlive(true, probeAfterMs);
    // Starts anew with all that is sent or comes.
    socket.setTimeout(timeoutMs);
    // A callback of setTimeout would be called once only, which may be while the connection is idle.
    socket.on('timeout', () => underway && fail(silence(timeoutMs)));
    socket.on('data', (bytes) => {
      try {
        // What comes unasked belongs to no request.
        if (!underway) throw hungUp();
        const answer = underway.reader.take(bytes);
        if (answer) finish(answer);
      } catch (error) {
        fail(toError(error));
      }
    });
    socket.on('error', fail);
    socket.on('close', () => {
      fail(hungUp());
      leave(connection);
    });
    return connection;
  };

  const begin = (waiting: Waiting): void => {
    connections += 1;
    open(host, portNumber).then(
      (socket) => toConnection(socket).carry(waiting),
      (error: unknown) => {
        connections -= 1;
        waiting.reject(toError(error));
      },
    );
  };

  return (headers, body) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const waiting = { bytes: headOf(pathname, headers, body) + body, resolve, reject };
    // The one that was used last: the others may have been closed by the store meanwhile.
    const connection = idle.pop();
    if (connection) connection.carry(waiting);
    else if (connections < mostConnections) begin(waiting);
    else queue.push(waiting);
    return promise;
  };
};
