import type { IncomingHttpHeaders } from 'node:http';
import { request as sendSecurely } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { defaultProvider } from '#shared/config/env-credentials.ts';
import { traceHeader } from '#shared/config/environment.ts';
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
  readonly service: 'cognito-idp' | 'kms' | 'lambda' | 's3' | 'ses' | 'sns';
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const attempts = 3;
const pauseMs = 100;

const standardEndpoint = (service: Service['service'], region: string): string =>
  `https://${service === 'ses' ? 'email' : service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

const failureOf = (error: unknown): Failure | undefined => {
  if (!(error instanceof ServiceRefusal)) return 'silent';
  if (error.status === 429 || /Throttl|TooManyRequests/.test(error.name)) return 'throttled';
  return error.status >= 500 ? 'broken' : undefined;
};

const sendOnce = async (url: URL, headers: Readonly<Record<string, string>>, call: AwsCall): Promise<AwsAnswer> => {
  // Imported only for stand-ins: node:http brings the code of fetch with it, and costs 15 ms.
  const send = url.protocol === 'https:' ? sendSecurely : (await import('node:http')).request;
  // A kept connection may turn out to be closed, and only another attempt mends that.
  const connection = call.retriesAfter.includes('silent') ? {} : { agent: false };
  const signal = AbortSignal.timeout(call.timeoutMs);
  const { promise, resolve, reject } = Promise.withResolvers<AwsAnswer>();
  send(url, { method: call.method ?? 'POST', headers, signal, ...connection }, (response) => {
    buffer(response).then((body) => {
      const { statusCode: status = 0, headers: answered } = response;
      if (status >= 200 && status < 300) resolve({ headers: answered, body });
      else reject(refusalFrom(status, answered, body.toString()));
    }, reject);
  })
    .on('error', reject)
    .end(call.body);
  return promise;
};

/**
 * Calls one AWS service by signed HTTP, with the credentials of the environment.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export const createAwsRequest = ({ service, endpoint }: Service): AwsRequest => {
  const attempt = async (call: AwsCall): Promise<AwsAnswer> => {
    const { region, path } = call;
    const url = new URL(`${(endpoint ?? standardEndpoint(service, region)).replace(/\/$/, '')}${path}`);
    // S3 signs the path as it is sent; the others encode it once more.
    const uriEscapePath = service !== 's3';
    const signer = new SignatureV4({ service, region, credentials: defaultProvider(), sha256: Sha256, uriEscapePath });
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
