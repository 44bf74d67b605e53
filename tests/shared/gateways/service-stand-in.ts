import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** A request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Another number for each connection. */
  readonly connection: number | undefined;
}

/** What the service does with a request. */
export type Behaviour = (response: ServerResponse, received: Received) => void;

export interface ServiceStandIn {
  readonly endpoint: string;
  readonly received: readonly Received[];
  /** Ends all connections, as a service does with idle ones. */
  readonly hangUp: () => void;
  readonly stop: () => Promise<void>;
}

/** Answers with a status, a body and headers. */
export const answering =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

/** Never answers. */
export const silent: Behaviour = () => undefined;

/** Ends the connection without an answer. */
export const closing: Behaviour = (response) => {
  response.destroy();
};

/** An AWS service on a free port of this machine. It behaves as told, request by request; the last behaviour stays. */
export const startService = async (...behaviours: readonly Behaviour[]): Promise<ServiceStandIn> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { url: path = '', headers, socket } = request;
    const one = { path, headers, body: Buffer.concat(chunks).toString(), connection: socket.remotePort };
    received.push(one);
    const behave = behaviours[received.length - 1] ?? behaviours.at(-1);
    behave?.(response, one);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The stand-in has no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    received,
    hangUp: () => server.closeAllConnections(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
