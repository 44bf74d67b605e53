import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '#local/signature.ts';
import { stack } from './stack.ts';

const prefix = 'scripted-';

/**
 * The ARN of a trigger function that puts these members into the event's response and answers the event. Its name says
 * what it does, so that every test of a run can have functions of its own.
 */
export const scriptedFunction = (response: Readonly<Record<string, unknown>>): string => {
  const script = Buffer.from(JSON.stringify(response)).toString('base64url');
  return `arn:aws:lambda:us-east-1:000000000000:function:${prefix}${script}`;
};

/**
 * The ARN of a DefineAuthChallenge that answers by the number of answered challenges; the last response stays. Where
 * the client's metadata has the member `sulk`, it does not answer at all.
 */
export const scriptedSteps = (...responses: readonly Readonly<Record<string, unknown>>[]): string =>
  scriptedFunction({ bySession: responses });

/** The ARN of a DefineAuthChallenge that asks until an answer is right. */
export const scriptedDefine = (): string => scriptedFunction({ asksUntilRight: true });

/** The ARN of a VerifyAuthChallengeResponse that expects the private parameter `answer`. */
export const scriptedJudge = (): string => scriptedFunction({ expects: 'answer' });

/** The ARN of a UserMigration that knows everybody with that password. */
export const scriptedDirectory = (password: string, gate?: string): string =>
  scriptedFunction({ knows: password, ...(gate && { gate }) });

/**
 * The ARN of a function that holds back its answer for requests with the validation data `held`, until `openGate` is
 * called with the key. It answers all others at once.
 */
export const scriptedGate = (key: string, response: Readonly<Record<string, unknown>> = {}): string =>
  scriptedFunction({ ...response, gate: key });

/** The ARN of a function that holds back its answer for events of that source, until `openGate` is called with the key. */
export const scriptedHold = (key: string, source: string): string => scriptedFunction({ gate: key, holds: source });

/** Releases the requests that a gate holds back. */
export const openGate = async (key: string): Promise<void> => {
  await fetch(`${stack().env.LAMBDA_ENDPOINT}/gates/${key}`);
};

/** The ARN of a function that fails with that message. */
export const scriptedFailure = (message: string): string => scriptedFunction({ failsWith: message });

interface Script {
  readonly failsWith?: string;
  readonly gate?: string;
  readonly holds?: string;
  readonly knows?: string;
  readonly bySession?: readonly object[];
  readonly expects?: string;
  readonly asksUntilRight?: true;
}

const scriptIn = (url: string): Script | undefined => {
  const [, script] = new RegExp(`function(?::|%3A)${prefix}([\\w-]+)`).exec(url) ?? [];
  return script === undefined ? undefined : JSON.parse(Buffer.from(script, 'base64url').toString());
};

const playing = (
  { bySession, expects, asksUntilRight, knows, gate: _gate, holds: _holds, ...response }: Script,
  { request }: TriggerEvent,
): object => {
  const { session, privateChallengeParameters, challengeAnswer, clientMetadata } = request;
  if (bySession && 'sulk' in Object(clientMetadata)) return {};
  if (bySession) return bySession[Math.min(Array.isArray(session) ? session.length : 0, bySession.length - 1)] ?? {};
  if (asksUntilRight) {
    const isRight = Array.isArray(session) && session.at(-1)?.challengeResult === true;
    return isRight ? { issueTokens: true } : { challengeName: 'CUSTOM_CHALLENGE' };
  }
  if (knows) return request.password === knows ? { userAttributes: {}, finalUserStatus: 'CONFIRMED', ...response } : {};
  if (expects) return { answerCorrect: Object(privateChallengeParameters)[expects] === challengeAnswer };
  return response;
};

/** An event that a scripted function was called with. */
export interface TriggerEvent {
  readonly version: string;
  readonly triggerSource: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: Readonly<Record<string, string>>;
  readonly request: Readonly<Record<string, unknown>>;
}

/** The events of a pool with which scripted functions were called, in order. */
export const eventsOf = async (poolId: string): Promise<TriggerEvent[]> => {
  const answer = await fetch(`${stack().env.LAMBDA_ENDPOINT}/events`);
  const events: TriggerEvent[] = JSON.parse(await answer.text());
  return events.filter(({ userPoolId }) => userPoolId === poolId);
};

const kept = ['content-type', 'x-amz-invocation-type', 'x-amz-client-context', 'x-amzn-trace-id'];

const signedAnew = async (
  url: URL,
  given: IncomingHttpHeaders,
  body: Buffer,
  credentials: Credentials,
): Promise<Record<string, string>> => {
  const signer = new SignatureV4({ service: 'lambda', region: 'us-east-1', credentials, sha256: Sha256 });
  const headers = Object.fromEntries(kept.flatMap((name) => (given[name] ? [[name, String(given[name])]] : [])));
  const { protocol, hostname, host, pathname: path } = url;
  const asked = { method: 'POST', protocol, hostname, path, query: {}, headers: { ...headers, host }, body };
  const { host: _host, ...signed } = (await signer.sign(asked)).headers;
  return signed;
};

/**
 * Behaves like the Invoke API. It answers for scripted functions itself and passes every other call on. With `idle`,
 * asynchronous calls are accepted but not made.
 */
export const startScriptedFunctions = async (others: string, { idle = false } = {}) => {
  const received: unknown[] = [];
  const gates = new EventEmitter();
  let credentials: Credentials = { accessKeyId: '', secretAccessKey: '' };
  const server = createServer(async (request, response) => {
    if (request.url === '/events') {
      response.end(JSON.stringify(received));
      return;
    }
    const [, opened] = /^\/gates\/([\w-]+)$/.exec(request.url ?? '') ?? [];
    if (opened !== undefined) {
      gates.emit(opened);
      response.end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const url = request.url ?? '/';
    const script = scriptIn(url);
    if (script !== undefined) {
      const event = JSON.parse(body.toString());
      const wantsHold = event.triggerSource === script.holds || 'held' in Object(event.request.validationData);
      const isHeld = script.gate !== undefined && wantsHold;
      const gate = isHeld ? once(gates, script.gate ?? '') : undefined;
      received.push(event);
      await gate;
      if (script.failsWith !== undefined) {
        response.setHeader('x-amz-function-error', 'Unhandled');
        response.end(JSON.stringify({ errorMessage: script.failsWith }));
        return;
      }
      response.end(JSON.stringify({ ...event, response: { ...event.response, ...playing(script, event) } }));
      return;
    }
    if (idle && request.headers['x-amz-invocation-type'] === 'Event') {
      response.writeHead(202).end();
      return;
    }
    try {
      const headers = await signedAnew(new URL(`${others}${url}`), request.headers, body, credentials);
      const answer = await fetch(`${others}${url}`, { method: request.method ?? 'POST', headers, body });
      const text = await answer.text();
      const functionError = answer.headers.get('x-amz-function-error');
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'application/json',
        ...(functionError && { 'x-amz-function-error': functionError }),
        ...(answer.headers.has('x-amzn-errortype') && {
          'x-amzn-errortype': answer.headers.get('x-amzn-errortype') ?? '',
        }),
      });
      response.end(text);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The scripted functions have no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    /** Sets the credentials that sign what is passed on, since a caller's signature is for this address. */
    handOnAs: (given: Credentials): void => {
      credentials = given;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
