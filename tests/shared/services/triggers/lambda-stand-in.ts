import { createServer, type ServerResponse } from 'node:http';
import { createLambda, type Lambda } from '#shared/gateways/lambda.ts';

export interface TriggerEvent {
  readonly triggerSource: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

/** What a function does with its event. */
type Behaviour = (event: TriggerEvent, response: ServerResponse) => void | Promise<void>;

export interface StandIn {
  readonly lambda: Lambda;
  /** Calls that came, by function ARN. */
  readonly callsOf: (functionArn: string) => number;
  readonly stop: () => Promise<void>;
}

/** Answers with a result. */
export const answering =
  (make: (event: TriggerEvent) => unknown): Behaviour =>
  async (event, response) => {
    response.end(JSON.stringify(await make(event)) ?? '');
  };

/** Answers as Lambda does when a handler throws. */
export const throwing =
  (errorMessage: string): Behaviour =>
  (_event, response) => {
    response.setHeader('x-amz-function-error', 'Unhandled');
    response.end(JSON.stringify({ errorMessage, errorType: 'Error', trace: [] }));
  };

/** Answers as Lambda does when it does not run the function. */
export const refusing =
  (status: number, name: string): Behaviour =>
  (_event, response) => {
    response.writeHead(status, { 'x-amzn-errortype': name, 'content-type': 'application/json' });
    response.end(JSON.stringify({ Message: 'No.', Type: 'User' }));
  };

/** Answers these very bytes. */
export const saying =
  (text: string): Behaviour =>
  (_event, response) => {
    response.end(text);
  };

/** Never answers. */
export const silent: Behaviour = () => undefined;

/** Behaves like the Invoke API for the given functions, by ARN, on a free port of this machine. */
export const startLambdaStandIn = async (functions: Readonly<Record<string, Behaviour>>): Promise<StandIn> => {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  const calls = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const [, name = ''] = /^\/2015-03-31\/functions\/(.+)\/invocations$/.exec(request.url ?? '') ?? [];
    const functionArn = decodeURIComponent(name);
    calls.set(functionArn, (calls.get(functionArn) ?? 0) + 1);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const behave = functions[functionArn] ?? refusing(404, 'ResourceNotFoundException');
    await behave(JSON.parse(Buffer.concat(chunks).toString()), response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The stand-in has no port.');
  return {
    lambda: createLambda({ region: 'us-east-1', endpoint: `http://127.0.0.1:${address.port}` }),
    callsOf: (functionArn) => calls.get(functionArn) ?? 0,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
