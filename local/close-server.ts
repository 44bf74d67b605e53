import type { Server } from 'node:http';

const patienceMs = 1000;

/** Closes a server: what it is answering gets a second to end, connections that wait for a request get none. */
export const closeServer = async (server: Server): Promise<void> => {
  const late = setTimeout(() => server.closeAllConnections(), patienceMs);
  await new Promise((closed) => server.close(closed));
  clearTimeout(late);
};
