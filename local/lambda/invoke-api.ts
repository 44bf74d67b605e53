import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { closeServer } from '../close-server.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { usualLimits } from '../serving/limits.ts';
import { createWholeServer } from '../serving/server.ts';
import { assertSigned, type Credentials, Refusal } from '../signature.ts';
import { toFunctionName } from './function-name.ts';
import type { Functions } from './functions.ts';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const region = 'us-east-1';

const refused = (status: number, type: string, message: string): Answer => ({
  status,
  headers: { 'x-amzn-errortype': type },
  body: JSON.stringify({ Type: 'User', Message: message, message }),
});

// Both ways to call a function. The older one never waits for an answer.
const toWait = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const notToWait = /^\/2014-11-13\/functions\/([^/]+)\/invoke-async\/?$/;

interface Asked {
  readonly name: string;
  readonly type: string;
}

const askedIn = (path: string, { 'x-amz-invocation-type': type }: IncomingHttpHeaders): Asked | undefined => {
  const [, waiting, going] = toWait.exec(path) ?? [undefined, undefined, notToWait.exec(path)?.[1]];
  const found = waiting ?? going;
  if (found === undefined) return undefined;
  const name = toFunctionName(decodeURIComponent(found));
  return { name, type: waiting === undefined ? 'Event' : String(type ?? 'RequestResponse') };
};

const jsonOf = (body: Buffer): string | undefined => {
  const text = body.length === 0 ? '{}' : body.toString();
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
};

const invoked = async (functions: Functions, { name, type }: Asked, body: Buffer): Promise<Answer> => {
  if (!functions.isDeclared(name)) {
    return refused(
      404,
      'ResourceNotFoundException',
      `Function not found: arn:aws:lambda:${region}:000000000000:function:${name}`,
    );
  }
  if (type === 'DryRun') return { status: 204 };
  if (type !== 'Event' && type !== 'RequestResponse') {
    return refused(400, 'InvalidParameterValueException', `There is no invocation type ${type}.`);
  }
  const payload = jsonOf(body);
  if (payload === undefined) {
    return refused(400, 'InvalidRequestContentException', 'Could not parse request body into json.');
  }
  const requestId = randomUUID();
  const told = { 'x-amzn-requestid': requestId };
  const invocation = functions.invoke(name, payload, requestId);
  if (type === 'Event') return { status: 202, headers: told, body: '' };
  const { payload: answer, failed } = await invocation;
  const headers = { ...told, 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  return { status: 200, headers: { ...headers, ...(failed && { 'x-amz-function-error': 'Unhandled' }) }, body: answer };
};

/**
 * Serves the Invoke API of Lambda on a port: calls functions for whoever signs with these credentials, and waits for
 * them or not. Requests of other sites' pages are refused.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const startInvokeApi = async (
  port: number,
  functions: () => Functions,
  credentials: Credentials,
): Promise<() => Promise<void>> => {
  const answerTo = async (incoming: IncomingMessage, body: Buffer): Promise<Answer> => {
    const { url = '/', headers, method } = incoming;
    try {
      const [path = '/'] = url.split('?');
      const asked = method === 'POST' ? askedIn(path, headers) : undefined;
      if (!asked) return refused(404, 'ResourceNotFoundException', 'There is no such resource.');
      await assertSigned(incoming, new URL(`http://localhost${url}`), { service: 'lambda', credentials, body });
      return await invoked(functions(), asked, body);
    } catch (error) {
      if (error instanceof Refusal) return refused(error.status, error.code, error.message);
      return refused(400, 'InvalidRequestContentException', 'The request cannot be read.');
    }
  };
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse, given: Buffer): Promise<void> => {
    const { status, headers, body = '' } = await answerTo(incoming, given);
    if (!outgoing.destroyed) outgoing.writeHead(status, headers).end(body);
  };
  const server = createWholeServer(handle, usualLimits, refusalOfForeignPage);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return () => closeServer(server);
};
