import type { Agent, IncomingHttpHeaders, IncomingMessage, request } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { type AccessKey, accessKey, traceHeader } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { refusalFrom, ServiceRefusal } from './service-refusal.ts';

/** Why an attempt failed: no answer in time, turned away as one too many, or an error of the service. */
type Failure = 'silent' | 'throttled' | 'broken';

interface AwsCall {
  readonly region: string;
  /** POST by default. */
  readonly method?: 'DELETE' | 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** From the root, percent-encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Milliseconds for each attempt. */
  readonly timeoutMs: number;
  /**
   * Failures after which the request is sent again, three times in all. Only `throttled` for what must not happen
   * twice.
   */
  readonly retriesAfter: readonly Failure[];
}

interface AwsAnswer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Sends a request to a service. Throws ServiceRefusal for an answer that is an error, a plain Error where no answer
 * came.
 */
export type AwsRequest = (call: AwsCall) => Promise<AwsAnswer>;

interface Service {
  /** The service's name in signatures. */
  readonly service:
    | 'cognito-idp'
    | 'events'
    | 'firehose'
    | 'iam'
    | 'kms'
    | 'lambda'
    | 'logs'
    | 'monitoring'
    | 's3'
    | 'ses'
    | 'sns'
    | 'sts';
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
  /** False for what the service takes without a signature. It would not take that of the function. */
  readonly isSigned?: boolean;
  /** What signs in place of the function's own key. */
  readonly credentials?: AccessKey | undefined;
}

const attempts = 3;
const pauseMs = 100;

const regionForm = /^[a-z]+(?:-[a-z]+)+-\d{1,2}$/;

const standardEndpoint = (service: Service['service'], region: string): string => {
  if (service === 'iam') return 'https://iam.amazonaws.com';
  // Some Regions stand in settings of a pool. None may lead what we sign to another host.
  if (!regionForm.test(region)) throw new Error(`${region} is no Region.`);
  return `https://${service === 'ses' ? 'email' : service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
};

const failureOf = (error: unknown): Failure | undefined => {
  if (!(error instanceof ServiceRefusal)) return 'silent';
  if (error.status === 429 || /Throttl|TooManyRequests/.test(error.name)) return 'throttled';
  // By this one, STS says that it could not fetch the keys of an issuer.
  return error.status >= 500 || error.name === 'IDPCommunicationError' ? 'broken' : undefined;
};

interface Connections {
  readonly send: typeof request;
  readonly agent: Agent;
  /** To be called when a request was answered: from now on its connection is idle. */
  readonly answered: () => void;
}

// Well below what servers allow. node's own, which the laptop's stand-ins are made with, allow five seconds.
const idleMs = 3000;
const limits = { keepAlive: true, timeout: idleMs, maxSockets: 256, maxFreeSockets: 32 };

// Node's modules are loaded where they are needed: node:https takes 10 ms of a start. Not by `import`, which reads all
// that a module exports, and so brings the code of fetch out of node:http.
const secure = once(() => {
  const { request: send, Agent } = process.getBuiltinModule('node:https');
  return { send, agent: new Agent(limits), usedAt: 0 };
});

const plain = once(() => {
  const { request: send, Agent } = process.getBuiltinModule('node:http');
  return { send, agent: new Agent(limits), usedAt: 0 };
});

/**
 * Connections that are kept between requests. None of them was idle for more than three seconds, and none was closed by
 * the other side as far as this machine has heard: so a request that must not happen twice can be sent on it.
 */
const connections = async (protocol: string): Promise<Connections> => {
  const kept = protocol === 'https:' ? secure() : plain();
  const { send, agent } = kept;
  // A function is frozen between calls. Meanwhile its timers stand still, connections are closed, and nobody reads that.
  // So the clock is asked, and then the network: it is read once in between two turns of the event loop.
  const idle = Math.abs(Date.now() - kept.usedAt);
  if (idle > idleMs) for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
  await nextTurn();
  await nextTurn();
  return {
    send,
    agent,
    answered: () => {
      kept.usedAt = Date.now();
    },
  };
};

// That of node:stream/consumers makes a Blob first, which takes as long as all the rest.
const buffer = (response: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.once('end', () => resolve(Buffer.concat(parts)));
    response.once('error', reject);
  });

const sendOnce = async (url: URL, headers: Readonly<Record<string, string>>, call: AwsCall): Promise<AwsAnswer> => {
  const signal = AbortSignal.timeout(call.timeoutMs);
  const { send, agent, answered } = await connections(url.protocol);
  const { promise, resolve, reject } = Promise.withResolvers<AwsAnswer>();
  send(url, { method: call.method ?? 'POST', headers, signal, agent }, (response) => {
    buffer(response).then((body) => {
      answered();
      const { statusCode: status = 0, headers: given } = response;
      if (status >= 200 && status < 300) resolve({ headers: given, body });
      else reject(refusalFrom(status, given, body.toString()));
    }, reject);
  })
    .on('error', reject)
    .end(call.body);
  return promise;
};

/**
 * Calls one AWS service by HTTP, signed with the credentials of the environment unless it is said otherwise.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export const createAwsRequest = ({ service, endpoint, isSigned = true, credentials }: Service): AwsRequest => {
  const attempt = async (call: AwsCall): Promise<AwsAnswer> => {
    const { region, path } = call;
    const url = new URL(`${(endpoint ?? standardEndpoint(service, region)).replace(/\/$/, '')}${path}`);
    if (!isSigned) return sendOnce(url, { ...call.headers, host: url.host }, call);
    // S3 signs the path as it is sent; the others encode it once more.
    const uriEscapePath = service !== 's3';
    const signer = new SignatureV4({
      service,
      region,
      credentials: credentials ?? accessKey(),
      sha256: Sha256,
      uriEscapePath,
    });
    const trace = traceHeader();
    const { headers } = await signer.sign({
      method: call.method ?? 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      headers: { ...call.headers, host: url.host, ...(trace && { 'x-amzn-trace-id': trace }) },
      body: call.body,
    });
    return sendOnce(url, headers, call);
  };

  const tryFrom = async (made: number, call: AwsCall): Promise<AwsAnswer> => {
    try {
      return await attempt(call);
    } catch (error) {
      const failure = failureOf(error);
      if (made >= attempts || !failure || !call.retriesAfter.includes(failure)) throw error;
      if (failure !== 'silent') await pause(Math.random() * pauseMs * 2 ** made);
      return tryFrom(made + 1, call);
    }
  };

  return (call) => tryFrom(1, call);
};
