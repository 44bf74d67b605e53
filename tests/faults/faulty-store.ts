import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { befallings, type Fault, type Strike } from './fault.ts';

export interface FaultyStore {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Request {
  readonly operation: string;
  /** The same for every try of one request. */
  readonly id: string;
  /** Makes the request. */
  readonly make: () => Promise<{ readonly status: number; readonly text: string }>;
  readonly answer: ServerResponse;
}

interface Running {
  readonly fault: Fault;
  readonly seen: Set<string>;
  struck?: { readonly operation: string; readonly id: string; tries: number };
  readonly told: (() => void)[];
  readonly held: (() => void)[];
}

const faultOf = (path = ''): Fault => {
  const [, , name, at] = path.split('/');
  const befalls = befallings.find((known) => known === name);
  if (!befalls) throw new Error(`There is no fault ${path}.`);
  return { befalls, at: Number(at) };
};

const reads: ReadonlySet<string> = new Set(['BatchGetItem', 'GetItem', 'Query', 'Scan']);

const headersOf = ({ headers }: IncomingMessage): Record<string, string> => {
  const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
};

const agent = new Agent({ keepAlive: true });

const ask = (database: string, headers: Record<string, string>, body: Buffer): ReturnType<Request['make']> => {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Request['make']>>>();
  send(database, { agent, method: 'POST', headers: { ...headers, 'content-length': body.length } })
    .once('response', (answer) => {
      text(answer).then((whole) => resolve({ status: answer.statusCode ?? 500, text: whole }), reject);
    })
    .once('error', reject)
    .end(body);
  return promise;
};

const pass = async ({ make, answer }: Request): Promise<void> => {
  const { status, text } = await make();
  answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
};

const fail = ({ answer }: Request): void => {
  const error = { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'The store is down.' };
  answer.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(error));
};

const lose = ({ answer }: Request): void => void answer.destroy();

const struckBy = (running: Running, { operation, id }: Request): NonNullable<Running['struck']> | undefined => {
  const { fault, seen, struck, told } = running;
  if (struck) return struck.id === id ? struck : undefined;
  if (fault.befalls !== 'refused' && reads.has(operation)) return undefined;
  seen.add(id);
  if (seen.size < fault.at) return undefined;
  running.struck = { operation, id, tries: 0 };
  for (const tell of told.splice(0)) tell();
  return running.struck;
};

const meet = async (running: Running, request: Request): Promise<void> => {
  const struck = struckBy(running, request);
  if (!struck) {
    if (running.struck && running.fault.befalls === 'killed') return lose(request);
    return pass(request);
  }
  struck.tries += 1;
  switch (running.fault.befalls) {
    case 'refused':
      return fail(request);
    case 'stalled':
      return struck.tries > 1 ? pass(request) : undefined;
    case 'killed':
      if (struck.tries === 1) await request.make();
      return lose(request);
    case 'repeated':
      if (struck.tries > 1) return pass(request);
      await request.make();
      return lose(request);
    case 'late':
      await new Promise<void>((release) => running.held.push(release));
      return pass(request);
  }
};

/**
 * Stands before a database and lets one request meet a fault. `/fault` arms it (PUT), waits for it (GET), and lifts it
 * (DELETE).
 */
export const startFaultyStore = async (port: number, database: string): Promise<FaultyStore> => {
  let running: Running | undefined;

  const lift = (): void => {
    for (const go of [...(running?.held ?? []), ...(running?.told ?? [])]) go();
    running = undefined;
  };

  const control = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const current = running;
    if (incoming.method === 'PUT') {
      lift();
      running = { fault: faultOf(incoming.url), seen: new Set(), told: [], held: [] };
    } else if (incoming.method === 'GET' && current && !current.struck) {
      await new Promise<void>((tell) => current.told.push(tell));
    } else if (incoming.method === 'DELETE') lift();
    const strike: Strike = { struck: current?.struck?.operation };
    outgoing.end(JSON.stringify(strike));
  };

  const forward = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const headers = headersOf(incoming);
    const request: Request = {
      operation: headers['x-amz-target']?.split('.')[1] ?? '',
      id: headers['amz-sdk-invocation-id'] ?? '',
      make: () => ask(database, headers, body),
      answer: outgoing,
    };
    await (running ? meet(running, request) : pass(request));
  };

  const server = createServer((incoming, outgoing) => {
    const serve = incoming.url?.startsWith('/fault') ? control : forward;
    serve(incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        lift();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
