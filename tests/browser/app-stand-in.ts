import { createServer } from 'node:http';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';

/** An app to which browsers are led back: it answers everything with the same words. */
export interface AppStandIn {
  readonly callback: string;
  readonly stop: () => Promise<void>;
}

/** Starts it on a free port of this machine. */
export const startAppStandIn = async (): Promise<AppStandIn> => {
  const port = await freePort();
  const server = createServer((_request, response) => response.end('the app'));
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return { callback: `http://localhost:${port}/callback`, stop: () => closeServer(server) };
};
