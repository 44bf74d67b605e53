import type { Socket } from 'node:net';
import type { Limits } from './limits.ts';

/**
 * The connections of a server. Where there are too many, it ends the one whose client has kept the server waiting
 * longest. Where incomplete requests take too much memory, it ends the one that has been under way longest. A client
 * that sends its requests without delay is neither.
 */
export const createConnections = ({ connections, heldBytes }: Pick<Limits, 'connections' | 'heldBytes'>) => {
  const open = new Set<Socket>();
  // In the order in which they began to wait.
  const waiting = new Set<Socket>();
  // In the order in which their requests began to be held.
  const held = new Map<Socket, number>();
  let allHeld = 0;

  const release = (socket: Socket): void => {
    allHeld -= held.get(socket) ?? 0;
    held.delete(socket);
  };
  const closed = (socket: Socket): void => {
    open.delete(socket);
    waiting.delete(socket);
    release(socket);
  };
  const end = (socket: Socket): void => {
    closed(socket);
    socket.destroy();
  };
  const heldLongest = (): Socket | undefined => [...held.keys()].find((socket) => waiting.has(socket));

  return {
    opened: (socket: Socket): void => {
      const [longest = socket] = waiting;
      if (open.size >= connections) end(longest);
      if (socket.destroyed) return;
      open.add(socket);
      waiting.add(socket);
      socket.once('close', () => closed(socket));
    },
    /** The client's request is complete: now the client waits for the server. */
    isServed: (socket: Socket): void => {
      waiting.delete(socket);
    },
    /** The client was answered: now the server waits for its next request. */
    isWaitedFor: (socket: Socket): void => {
      release(socket);
      if (open.has(socket)) waiting.add(socket);
    },
    /** Counts bytes that are held for a client. */
    hold: (socket: Socket, bytes: number): void => {
      held.set(socket, (held.get(socket) ?? 0) + bytes);
      allHeld += bytes;
      while (allHeld > heldBytes) {
        const longest = heldLongest();
        if (!longest) return;
        end(longest);
      }
    },
    release,
  };
};

export type Connections = ReturnType<typeof createConnections>;
