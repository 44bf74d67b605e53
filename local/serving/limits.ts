/** What clients may take of a server: of its time in milliseconds, of its memory in bytes. */
export interface Limits {
  /** For the headers of a request, from when the connection opened or the request began. */
  readonly headersMs: number;
  /** For a whole request. */
  readonly requestMs: number;
  /** For which a client may neither send nor take anything while it is answered. */
  readonly idleMs: number;
  /** For which the rest of a refused request is read, so that the client gets to read the refusal. */
  readonly lingerMs: number;
  /** The first line and all headers. */
  readonly headerBytes: number;
  readonly headers: number;
  readonly bodyBytes: number;
  /** All bodies together that are not answered yet. */
  readonly heldBytes: number;
  readonly connections: number;
  readonly requestsPerConnection: number;
  /** Requests that a connection may send before the first of them is answered. */
  readonly ahead: number;
}

const kB = 1024;
const MB = 1024 * kB;

/** Far above what clients on the same machine need. Headers and bodies are as long as API Gateway and Lambda take them. */
export const usualLimits: Limits = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 30_000,
  lingerMs: 2000,
  headerBytes: 10 * kB,
  headers: 200,
  bodyBytes: 6 * MB,
  heldBytes: 64 * MB,
  connections: 1000,
  requestsPerConnection: 1000,
  ahead: 32,
};
