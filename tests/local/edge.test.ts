import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asFromHttpApi } from '#local/cross-origin.ts';
import { type Edge, startEdge } from '#local/edge.ts';
import { createOfflineOrigin } from '#local/offline-origin.ts';
import { freePort } from '#local/ports.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const isAddress = (value: unknown): value is AddressInfo => typeof value === 'object' && value !== null;

const portOf = (server: Server): number => {
  const address = server.address();
  if (!isAddress(address)) throw new Error('Not listening.');
  return address.port;
};

const ok = (response: ServerResponse): unknown => response.end('ok');

describe('the local edge', () => {
  let received: Received | undefined;
  let answer = ok;
  let edge: Edge;
  let port: number;
  let url: string;
  const origin = createServer(async (request, response) => {
    const { method, headers } = request;
    received = { method, url: request.url, headers, body: await buffer(request) };
    answer(response);
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
    edge = await startEdge(port, { ...createOfflineOrigin(portOf(origin)), secret: 'secret' });
  });
  afterAll(async () => {
    await edge.stop();
    await new Promise((closed) => origin.close(closed));
  });
  beforeEach(() => {
    received = undefined;
    answer = ok;
  });

  it('hands the request on, with the operation in the path and every byte of the body', async () => {
    const body = Buffer.from([0, 255, 195, 40, 13, 10]);
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp', authorization: 'AWS4-HMAC-SHA256 a' };
    await fetch(`${url}/v1/?b=%20&a`, { method: 'POST', headers, body });
    expect(received?.url).toBe('/op/SignUp?b=%20&a');
    expect(received?.body).toEqual(body);
    expect(received?.headers).toMatchObject({
      ...headers,
      host: `127.0.0.1:${portOf(origin)}`,
      'content-length': '6',
      'x-orig-host': `127.0.0.1:${port}`,
      'x-orig-uri': '/v1/?b=%20&a',
      'x-orig-authorization': 'AWS4-HMAC-SHA256 a',
      'x-origin-secret': 'secret',
    });
    expect(received?.headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('lets no viewer claim another address or know the origin secret', async () => {
    await fetch(url, { headers: { 'cloudfront-viewer-address': '1.2.3.4:5', 'x-origin-secret': 'guess' } });
    expect(received?.headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:/);
    expect(received?.headers['x-origin-secret']).toBe('secret');
  });

  it('lets no page move the clock whose name was made to mean this machine', async () => {
    const clockFor = async (host: string): Promise<unknown> => {
      const socket = connect(port, '127.0.0.1');
      socket.write(`GET / HTTP/1.1\r\nhost: ${host}\r\nx-gatehouse-clock: 1\r\nconnection: close\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
      return received?.headers['x-gatehouse-clock'];
    };
    expect(await clockFor(`localhost:${port}`)).toBe('1');
    expect(await clockFor(`127.0.0.1:${port}`)).toBe('1');
    expect(await clockFor(`evil.example:${port}`)).toBeUndefined();
  });

  it('hands the answer back as it is: status, headers and bytes', async () => {
    const bytes = Buffer.from([0, 128, 255]);
    answer = (response) =>
      response
        .writeHead(418, { 'content-type': 'a/b', 'set-cookie': ['a=1', 'b=2'], 'x-amzn-requestid': 'r' })
        .end(bytes);
    const given = await fetch(url);
    expect(given.status).toBe(418);
    expect(given.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(given.headers.get('x-amzn-requestid')).toBe('r');
    expect(Buffer.from(await given.arrayBuffer())).toEqual(bytes);
  });

  it('says so when the functions are not there or hang up', async () => {
    answer = (response) => response.destroy();
    const given = await fetch(url, { method: 'POST', body: 'x' });
    expect(given.status).toBe(502);
    expect(await given.json()).toEqual({ message: 'The functions do not answer.' });
  });

  it('cuts an answer short that its origin cut short', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half');
      setImmediate(() => response.destroy());
    };
    await expect(fetch(url).then((given) => given.text())).rejects.toThrow();
  });

  it('outlives odd requests', async () => {
    const odd = [
      'GET /\u00ff?\u00e9=1&__proto__=2 HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n',
      'GET //?? HTTP/1.1\r\nhost: h\r\nconnection: close\r\nupgrade: x\r\n\r\n',
      'POST / HTTP/1.1\r\nhost: h\r\nconnection: close\r\nexpect: 100-continue\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: h\r\ncontent-length: x\r\n\r\n',
    ];
    for (const request of odd) {
      const socket = connect(port, '127.0.0.1');
      socket.write(Buffer.from(request, 'latin1'));
      expect(await text(socket)).toMatch(/HTTP\/1\.1 (?:200|400)/);
    }
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('headers for other origins', () => {
  const fromOffline = {
    'content-type': 'application/json',
    vary: 'origin',
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': 'authorization',
    'access-control-allow-methods': 'POST',
    'access-control-allow-origin': 'http://a.example',
    'access-control-expose-headers': 'date,x-amzn-requestid,date,x-amzn-requestid',
    'access-control-max-age': '86400',
  };
  const headers = { origin: 'http://a.example' };

  it('allow every origin without credentials and name once what may be read', () => {
    expect(asFromHttpApi(fromOffline, { method: 'POST', headers })).toEqual({
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'date,x-amzn-requestid',
    });
  });

  it('answer a preflight with what may be sent', () => {
    expect(asFromHttpApi(fromOffline, { method: 'OPTIONS', headers })).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization',
      'access-control-allow-methods': 'POST',
      'access-control-max-age': '86400',
    });
  });

  it('are absent where no other origin asks', () => {
    expect(asFromHttpApi(fromOffline, { method: 'POST', headers: {} })).toEqual({ 'content-type': 'application/json' });
  });
});
