import type { Server } from 'node:http';

const patienceMs = 1000;

/**
 * Closes a server. Requests that are being answered get a second to end; connections without a request are closed at
 * once.
 */
export const closeServer = async (server: Server): Promise<void> => {
  const late = setTimeout(() => server.closeAllConnections(), patienceMs);
  await new Promise((closed) => server.close(closed));
  clearTimeout(late);
};
