/** Kept connections to one endpoint, each of which carries one request at a time. */
import { connect, isIP, type Socket } from 'node:net';
import { type Answer, type AnswerReader, createAnswerReader } from './answer-reader.ts';

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
    socket.setTimeout(timeoutMs, () => underway && fail(silence(timeoutMs)));
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
    socket.on('end', () => {
      if (!underway) return;
      try {
        finish(underway.reader.end());
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
