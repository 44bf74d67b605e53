import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Limits } from './limits.ts';

/** The answer to a request that is refused. */
export interface Refusal {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** A refusal with API Gateway's text. */
export const refusal = (status: number, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

export const tooLarge = refusal(413, 'Request Entity Too Large');
export const tooManyHeaders = refusal(431, 'Request Header Fields Too Large');

/**
 * Answers a request that may be incomplete, then ends its connection in order. If it were cut at once, a client that is
 * still sending would lose the answer.
 */
export const refuse = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, body }: Refusal,
  { lingerMs }: Limits,
): void => {
  if (incoming.socket.destroyed) return;
  const length = { 'content-length': Buffer.byteLength(body) };
  if (incoming.complete) {
    outgoing.writeHead(status, { ...headers, ...length }).end(body);
    return;
  }
  outgoing.writeHead(status, { ...headers, ...length, connection: 'close' }).write(body);
  const end = (): void => {
    clearTimeout(late);
    outgoing.end();
  };
  const late = setTimeout(end, lingerMs);
  incoming.once('close', end).resume();
};

const malformed: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Request Entity Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Answers data that are not a request, or did not come in time, by the code of Node's error. */
export const refuseMalformed = (socket: Duplex, code: string | undefined, { lingerMs }: Limits): void => {
  const [status, reason] = malformed[code ?? ''] ?? [400, 'Bad Request'];
  const { body } = refusal(status, reason);
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const late = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(late));
};
