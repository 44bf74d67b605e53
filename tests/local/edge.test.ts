import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Edge, startEdge } from '#local/edge.ts';
import type { GatewayAnswer } from '#local/gateway/answer.ts';
import type { GatewayRequest } from '#local/gateway/event.ts';
import { freePort } from '#local/ports.ts';

const ok = (): GatewayAnswer => ({ status: 200, headers: {}, body: Buffer.from('ok') });

describe('the local edge', () => {
  let received: GatewayRequest | undefined;
  let answer = ok;
  let edge: Edge;
  let port: number;
  let url: string;

  beforeAll(async () => {
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
    edge = await startEdge(port, {
      secret: 'secret',
      answer: async (request) => {
        received = request;
        return answer();
      },
    });
  });
  afterAll(() => edge.stop());
  beforeEach(() => {
    received = undefined;
    answer = ok;
  });

  it('hands the request on, with the operation in the path and every byte of the body', async () => {
    const body = Buffer.from([0, 255, 195, 40, 13, 10]);
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp', authorization: 'AWS4-HMAC-SHA256 a' };
    await fetch(`${url}/v1/?b=%20&a`, { method: 'POST', headers, body });
    expect(received).toMatchObject({ method: 'POST', path: '/op/SignUp', query: 'b=%20&a', sourceIp: '127.0.0.1' });
    expect(received?.body).toEqual(body);
    expect(received?.headers).toMatchObject({
      ...headers,
      'content-length': '6',
      'x-orig-host': `127.0.0.1:${port}`,
      'x-orig-uri': '/v1/?b=%20&a',
      'x-orig-authorization': 'AWS4-HMAC-SHA256 a',
      'x-origin-secret': 'secret',
    });
    expect(received?.headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('lets no viewer claim another address or scheme, or know the origin secret', async () => {
    await fetch(url, {
      headers: {
        'cloudfront-viewer-address': '1.2.3.4:5',
        'cloudfront-forwarded-proto': 'https',
        'x-origin-secret': 'guess',
      },
    });
    expect(received?.headers['cloudfront-forwarded-proto']).toBe('http');
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
    const headers = { 'content-type': 'a/b', 'set-cookie': ['a=1', 'b=2'], 'x-amzn-requestid': 'r' };
    answer = () => ({ status: 418, headers, body: bytes });
    const given = await fetch(url);
    expect(given.status).toBe(418);
    expect(given.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(given.headers.get('x-amzn-requestid')).toBe('r');
    expect(Buffer.from(await given.arrayBuffer())).toEqual(bytes);
  });

  it('says so when there is no answer', async () => {
    answer = () => {
      throw new Error('No answer.');
    };
    const given = await fetch(url, { method: 'POST', body: 'x' });
    expect(given.status).toBe(502);
    expect(await given.json()).toEqual({ message: 'The functions do not answer.' });
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
