import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';
import { type Connections, createConnections } from './connections.ts';
import { type Limits, usualLimits } from './limits.ts';
import { type Refusal, refuse, refuseMalformed, tooLarge, tooManyHeaders } from './refusal.ts';

/**
 * `accept` is to be called once the caller is known. Until then, this connection is among the first to end where there
 * are too many.
 */
type Handle = (incoming: IncomingMessage, outgoing: ServerResponse, accept: () => void) => void;
type HandleWhole = (incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer) => void;

/** A refusal by the headers alone: then nothing of the body is read. */
type Deny = (incoming: IncomingMessage) => Refusal | undefined;

const nobody: Deny = () => undefined;

/** A request to be answered. */
interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Its client sends no body until it is told to. */
  readonly expectsContinue: boolean;
}

const declaredBytes = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0);

const untilClosed = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (outgoing.closed) resolve();
    else outgoing.once('close', resolve);
  });

// Undefined where the client went away, or sent too much: then the rest of the body is not kept.
const receive = (incoming: IncomingMessage, most: number, hold: (bytes: number) => void): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= most) {
        chunks.push(chunk);
        hold(chunk.length);
        return;
      }
      incoming.off('data', take);
      resolve(undefined);
    };
    incoming.on('data', take);
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('close', () => resolve(undefined));
    incoming.once('error', () => resolve(undefined));
  });

const createLimited = (
  limits: Limits,
  connections: Connections,
  deny: Deny,
  handle: (exchange: Exchange) => void | Promise<void>,
  tls?: TlsOptions,
): Server => {
  const options = {
    headersTimeout: Math.min(limits.headersMs, limits.requestMs),
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keptMs,
    // The default is half a minute, by which every limit could be exceeded.
    connectionsCheckingInterval: Math.min(1000, limits.headersMs / 4),
    maxHeaderSize: limits.headerBytes,
  };
  const server = tls
    ? createTlsServer({ ...tls, ...options, handshakeTimeout: options.headersTimeout })
    : createServer(options);
  // Those that have not got as far as a handshake are nobody's yet.
  if (tls) server.maxConnections = 2 * limits.connections;
  // Node silently drops headers above its own limit. Here, too many are refused.
  server.maxHeadersCount = 0;
  server.maxRequestsPerSocket = limits.requestsPerConnection;

  const ahead = new WeakMap<Duplex, number>();
  const turns = new WeakMap<Duplex, Promise<void>>();
  const answering = new WeakMap<Duplex, ServerResponse>();

  const answer = async (before: Promise<void> | undefined, exchange: Exchange): Promise<void> => {
    const { incoming, outgoing } = exchange;
    const { socket } = incoming;
    await before;
    if (!socket.writable) return;
    answering.set(socket, outgoing);
    const denied = deny(incoming);
    if (denied) refuse(incoming, outgoing, denied, { ...limits, lingerMs: 0 });
    else if (incoming.rawHeaders.length > 2 * limits.headers) refuse(incoming, outgoing, tooManyHeaders, limits);
    else
      await Promise.resolve(exchange)
        .then(handle)
        .catch(() => socket.destroy());
    await untilClosed(outgoing);
    answering.delete(socket);
    ahead.set(socket, (ahead.get(socket) ?? 1) - 1);
    connections.isWaitedFor(socket);
  };
  // One after the other: what a connection sends ahead must not take what others could use.
  const queue = (incoming: IncomingMessage, outgoing: ServerResponse, expectsContinue: boolean): void => {
    const { socket } = incoming;
    const count = (ahead.get(socket) ?? 0) + 1;
    ahead.set(socket, count);
    if (count > limits.ahead) socket.destroy();
    else turns.set(socket, answer(turns.get(socket), { incoming, outgoing, expectsContinue }));
  };
  server.on('request', (incoming, outgoing) => queue(incoming, outgoing, false));
  server.on('checkContinue', (incoming, outgoing) => queue(incoming, outgoing, true));
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => connections.opened(socket));

  const refused = new WeakSet<Duplex>();
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    // This comes again with whatever the client still sends.
    if (refused.has(socket)) return;
    refused.add(socket);
    if (socket.writable && answering.get(socket)?.headersSent !== true) refuseMalformed(socket, code, limits);
    else socket.destroy();
  });
  return server;
};

/**
 * A server that reads complete requests before they are handled, so that half-sent ones cost nobody else anything. With
 * `tls`, it speaks HTTPS.
 */
export const createWholeServer = (
  handle: HandleWhole,
  limits: Limits = usualLimits,
  deny: Deny = nobody,
  tls?: TlsOptions,
): Server => {
  const connections = createConnections(limits);
  const serve = async ({ incoming, outgoing, expectsContinue }: Exchange): Promise<void> => {
    const { socket } = incoming;
    if (declaredBytes(incoming) > limits.bodyBytes) {
      refuse(incoming, outgoing, tooLarge, limits);
      return;
    }
    if (expectsContinue) outgoing.writeContinue();
    const body = await receive(incoming, limits.bodyBytes, (bytes) => connections.hold(socket, bytes));
    if (!socket.writable) return;
    if (body === undefined) {
      connections.release(socket);
      refuse(incoming, outgoing, tooLarge, limits);
      return;
    }
    connections.isServed(socket);
    handle(incoming, outgoing, body);
  };
  return createLimited(limits, connections, deny, serve, tls);
};

/** A server whose handler reads the bodies itself, however long. */
export const createStreamingServer = (handle: Handle, limits: Limits, deny: Deny = nobody): Server => {
  const connections = createConnections(limits);
  return createLimited(limits, connections, deny, ({ incoming, outgoing, expectsContinue }) => {
    outgoing.setTimeout(limits.idleMs, () => outgoing.destroy());
    handle(incoming, outgoing, () => {
      connections.isServed(incoming.socket);
      if (expectsContinue) outgoing.writeContinue();
    });
  });
};
