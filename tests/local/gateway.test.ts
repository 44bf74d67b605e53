import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Edge, startEdge } from '#local/edge.ts';
import { toAnswer } from '#local/gateway/answer.ts';
import { toEvent } from '#local/gateway/event.ts';
import { createGateway } from '#local/gateway/gateway.ts';
import { createRouter } from '#local/gateway/routes.ts';
import { createFunctions, type Handler } from '#local/lambda/functions.ts';
import { freePort } from '#local/ports.ts';
import { rawConnection } from '#tests/support/raw-connection.ts';

const routed = [
  { name: 'operation', routes: ['POST /op/SignUp'] },
  { name: 'keys', routes: ['GET /{poolId}/.well-known/jwks.json'] },
  { name: 'slow', routes: ['GET /slow'] },
  { name: 'fallback', routes: ['*'] },
];

const cors = {
  allowedOrigins: ['*'],
  allowedMethods: ['GET', 'POST'],
  allowedHeaders: ['authorization', 'x-amz-target'],
  exposedResponseHeaders: ['date', 'x-amzn-requestid'],
  maxAge: 60,
};

const place = { region: 'us-east-1', accountId: '000000000000' };

interface Event {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

describe('behind the edge', () => {
  let port = 0;
  let edge: Edge;
  let event: Event;
  let handler: Handler;

  const take: Handler = (given, context) => {
    event = given as Event;
    return handler(given, context);
  };
  const functions = createFunctions(
    routed.map(({ name }) => ({ name, timeout: name === 'slow' ? 60 : 0.2, memorySize: 128 })),
    async () => take,
    place,
  );
  const gateway = createGateway({
    functions: routed,
    cors,
    accountId: place.accountId,
    invoke: functions.invoke,
    patienceMs: 300,
  });

  beforeAll(async () => {
    port = await freePort();
    edge = await startEdge(port, { secret: 'secret', answer: gateway });
  });
  afterAll(() => edge.stop());
  beforeEach(() => {
    handler = () => ({ statusCode: 200, body: 'ok' });
  });

  const send = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, init);

  // Sends the lines as they are, and gives all that is answered.
  const sendLines = async (...lines: readonly string[]): Promise<string> => {
    const { ended } = await rawConnection(port, `${lines.join('\r\n')}\r\nhost: h\r\nconnection: close\r\n\r\n`);
    return ended;
  };

  it('a function gets an event of version 2.0, with the operation in its path', async () => {
    await send('/?a=1', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'Gatehouse.SignUp', 'User-Agent': 'u' },
      body: '{"a":1}',
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /op/SignUp',
      rawPath: '/op/SignUp',
      rawQueryString: 'a=1',
      queryStringParameters: { a: '1' },
      body: Buffer.from('{"a":1}').toString('base64'),
      isBase64Encoded: true,
      headers: {
        'content-length': '7',
        'content-type': 'application/x-amz-json-1.1',
        host: 'local.execute-api.localhost',
        'user-agent': 'u',
        'x-amz-target': 'Gatehouse.SignUp',
        'x-forwarded-for': '127.0.0.1',
        'x-orig-host': `127.0.0.1:${port}`,
        'x-orig-uri': '/?a=1',
        'x-origin-secret': 'secret',
      },
      requestContext: {
        accountId: '000000000000',
        http: { method: 'POST', path: '/op/SignUp', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'u' },
        routeKey: 'POST /op/SignUp',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
    });
    expect(Object.keys(event)).not.toContain('pathParameters');
  });

  it('an event lacks what the request lacks', async () => {
    await send('/nothing');
    expect(event.isBase64Encoded).toBe(false);
    for (const member of ['body', 'cookies', 'pathParameters', 'queryStringParameters', 'stageVariables']) {
      expect(Object.keys(event)).not.toContain(member);
    }
    expect(event.rawQueryString).toBe('');
  });

  it.each([
    ['text/plain', false],
    ['text/html; charset=utf-8', false],
    ['application/json', false],
    ['Application/JSON;charset=UTF-8', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['application/x-amz-json-1.1', true],
    ['application/x-www-form-urlencoded', true],
    ['application/jsonp', true],
    ['application/octet-stream', true],
    ['image/png', true],
    ['multipart/form-data; boundary=text/plain', true],
    ['', true],
  ])('a body of type %j is in base64: %s', async (type, isBase64Encoded) => {
    const body = Buffer.from(isBase64Encoded ? [0, 255, 195, 40, 13, 10] : 'ü\r\n');
    await send('/', { method: 'POST', body, headers: type ? { 'content-type': type } : {} });
    expect(event).toMatchObject({ isBase64Encoded, body: body.toString(isBase64Encoded ? 'base64' : 'utf8') });
  });

  it('names of headers are in lower case, and those that come twice are joined by commas', async () => {
    await sendLines('GET /nothing HTTP/1.1', 'X-One: a', 'x-one: b, c', 'Authorization: d', 'authorization: e');
    expect(event.headers).toMatchObject({ 'x-one': 'a,b, c', authorization: 'd,e' });
  });

  it('headers of the connection go no further', async () => {
    await sendLines('GET /nothing HTTP/1.1', 'te: trailers', 'keep-alive: timeout=5', 'upgrade: x', 'x-end: here');
    expect(event.headers['x-end']).toBe('here');
    for (const name of ['connection', 'keep-alive', 'te', 'upgrade']) expect(event.headers).not.toHaveProperty(name);
  });

  it('cookies are apart from headers, however many headers brought them', async () => {
    await sendLines('GET /nothing HTTP/1.1', 'cookie: a=1; b="x, {y}"', 'cookie: c=%3B; malformed; a=2');
    expect(event.cookies).toEqual(['a=1', 'b="x, {y}"', 'c=%3B', 'malformed', 'a=2']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it.each([
    ['state=a%2Cb', { state: 'a,b' }],
    ['a=1&b=2&a=3', { a: '1,3', b: '2' }],
    ['a=x+y&b=%2B&c', { a: 'x y', b: '+', c: '' }],
    ['a=%zz&%zz=1&=2', { a: '%zz', '%zz': '1', '': '2' }],
    ['b=2&&a==1=', { b: '2', a: '=1=' }],
  ])('the query %s stays as it was sent', async (query, parameters) => {
    await sendLines(`GET /nothing?${query} HTTP/1.1`);
    expect(event.rawQueryString).toBe(query);
    expect(event.queryStringParameters).toEqual(parameters);
  });

  it.each([
    ['GET', '/us-east-1_a/.well-known/jwks.json', 'GET /{poolId}/.well-known/jwks.json', { poolId: 'us-east-1_a' }],
    ['GET', '/%61%zz/.well-known/jwks.json', 'GET /{poolId}/.well-known/jwks.json', { poolId: '%61%zz' }],
    ['GET', '/a%2Fb/.well-known/jwks.json', 'GET /{poolId}/.well-known/jwks.json', { poolId: 'a/b' }],
    ['GET', '/a/.well-known/jwksxjson', '$default', undefined],
    ['GET', '/a/.well-known/jwks.json/', '$default', undefined],
    ['GET', '//.well-known/jwks.json', '$default', undefined],
    ['GET', '/a/b/.well-known/jwks.json', '$default', undefined],
    ['HEAD', '/a/.well-known/jwks.json', '$default', undefined],
    ['POST', '/a/.well-known/jwks.json', '$default', undefined],
    ['GET', '/x/%2e%2e/op', '$default', undefined],
  ])('%s %s is taken by %s', async (method, path, routeKey, pathParameters) => {
    await sendLines(`${method} ${path} HTTP/1.1`);
    expect(event).toMatchObject({ routeKey, rawPath: path, requestContext: { routeKey, http: { method, path } } });
    expect(event.pathParameters).toEqual(pathParameters);
  });

  it('an answer is the status, the headers, the cookies and the bytes that the function gives', async () => {
    const bytes = Buffer.from([0, 128, 255]);
    handler = () => ({
      statusCode: '418',
      headers: { 'Content-Type': 'a/b', 'X-Number': 1, 'X-Flag': true, 'content-length': '99', connection: 'x' },
      cookies: ['a=1; Path=/; Partitioned', '__Host-b=2; Secure'],
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    });
    const answer = await send('/');
    expect(answer.status).toBe(418);
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/; Partitioned', '__Host-b=2; Secure']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'a/b',
      'content-length': '3',
      'x-number': '1',
      'x-flag': 'true',
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  it.each([
    ['an object', { a: 1 }, 'application/json', '{"a":1}'],
    ['a text', 'ä', 'application/json', 'ä'],
    ['nothing', undefined, 'application/json', 'null'],
    ['a list', [1], 'application/json', '[1]'],
    ['a status alone', { statusCode: 200 }, 'text/plain;charset=UTF-8', ''],
  ])('%s is an answer', async (_what, given, type, body) => {
    handler = () => given;
    const answer = await send('/');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, type, body]);
  });

  it.each([
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['no status', { statusCode: 'ok' }],
    ['half a status', { statusCode: 200.5 }],
    ['a status that is none', { statusCode: 99 }],
    ['a status that is not final', { statusCode: 101 }],
    ['headers that are a text', { statusCode: 200, headers: 'a: b' }],
    ['a header that is a list', { statusCode: 200, headers: { a: ['b'] } }],
    ['a header with a line break', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a name of a header that is none', { statusCode: 200, headers: { 'a b': 'c' } }],
    ['cookies that are a text', { statusCode: 200, cookies: 'a=1' }],
    ['a cookie with a line break', { statusCode: 200, cookies: ['a=1\nb: c'] }],
  ])('with %s, the answer is a 500 that tells nothing', async (_what, given) => {
    handler = () => given;
    const answer = await send('/');
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it.each<[string, Handler]>([
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret'))],
    ['throws a text', () => Promise.reject('secret')],
    ['answers what is no JSON', () => ({ body: 1n })],
    ['answers too much', () => ({ statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024) })],
    ['takes longer than it may', () => new Promise(() => undefined)],
  ])('where a function %s, the answer is a 500 that tells nothing', async (_what, given) => {
    handler = given;
    const answer = await send('/');
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('a function is waited for only so long', async () => {
    handler = () => new Promise(() => undefined);
    const answer = await send('/slow');
    expect([answer.status, await answer.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it('a function that is routed to but not there is a fault that tells nothing', async () => {
    const api = {
      functions: routed,
      cors,
      accountId: '0',
      invoke: createFunctions([], async () => take, place).invoke,
    };
    const request = { method: 'GET', path: '/', query: '', headers: {}, body: Buffer.alloc(0), sourceIp: '127.0.0.1' };
    const { status, body } = await createGateway(api)(request);
    expect([status, body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect((await createGateway({ ...api, functions: [] })(request)).status).toBe(404);
  });

  it('an event that is too large for a function does not reach it', async () => {
    handler = () => {
      throw new Error('reached');
    };
    const answer = await send('/', { method: 'POST', body: Buffer.alloc(5 * 1024 * 1024) });
    expect([answer.status, await answer.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  it('the headers of a request may have 10,240 bytes', async () => {
    expect(await sendLines('GET /nothing HTTP/1.1', `a: ${'a'.repeat(10_000)}`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await sendLines('GET /nothing HTTP/1.1', `a: ${'a'.repeat(10_240)}`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('the API answers a preflight by itself', async () => {
    handler = () => {
      throw new Error('reached');
    };
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'POST' };
    const answer = await send('/any/path', { method: 'OPTIONS', headers });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization,x-amz-target',
      'access-control-allow-methods': 'GET,POST',
      'access-control-max-age': '60',
    });
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    for (const missing of ['origin', 'access-control-request-method'] as const) {
      const { [missing]: _missing, ...rest } = headers;
      const unasked = await send('/', { method: 'OPTIONS', headers: rest });
      expect([unasked.status, unasked.headers.has('access-control-allow-headers')]).toEqual([204, false]);
    }
  });

  it('what the API says to other origins replaces what the function says', async () => {
    handler = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://b.example', vary: 'x' } });
    const asked = await send('/', { headers: { origin: 'https://a.example' } });
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      vary: 'x',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'date,x-amzn-requestid',
    });
    expect((await send('/')).headers.has('access-control-allow-origin')).toBe(false);
    handler = () => {
      throw new Error('secret');
    };
    const failed = await send('/', { headers: { origin: 'https://a.example' } });
    expect([failed.status, failed.headers.get('access-control-allow-origin')]).toEqual([500, '*']);
  });

  it('requests of one moment share nothing', async () => {
    handler = async (given) => {
      const { body } = given as { body: string };
      Object.assign(Object(given), { body: 'changed' });
      return { statusCode: 200, body };
    };
    const sent = Array.from({ length: 20 }, (_, index) => String(index));
    const headers = { 'content-type': 'text/plain' };
    const answers = await Promise.all(
      sent.map((body) => send('/', { method: 'POST', headers, body }).then((a) => a.text())),
    );
    expect(answers).toEqual(sent);
  });
});

describe('whatever comes', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((given) => Buffer.from(given));
  const types = fc.oneof(fc.constantFrom('application/json', 'text/a', 'image/png', ''), fc.string());
  const match = { functionName: 'f', routeKey: '$default' };
  const meta = { requestId: 'r', accountId: '0', time: 0 };

  it('a body arrives byte for byte where it is not text, and as its text where it is', () => {
    fc.assert(
      fc.property(bytes, types, fc.string(), (body, type, query) => {
        const request = { method: 'POST', path: '/', query, headers: { 'content-type': type }, body, sourceIp: '::1' };
        const event = JSON.parse(JSON.stringify(toEvent(request, match, meta)));
        const arrived = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
        expect(arrived).toEqual(event.isBase64Encoded ? body : Buffer.from(body.toString()));
        expect(event.rawQueryString).toBe(JSON.parse(JSON.stringify(query)));
      }),
    );
  });

  it('what a function answers becomes an answer that can be sent', () => {
    const answer = fc.record(
      { statusCode: fc.jsonValue(), headers: fc.jsonValue(), cookies: fc.jsonValue(), body: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(answer, fc.jsonValue()), (given) => {
        const { status, headers } = toAnswer(JSON.stringify(given));
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(600);
        expect(
          () => new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])),
        ).not.toThrow();
      }),
    );
  });

  it('a path parameter is the segment that was sent, decoded', () => {
    const route = createRouter([{ name: 'f', routes: ['GET /{id}/x', 'GET /{id}/{other}/y'] }]);
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        fc.pre(id.isWellFormed());
        expect(route('GET', `/${encodeURIComponent(id)}/x`)?.pathParameters).toEqual({ id });
      }),
    );
    expect(route('GET', '/a/b/y')?.pathParameters).toEqual({ id: 'a', other: 'b' });
    expect(route('GET', '/a')).toBeUndefined();
  });
});
