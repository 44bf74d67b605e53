/** How much of a server clients may use: of its time in milliseconds, of its memory in bytes. */
export interface Limits {
  /** For the headers of a request, from the opening of the connection or the beginning of the request. */
  readonly headersMs: number;
  /** For a whole request. */
  readonly requestMs: number;
  /** How long a client may neither send nor take anything while it is answered. */
  readonly idleMs: number;
  /** How long a connection is kept for the next request. */
  readonly keptMs: number;
  /** How long the rest of a refused request is read, so that the client gets to read the refusal. */
  readonly lingerMs: number;
  /** The first line and all headers. */
  readonly headerBytes: number;
  readonly headers: number;
  readonly bodyBytes: number;
  /** Of all bodies together that are not answered yet. */
  readonly heldBytes: number;
  readonly connections: number;
  readonly requestsPerConnection: number;
  /** How many requests a connection may send before the first of them is answered. */
  readonly ahead: number;
}

const kB = 1024;
const MB = 1024 * kB;

/**
 * Far more than clients on the same machine need. Headers and bodies may be as long as API Gateway and Lambda take
 * them.
 */
export const usualLimits: Limits = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 30_000,
  // A client that was busy for longer may send a request just as its connection is closed, which loses it.
  keptMs: 60_000,
  lingerMs: 2000,
  headerBytes: 10 * kB,
  headers: 200,
  bodyBytes: 6 * MB,
  heldBytes: 64 * MB,
  connections: 1000,
  requestsPerConnection: 1000,
  ahead: 32,
};
