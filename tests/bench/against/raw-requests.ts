import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const endOfHead = '\r\n\r\n';

/** The bytes of a whole HTTP answer that begins here; undefined as long as its head has not come. */
export const answerLength = (bytes: Buffer): number | undefined => {
  const head = bytes.indexOf(endOfHead);
  if (head < 0) return undefined;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, head)) ?? [];
  if (length === undefined) throw new Error('The answer does not say how long it is.');
  return head + endOfHead.length + Number(length);
};

interface Connection {
  /** Throws a plain Error for every answer but 200. */
  readonly ask: (request: string) => Promise<void>;
}

const open = (host: string, port: number): Connection => {
  const socket: Socket = connect({ host, port, noDelay: true });
  let came: Buffer = Buffer.alloc(0);
  let waiting: PromiseWithResolvers<void> | undefined;
  socket.on('data', (bytes: Buffer) => {
    came = came.length === 0 ? bytes : Buffer.concat([came, bytes]);
    const length = answerLength(came);
    if (length === undefined || came.length < length) return;
    const text = came.toString('latin1');
    came = Buffer.alloc(0);
    if (text.startsWith('HTTP/1.1 200')) waiting?.resolve();
    else waiting?.reject(new Error(`The store answered ${text}`));
  });
  socket.on('error', (error) => waiting?.reject(error));
  return {
    ask: (request) => {
      waiting = Promise.withResolvers<void>();
      socket.write(request, 'latin1');
      return waiting.promise;
    },
  };
};

/** Sends bytes as they are over kept connections, as many as are needed at once, and waits for the answer. */
export const createRawSender = ({ hostname, port }: URL): Connection => {
  const idle: Connection[] = [];
  return {
    ask: async (request) => {
      const connection = idle.pop() ?? open(hostname, Number(port));
      await connection.ask(request);
      idle.push(connection);
    },
  };
};

const newId = /"sk":\{"S":"S#([0-9a-f-]{36})"\}/;

/**
 * A request that can be sent again: each time the same bytes, but for the id of what it makes, which is a new one of the
 * same length.
 */
export const repeatable = (request: string): (() => string) => {
  const [, id] = newId.exec(request) ?? [];
  if (id === undefined) return () => request;
  const parts = request.split(id);
  return () => parts.join(randomUUID());
};
