import { createServer, type IncomingMessage, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startDatabase } from '#local/dynamodb.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { costsPage, requestsIn } from '#tests/costs/page.ts';
import { startCheckout } from '#tests/journey/checkout.ts';
import { type Answer, connect } from '../connection.ts';
import { makeSample, type Sample } from '../sample.ts';
import { scenariosOf } from '../scenarios.ts';

/** A request to the store and its answer, as they were on the way. */
export interface Exchange {
  readonly operation: string;
  /** Line, headers with the signature, and body: bytes as Latin-1. */
  readonly request: string;
  readonly body: string;
  /** The body of the answer. */
  readonly answer: string;
}

/** Sign-ins by password that were recorded between functions and database. */
export interface Recording {
  /** The database in which they succeed again, but for writes that make something new. */
  readonly database: string;
  /** The settings of the functions. */
  readonly env: Readonly<Record<string, string>>;
  readonly sample: Sample;
  /** What each user's sign-in asked of the store. */
  readonly signIns: readonly (readonly Exchange[])[];
  /** What a sign-in answered. */
  readonly answer: Answer;
  /** Ends the database. */
  readonly stop: () => Promise<void>;
}

const users = 64;

const requestOf = ({ url, rawHeaders }: IncomingMessage, body: Buffer): string => {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return `${[`POST ${url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body.toString('latin1')}`;
};

interface Recorder {
  readonly url: string;
  /** What passed since it was asked last. */
  readonly take: () => readonly Exchange[];
  readonly stop: () => void;
}

const forward = async (database: URL, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { hostname: host, port } = database;
    const outgoing = send({ host, port, method: 'POST', headers: incoming.headers }, resolve);
    outgoing.on('error', reject).end(body);
  });

// Reads that clean up come from the stack itself, not from its functions.
const isOfFunction = (operation: string): boolean => operation !== 'Scan';

const startRecorder = async (database: string): Promise<Recorder> => {
  const passed: Exchange[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const [, operation = ''] = String(incoming.headers['x-amz-target']).split('.');
    const body = await buffer(incoming);
    const answered = await forward(new URL(database), incoming, body);
    const answer = await buffer(answered);
    if (isOfFunction(operation)) {
      passed.push({ operation, request: requestOf(incoming, body), body: body.toString(), answer: answer.toString() });
    }
    outgoing.writeHead(answered.statusCode ?? 500, answered.headers).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => passed.splice(0),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

// By docs/costs.md.
const requestsOfSignIn = (): number => {
  const { readRequests, writeRequests, transactions } = requestsIn(costsPage(), 'InitiateAuth', 'password');
  return readRequests + writeRequests + transactions;
};

/**
 * Records a sign-in of each of 64 users with the functions of this checkout. Throws a plain Error where one asks less of the
 * store than docs/costs.md says.
 */
export const recordSignIns = async (folder: string): Promise<Recording> => {
  const requests = requestsOfSignIn();
  const address = await drawAddress();
  const { endpoint: database, child } = await startDatabase({ address, file: undefined, tableName: 'gatehouse' });
  const stop = async (): Promise<void> => child?.stop();
  try {
    const recorder = await startRecorder(database);
    const stack = await startCheckout(folder, { env: { DYNAMODB_ENDPOINT: recorder.url } });
    const connection = connect(stack);
    try {
      const sample = await makeSample(connection, users);
      const signIn = scenariosOf(connection, sample)['InitiateAuth USER_PASSWORD_AUTH'];
      const signIns: (readonly Exchange[])[] = [];
      let answer: Answer = {};
      while (signIns.length < users) {
        recorder.take();
        answer = Object(await signIn?.(signIns.length));
        const exchanges = recorder.take();
        // Every ten seconds, one reads the pool and the app client as well.
        if (exchanges.length === requests) signIns.push(exchanges);
        else if (exchanges.length < requests) throw new Error(`A sign-in made ${exchanges.length} requests.`);
      }
      return { database, env: stack.env, sample, signIns, answer, stop };
    } finally {
      connection.close();
      await stack.stop();
      recorder.stop();
    }
  } catch (error) {
    await stop();
    throw error;
  }
};
