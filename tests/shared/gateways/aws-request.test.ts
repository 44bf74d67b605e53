import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { canonicalRequest } from '#shared/domain/signature-v4/canonical-request.ts';
import { createAwsRequest } from '#shared/gateways/aws-request.ts';
import { answering, type Behaviour, closing, type Received, silent, startService } from './service-stand-in.ts';

const secret = 'a secret of the environment';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', 'a token of the session');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const standIn = async (...behaviours: readonly Behaviour[]) => {
  const service = await startService(...behaviours);
  onTestFinished(service.stop);
  return service;
};

/** Waits until the network has passed on what was sent before: a connection that is made now comes behind it. */
const untilPassedOn = async (endpoint: string): Promise<void> => {
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
};

const call = {
  region: 'eu-central-1',
  path: '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A000000000000%3Afunction%3Aa/invocations',
  headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
  body: '{"name":"Ada 🔑"}',
  timeoutMs: 30_000,
  retriesAfter: [],
} as const;

const eagerly = ['silent', 'throttled', 'broken'] as const;

const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** The Authorization header that a request should have, computed with the verifier's own canonical request. */
const authorizationOf = ({ path, headers, body }: Received, service: string): string => {
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const texts = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
  const canonical = canonicalRequest(
    { method: 'POST', path, query: '', headers: texts, body: Buffer.from(body) },
    names,
  );
  const stamp = String(headers['x-amz-date']);
  const scope = [stamp.slice(0, 8), call.region, service, 'aws4_request'];
  const digest = createHash('sha256').update(canonical).digest('hex');
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${secret}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope.join('/'), digest].join('\n')).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
};

describe('a request to AWS', () => {
  it.each(['example.com/', 'x@example.com/#', 'example.com:8080/', 'eu-central-1.example.com', ''])(
    'goes to no other host, with %s in place of a Region',
    async (region) => {
      const request = createAwsRequest({ service: 'sns', endpoint: undefined });
      await expect(request({ ...call, region })).rejects.toThrow('is no Region.');
    },
  );

  it('carries a signature that holds, over all that tells it from another', async () => {
    const { endpoint, received } = await standIn(answering(202, ''));
    await createAwsRequest({ service: 'lambda', endpoint })(call);
    const [request] = received;
    if (!request) throw new Error('Nothing came.');
    expect(request).toMatchObject({ path: call.path, body: call.body, headers: call.headers });
    expect(request.headers.authorization).toBe(authorizationOf(request, 'lambda'));
    for (const name of ['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-invocation-type', 'content-type'])
      expect(request.headers.authorization).toMatch(new RegExp(`SignedHeaders=[^,]*\\b${name}\\b`));
    expect(request.headers['x-amz-security-token']).toBe('a token of the session');
  });

  it('passes on the trace that it belongs to', async () => {
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a87bd80c:0';
    vi.stubEnv('_X_AMZN_TRACE_ID', trace);
    const { endpoint, received } = await standIn(answering(202, ''));
    await createAwsRequest({ service: 'lambda', endpoint })(call);
    expect(received[0]?.headers['x-amzn-trace-id']).toBe(trace);
  });

  it('gives the headers and the body of the answer', async () => {
    const { endpoint } = await standIn(answering(200, '{"a":"ü"}', { 'x-amz-function-error': 'Unhandled' }));
    const answer = await createAwsRequest({ service: 'lambda', endpoint })(call);
    expect(answer.headers).toMatchObject({ 'x-amz-function-error': 'Unhandled' });
    expect(answer.body.toString()).toBe('{"a":"ü"}');
  });

  it.each([
    ['a header', answering(403, '{"Message":"No."}', { 'x-amzn-errortype': 'AccessDeniedException:http://x/' })],
    ['a JSON type', answering(400, '{"__type":"com.amazonaws.kms#AccessDeniedException","message":"No."}')],
    ['a JSON code', answering(400, '{"code":"AccessDeniedException","message":"No."}')],
    [
      'XML',
      answering(
        400,
        '<ErrorResponse><Error><Code>AccessDeniedException</Code><Message>No.</Message></Error></ErrorResponse>',
      ),
    ],
  ])('throws the error that the service names by %s', async (_where, behaviour) => {
    const { endpoint, received } = await standIn(behaviour);
    const request = createAwsRequest({ service: 'kms', endpoint });
    await expect(request({ ...call, retriesAfter: eagerly })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'No.',
    });
    expect(received).toHaveLength(1);
  });

  it('names an error that is not of AWS by its status', async () => {
    const { endpoint } = await standIn(answering(503, '<html>'));
    const request = createAwsRequest({ service: 'ses', endpoint });
    await expect(request(call)).rejects.toMatchObject({ name: 'HttpStatus503', status: 503 });
  });

  it.each([
    ['an answer that does not come', silent],
    ['a connection that closes', closing],
    ['being turned away', answering(429, '{"__type":"TooManyRequestsException"}')],
    ['throttling', answering(400, '{"__type":"ThrottlingException"}')],
    ['an error of the service', answering(500, '{"__type":"KMSInternalException"}')],
  ])('is tried again after %s, signed anew, where the caller says so', async (_what, behaviour) => {
    const { endpoint, received } = await standIn(behaviour, behaviour, answering(200, 'done'));
    const request = createAwsRequest({ service: 'kms', endpoint });
    const timeoutMs = behaviour === silent ? 1000 : call.timeoutMs;
    const answer = await request({ ...call, timeoutMs, retriesAfter: eagerly });
    expect(answer.body.toString()).toBe('done');
    expect(received).toHaveLength(3);
  });

  it('is tried three times and no more', async () => {
    const { endpoint, received } = await standIn(closing);
    const request = createAwsRequest({ service: 'kms', endpoint });
    await expect(request({ ...call, retriesAfter: eagerly })).rejects.toThrow('socket hang up');
    expect(received).toHaveLength(3);
  });

  it.each([
    ['an answer that does not come', silent],
    ['a connection that closes', closing],
    ['an error of the service', answering(500, '')],
  ])('is not tried again after %s, where it must not happen twice', async (_what, behaviour) => {
    const { endpoint, received } = await standIn(behaviour);
    const request = createAwsRequest({ service: 'ses', endpoint });
    const timeoutMs = behaviour === silent ? 1000 : call.timeoutMs;
    await expect(request({ ...call, timeoutMs, retriesAfter: ['throttled'] })).rejects.toThrow();
    expect(received).toHaveLength(1);
  });

  it('gives up on an answer that begins and does not end', async () => {
    const { endpoint } = await standIn((response) => response.write('{'));
    const request = createAwsRequest({ service: 'lambda', endpoint });
    await expect(request({ ...call, timeoutMs: 250 })).rejects.toThrow();
  });

  describe.each([
    ['may be repeated', eagerly],
    ['must not happen twice', ['throttled']],
  ] as const)('that %s', (_what, retriesAfter) => {
    const connectionsOf = (received: readonly Received[]): number => new Set(received.map((r) => r.connection)).size;

    it('goes on a connection that was kept', async () => {
      const { endpoint, received } = await standIn(answering(200, ''));
      const request = createAwsRequest({ service: 'ses', endpoint });
      for (let i = 0; i < 5; i++) await request({ ...call, retriesAfter });
      expect(received).toHaveLength(5);
      expect(connectionsOf(received)).toBe(1);
    });

    it('goes at the first try on another connection where the kept one was closed meanwhile', async () => {
      const { endpoint, received, hangUp } = await standIn(answering(200, ''));
      const request = createAwsRequest({ service: 'ses', endpoint });
      for (let i = 0; i < 20; i++) {
        await request({ ...call, retriesAfter });
        hangUp();
        await untilPassedOn(endpoint);
      }
      expect(received).toHaveLength(20);
      expect(connectionsOf(received)).toBe(20);
    });

    // As in a function that was frozen: no timer has run, and nothing says that the connection is dead.
    it('goes on another connection where the kept one was idle for longer than it is kept', async () => {
      const { endpoint, received } = await standIn(answering(200, ''));
      const request = createAwsRequest({ service: 'ses', endpoint });
      await request({ ...call, retriesAfter });
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3100 });
      onTestFinished(() => void vi.useRealTimers());
      await request({ ...call, retriesAfter });
      expect(connectionsOf(received)).toBe(2);
    });
  });

  it.each([
    ['closes', closing],
    ['gives an answer that breaks off', (response) => response.writeHead(200, { 'content-length': 9 }).destroy()],
  ] satisfies [string, Behaviour][])(
    'is not tried again after a kept connection %s, where it must not happen twice',
    async (_what, behaviour) => {
      const { endpoint, received } = await standIn(answering(200, ''), behaviour);
      const request = createAwsRequest({ service: 'ses', endpoint });
      await request({ ...call, retriesAfter: ['throttled'] });
      await expect(request({ ...call, retriesAfter: ['throttled'] })).rejects.toThrow();
      expect(received).toHaveLength(2);
      expect(received[1]?.connection).toBe(received[0]?.connection);
    },
  );

  it('waits for none that goes at the same time', async () => {
    const waiting: (() => void)[] = [];
    const { endpoint, received } = await standIn((response) => {
      waiting.push(() => response.end());
      if (waiting.length === 16) for (const answer of waiting) answer();
    });
    const request = createAwsRequest({ service: 'ses', endpoint });
    await Promise.all(Array.from({ length: 16 }, () => request({ ...call, retriesAfter: ['throttled'] })));
    expect(received).toHaveLength(16);
  });
});
