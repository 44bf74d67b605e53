import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection that sends exactly the bytes that it is given, and keeps what comes back. */
export interface RawConnection {
  readonly socket: Socket;
  readonly said: () => string;
  /** Everything that came, once the other side has ended the connection. Rejects where it cut the connection. */
  readonly ended: Promise<string>;
  /** Resolves when the connection has ended, in whatever way. */
  readonly closed: Promise<unknown>;
  /** Resolves once the text has come. */
  readonly hears: (text: string) => Promise<void>;
}

/** Connects to a port of this machine and sends something at once. */
export const rawConnection = async (port: number, sent: string | Buffer = ''): Promise<RawConnection> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<string>((resolve, reject) => {
    socket.once('end', () => resolve(said));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('Cut.')));
  });
  ended.catch(() => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  if (sent !== '') socket.write(sent);
  const hears = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said.includes(text)) resolve();
      };
      socket.on('data', look);
      socket.once('close', () => reject(new Error(`Ended without ${text}, with ${said}`)));
      look();
    });
  return { socket, said: () => said, ended, closed, hears };
};

/** So many connections at once, each of which sends the same. */
export const rawConnections = (port: number, count: number, sent: string): Promise<readonly RawConnection[]> =>
  Promise.all(Array.from({ length: count }, () => rawConnection(port, sent)));
