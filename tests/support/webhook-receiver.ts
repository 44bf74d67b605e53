import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';

/** A request as the receiver of a webhook got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What it was answered with. */
  readonly status: number;
}

/**
 * A receiver of webhooks. GET gives all that it got whose body has the text after the path's slash. PUT of statuses as
 * JSON has it answer so to what has that text next, one after the other.
 */
export const startReceiver = async () => {
  const received: Received[] = [];
  const scripted = new Map<string, number[]>();
  const statusFor = (body: string): number => {
    for (const [about, statuses] of scripted) if (body.includes(about)) return statuses.shift() ?? 204;
    return 204;
  };
  const server = createServer(async (request, response) => {
    // Whoever asks next must not meet a connection that is just closed.
    response.setHeader('connection', 'close');
    const about = decodeURIComponent((request.url ?? '/').slice(1));
    const body = await text(request);
    if (request.method === 'GET') {
      response.end(JSON.stringify(received.filter((one) => one.body.includes(about))));
      return;
    }
    if (request.method === 'PUT') {
      scripted.set(about, JSON.parse(body));
      response.end();
      return;
    }
    const status = statusFor(body);
    received.push({ headers: request.headers, body, status });
    // A status of zero stands for a connection that breaks.
    if (status === 0) request.socket.destroy();
    else response.writeHead(status).end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}/`, received, script: scripted, stop: () => closeServer(server) };
};
