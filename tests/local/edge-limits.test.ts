import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Edge, startEdge } from '#local/edge.ts';
import type { GatewayAnswer } from '#local/gateway/answer.ts';
import type { GatewayRequest } from '#local/gateway/event.ts';
import { freePort } from '#local/ports.ts';
import { type Limits, usualLimits } from '#local/serving/limits.ts';
import { type RawConnection, rawConnection, rawConnections } from '#tests/support/raw-connection.ts';

const head = (...headers: readonly string[]): string =>
  `${['POST / HTTP/1.1', 'host: h', ...headers].join('\r\n')}\r\n`;
const halfHeaders = head();
const halfBody = `${head('content-length: 100')}\r\nhalf`;
const halfChunks = `${head('transfer-encoding: chunked')}\r\n4\r\nhalf\r\n`;
const small = `${head('content-length: 2')}\r\nok`;

const tooLarge = '{"message":"Request Entity Too Large"}';
const most = usualLimits.bodyBytes;

/** A client that keeps its connection, and tells from which port each request was sent. */
const honestClient = (port: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (): Promise<readonly [status: number | undefined, body: string, localPort: number | undefined]> =>
    new Promise((resolve, reject) => {
      const asked = request({ agent, host: '127.0.0.1', port, method: 'POST' }, async (answer) => {
        const { localPort } = answer.socket;
        resolve([answer.statusCode, await text(answer), localPort]);
      });
      asked.once('error', reject).end('{}');
    });
  return { ask, stop: () => agent.destroy() };
};

describe('limits of the edge', () => {
  let edges: Edge[] = [];
  let opened: RawConnection[] = [];
  let bodies: number[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  let answered = Buffer.from('ok');
  const answer = async ({ body }: GatewayRequest): Promise<GatewayAnswer> => {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    bodies.push(body.length);
    // Time for others that come at once.
    await new Promise(setImmediate);
    atOnce -= 1;
    return { status: 200, headers: {}, body: answered };
  };

  beforeEach(() => {
    [edges, opened, bodies, mostAtOnce, answered] = [[], [], [], 0, Buffer.from('ok')];
  });
  afterEach(async () => {
    for (const { socket } of opened) socket.destroy();
    for (const { stop } of edges) await stop();
  });

  const edge = async (limits: Partial<Limits> = {}): Promise<number> => {
    const port = await freePort();
    edges.push(await startEdge(port, { answer, secret: 'secret' }, { limits: { ...usualLimits, ...limits } }));
    return port;
  };
  const open = async (port: number, sent: string | Buffer): Promise<RawConnection> => {
    const connection = await rawConnection(port, sent);
    opened.push(connection);
    return connection;
  };
  const openMany = async (port: number, count: number, sent: string): Promise<readonly RawConnection[]> => {
    const connections = await rawConnections(port, count, sent);
    opened.push(...connections);
    return connections;
  };

  it('answer an honest client while 900 requests are half sent', async () => {
    const port = await edge();
    const honest = honestClient(port);
    const [, , first] = await honest.ask();
    const strangers = [
      ...(await openMany(port, 300, halfHeaders)),
      ...(await openMany(port, 300, halfBody)),
      ...(await openMany(port, 300, halfChunks)),
    ];
    for (let count = 0; count < 20; count++) expect(await honest.ask()).toEqual([200, 'ok', first]);
    expect(await fetch(`http://127.0.0.1:${port}`).then(({ status }) => status)).toBe(200);
    expect(strangers.filter(({ socket }) => socket.readyState !== 'open')).toEqual([]);
    expect(bodies).toHaveLength(22);
    honest.stop();
  });

  it('end what does not come whole in time, and leave an idle connection alone', async () => {
    const port = await edge({ headersMs: 1500, requestMs: 3000 });
    const honest = honestClient(port);
    const [, , first] = await honest.ask();
    const slow = await open(port, `${head('content-length: 1000')}\r\n`);
    const drip = setInterval(() => slow.socket.write('.'), 20);
    const late = [slow];
    for (const sent of ['', halfHeaders, halfBody, halfChunks]) late.push(await open(port, sent));
    for (const { ended } of late) {
      expect(await ended).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n.*\{"message":"Request Timeout"\}$/s);
    }
    clearInterval(drip);
    expect(await honest.ask()).toEqual([200, 'ok', first]);
    expect(bodies).toHaveLength(2);
    honest.stop();
  });

  it('let as much through as they say', async () => {
    const port = await edge();
    const whole = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: Buffer.alloc(most) });
    expect([whole.status, bodies]).toEqual([200, [most]]);
    const expecting = await open(port, `${head('content-length: 2', 'expect: 100-continue', 'connection: close')}\r\n`);
    await expecting.hears('HTTP/1.1 100 Continue\r\n\r\n');
    expecting.socket.write('ok');
    expect(await expecting.ended).toContain('HTTP/1.1 200 OK');
  });

  it.each([
    ['that says its length', `${head(`content-length: ${most + 1}`)}\r\n`, Buffer.alloc(most + 1)],
    [
      'in chunks',
      `${head('transfer-encoding: chunked')}\r\n`,
      Buffer.concat([
        Buffer.from(`${most.toString(16)}\r\n`),
        Buffer.alloc(most),
        Buffer.from('\r\n9\r\ntoo much.\r\n0\r\n\r\n'),
      ]),
    ],
  ])('refuse a body %s, and a client that sends all of it first reads why', async (_how, headers, body) => {
    const port = await edge();
    const connection = await open(port, headers);
    await new Promise((sent) => connection.socket.write(body, sent));
    const answer = await connection.ended;
    expect(answer).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(answer).toContain('connection: close\r\n');
    expect(answer.endsWith(`\r\n\r\n${tooLarge}`)).toBe(true);
    expect(bodies).toEqual([]);
  });

  it('refuse a body before it is sent, where the client waits to be told to', async () => {
    const port = await edge();
    const connection = await open(port, `${head(`content-length: ${most + 1}`, 'expect: 100-continue')}\r\n`);
    await connection.hears(tooLarge);
    expect(connection.said()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('do not read a refused body for ever', async () => {
    const port = await edge({ bodyBytes: 10, lingerMs: 200 });
    const connection = await open(port, `${head('content-length: 1000000000')}\r\n`);
    const drip = setInterval(() => connection.socket.write('.'), 20);
    expect(await connection.ended).toContain(tooLarge);
    await connection.closed;
    clearInterval(drip);
  });

  it('refuse headers that are too large, or too many', async () => {
    const port = await edge();
    const fields = '{"message":"Request Header Fields Too Large"}';
    for (const headers of [[`a: ${'a'.repeat(10_240)}`], Array.from({ length: 200 }, (_, index) => `a${index}: a`)]) {
      const connection = await open(port, `${head(...headers, 'connection: close')}\r\n`);
      const answer = await connection.ended;
      expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
      expect(answer.endsWith(fields)).toBe(true);
    }
    expect(bodies).toEqual([]);
  });

  it('hand on one request of a connection after the other, and end one that sends too many ahead', async () => {
    const port = await edge({ ahead: 10 });
    const inOrder = await open(port, small.repeat(9) + small.replace('host: h', 'host: h\r\nconnection: close'));
    expect((await inOrder.ended).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(10);
    expect(mostAtOnce).toBe(1);
    const flood = await open(port, small.repeat(5000));
    await flood.closed;
    expect(bodies.length).toBeLessThan(30);
  });

  it('end a connection after so many requests, with a word to its client', async () => {
    const port = await edge({ requestsPerConnection: 3 });
    const honest = honestClient(port);
    const asked = [await honest.ask(), await honest.ask(), await honest.ask(), await honest.ask()];
    expect(asked.map(([status]) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(asked.map(([, , localPort]) => localPort)).size).toBe(2);
    honest.stop();
  });

  it('end those who keep the edge waiting longest where connections are too many', async () => {
    const port = await edge({ connections: 20 });
    const strangers = await openMany(port, 300, halfBody);
    const honest = honestClient(port);
    for (let count = 0; count < 20; count++) expect((await honest.ask())[0]).toBe(200);
    await Promise.all(strangers.slice(0, 280).map(({ closed }) => closed));
    honest.stop();
  });

  it('end those that are on their way longest where bodies are too much together, and none that comes whole', async () => {
    const port = await edge({ connections: 10, heldBytes: 1_000_000 });
    const strangers = await openMany(port, 5, `${head('content-length: 500000')}\r\n${'.'.repeat(400_000)}`);
    let closed = 0;
    await new Promise<void>((resolve) => {
      for (const stranger of strangers) {
        void stranger.closed.then(() => {
          closed += 1;
          if (closed === 3) resolve();
        });
      }
    });
    expect(await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}' }).then(({ status }) => status)).toBe(
      200,
    );
    expect(strangers.filter(({ socket }) => !socket.destroyed)).toHaveLength(2);
    const large = { method: 'POST', body: '.'.repeat(900_000) };
    expect((await fetch(`http://127.0.0.1:${port}`, large)).status).toBe(200);
  });

  it('keep a connection for the next request of a client that was busy', async () => {
    const { headers } = await fetch(`http://127.0.0.1:${await edge()}`, { method: 'POST', body: '{}' });
    expect(headers.get('keep-alive')).toBe('timeout=60, max=1000');
  });

  it('end a client that does not take its answer', async () => {
    answered = Buffer.alloc(30_000_000, '.');
    const idleMs = 200;
    const port = await edge({ idleMs });
    const connection = await open(port, small);
    await connection.hears('HTTP/1.1 200 OK');
    connection.socket.pause();
    await pause(3 * idleMs);
    connection.socket.resume();
    await connection.closed;
    expect(connection.said().length).toBeLessThan(answered.length);
  });
});
