import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { reasonAgainstRequest } from './database-limits.ts';

/** What was asked of the table, and what DynamoDB bills for it: capacity units, with those of the indexes. */
export interface Costs {
  readonly readRequests: number;
  readonly readUnits: number;
  /** Writes that were sent alone, with the refused ones. */
  readonly writeRequests: number;
  readonly transactions: number;
  readonly writeUnits: number;
}

export interface CountingProxy {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const nothing: Costs = { readRequests: 0, readUnits: 0, writeRequests: 0, transactions: 0, writeUnits: 0 };

type Kind = 'read' | 'write' | 'transaction';

const kinds: Readonly<Record<string, Kind>> = {
  BatchGetItem: 'read',
  GetItem: 'read',
  Query: 'read',
  DeleteItem: 'write',
  PutItem: 'write',
  UpdateItem: 'write',
  TransactWriteItems: 'transaction',
};

interface Exchange {
  readonly kind: Kind;
  readonly request: { readonly TransactItems?: readonly unknown[] };
  readonly answer: { readonly ConsumedCapacity?: Units | readonly Units[] };
  readonly ok: boolean;
}

interface Units {
  readonly CapacityUnits: number;
}

// A refused write is billed like any other. Its answer does not say how much, but one item has up to 1 KB.
const refusedUnits = ({ kind, request }: Exchange): number =>
  kind === 'transaction' ? 2 * (request.TransactItems?.length ?? 0) : 1;

const unitsOf = (exchange: Exchange): number => {
  if (!exchange.ok) return exchange.kind === 'read' ? 0 : refusedUnits(exchange);
  const given = exchange.answer.ConsumedCapacity ?? [];
  return [given].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
};

const plus = (costs: Costs, exchange: Exchange): Costs => {
  const units = unitsOf(exchange);
  const { readRequests, readUnits, writeRequests, transactions, writeUnits } = costs;
  switch (exchange.kind) {
    case 'read':
      return { ...costs, readRequests: readRequests + 1, readUnits: readUnits + units };
    case 'write':
      return { ...costs, writeRequests: writeRequests + 1, writeUnits: writeUnits + units };
    case 'transaction':
      return { ...costs, transactions: transactions + 1, writeUnits: writeUnits + units };
  }
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string> => {
  const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
};

/**
 * Stands before a database and counts the requests. A GET tells the costs since the last one, and starts again. Requests
 * that DynamoDB would not take are refused, whatever the database makes of them.
 */
export const startCountingProxy = async (port: number, database: string): Promise<CountingProxy> => {
  let costs = nothing;

  const forward = async (incoming: IncomingMessage, operation: string, outgoing: ServerResponse): Promise<void> => {
    const request = JSON.parse((await buffer(incoming)).toString());
    const message = reasonAgainstRequest(request);
    if (message !== undefined) {
      const refusal = { __type: 'com.amazonaws.dynamodb.v20120810#ValidationException', message };
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(refusal));
      return;
    }
    const kind = kinds[operation];
    const body = JSON.stringify(kind ? { ...request, ReturnConsumedCapacity: 'TOTAL' } : request);
    const answer = await fetch(database, { method: 'POST', headers: headersOf(incoming), body });
    const text = await answer.text();
    if (kind) costs = plus(costs, { kind, request, answer: JSON.parse(text), ok: answer.ok });
    outgoing.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
  };

  const tell = (outgoing: ServerResponse): void => {
    outgoing.end(JSON.stringify(costs));
    costs = nothing;
  };

  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'GET') return tell(outgoing);
    const [, operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.');
    return forward(incoming, operation, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
