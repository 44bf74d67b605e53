import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { type AddressInfo, createServer, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from '#shared/domain/outbound/public-address.ts';
import { createOutbound, OutboundRefusal } from '#shared/gateways/outbound.ts';
import {
  createOutboundServer,
  echoPath,
  type ScriptedAnswer,
  scriptedPath,
  testAuthority,
} from '#tests/support/outbound-server.ts';

const ca = readFileSync(testAuthority, 'utf8');
const limits = { maxBytes: 1000, timeoutMs: 30_000 };

const servers: Server[] = [];
let silent: TcpServer;
let names: Socket;
const resolver = new Resolver({ timeout: 180_000, tries: 1 });

// Addresses that each name has, one lookup after the other. The last one stays.
const addresses: Record<string, string[][]> = {};
const lookups: Record<string, number> = {};

/** Answers a question for IPv4 addresses with those of the name, and every other one with none. RFC 1035 section 4. */
const answerTo = (question: Buffer): Buffer => {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.subarray(at + 1, at + 1 + length).toString());
    at += length + 1;
  }
  const name = labels.join('.').toLowerCase();
  const asksIPv4 = question.readUInt16BE(at + 1) === 1;
  const number = lookups[name] ?? 0;
  if (asksIPv4) lookups[name] = number + 1;
  const all = addresses[name] ?? [[]];
  const found = asksIPv4 ? (all[Math.min(number, all.length - 1)] ?? []) : [];
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(found.length, 6);
  header.writeUInt32BE(0, 8);
  const records = found.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([header, question.subarray(12, at + 5), ...records]);
};

const listening = async <S extends Server | TcpServer>(server: S, host = '127.0.0.1'): Promise<S> => {
  server.listen(0, host);
  await once(server, 'listening');
  return server;
};

const portOf = (server: Server | TcpServer | undefined): number => {
  const address = server?.address();
  return typeof address === 'object' && address ? address.port : 0;
};

beforeAll(async () => {
  servers.push(await listening(createOutboundServer()));
  silent = await listening(createServer());
  names = createSocket('udp4');
  names.on('message', (question, { port, address }) => names.send(answerTo(question), port, address));
  names.bind(0, '127.0.0.1');
  await once(names, 'listening');
  const { port }: AddressInfo = names.address();
  resolver.setServers([`127.0.0.1:${port}`]);
});

afterAll(() => {
  names.close();
  silent.close();
  for (const server of servers) server.close();
});

const host = (): string => `localhost:${portOf(servers[0])}`;

const gateway = (allowed: readonly string[] = [host()]) =>
  createOutbound({ allowed, ca, mayReach: isPublicAddress, resolver });

const fetchScripted = (...answers: readonly ScriptedAnswer[]): Promise<unknown> =>
  gateway().fetchJson(`https://${host()}${scriptedPath('a', ...answers)}`, limits);

const reasonOf = async (fetching: Promise<unknown>): Promise<string> => {
  const error: unknown = await fetching.then(
    () => new Error('It was fetched.'),
    (refusal: unknown) => refusal,
  );
  if (!(error instanceof OutboundRefusal)) throw error;
  return error.reason;
};

describe('the gateway to addresses that strangers name', () => {
  it('fetches JSON from a host of the allow list', async () => {
    expect(await fetchScripted({ body: { keys: [] } })).toEqual({ keys: [] });
  });

  it('sends what it is given, and gives what came with the status', async () => {
    const url = `https://${host()}${echoPath}`;
    const asked = { url, method: 'POST', headers: { 'x-a': 'b' }, body: 'c=ä' } as const;
    const { status, reason, headers, body } = await gateway().send(asked, limits);
    expect([status, reason, headers['content-type']]).toEqual([400, 'Bad Request', 'application/json']);
    expect(JSON.parse(body.toString())).toMatchObject({
      method: 'POST',
      headers: { host: host(), 'x-a': 'b', 'user-agent': 'gatehouse', 'content-length': '4' },
      body: 'c=ä',
    });
  });

  it('sends nothing twice, and follows no redirect of a post', async () => {
    const path = scriptedPath('post', { status: 307, headers: { location: `https://${host()}${echoPath}` } });
    expect(await reasonOf(gateway().send({ url: `https://${host()}${path}`, method: 'POST', body: 'a' }, limits))).toBe(
      'redirect',
    );
  });

  it('asks the server that stands in for a host, which has to have its certificate', async () => {
    const stoodIn = (name: string) =>
      gateway([`${name}=${host()}`]).send({ url: `https://${name}${echoPath}` }, limits);
    const { body } = await stoodIn('graph.facebook.com');
    expect(JSON.parse(body.toString())).toMatchObject({ headers: { host: 'graph.facebook.com' } });
    expect(await reasonOf(stoodIn('graph.example.com'))).toBe('no connection');
  });

  it('follows no redirect', async () => {
    const headers = { location: `https://${host()}${scriptedPath('b', {})}` };
    for (const status of [301, 302, 303, 307, 308]) {
      expect(await reasonOf(fetchScripted({ status, headers }))).toBe('redirect');
    }
  });

  it.each([
    ['other status than 200', { status: 404 }],
    ['other status than 200', { status: 500 }],
    ['other status than 200', { status: 204, body: '' }],
    ['no JSON', { body: '<html>' }],
    ['no JSON', { body: '' }],
    ['too large', { body: 'a'.repeat(1001) }],
  ])('takes nothing else: %s', async (reason, answer) => {
    expect(await reasonOf(fetchScripted(answer))).toBe(reason);
  });

  it('takes as much as it may, and not a byte more', async () => {
    expect(await fetchScripted({ body: `"${'a'.repeat(998)}"` })).toHaveLength(998);
    expect(await reasonOf(fetchScripted({ body: `"${'a'.repeat(999)}"` }))).toBe('too large');
  });

  it('does not wait longer than it may for an answer, or for a connection to be secure', async () => {
    const short = { ...limits, timeoutMs: 100 };
    const late = gateway().fetchJson(`https://${host()}${scriptedPath('late', { after: 60_000 })}`, short);
    expect(await reasonOf(late)).toBe('no answer in time');
    const mute = `localhost:${portOf(silent)}`;
    expect(await reasonOf(gateway([mute]).fetchJson(`https://${mute}/`, short))).toBe('no answer in time');
  });

  it('trusts no certificate of an unknown authority', async () => {
    const untrusting = createOutbound({ allowed: [host()], ca: undefined, mayReach: isPublicAddress, resolver });
    expect(await reasonOf(untrusting.fetchJson(`https://${host()}${scriptedPath('c', {})}`, limits))).toBe(
      'no connection',
    );
  });

  it.each(['http://localhost/', 'https://user@localhost/', 'https://localhost:1/', 'file:///etc/passwd', 'keys'])(
    'does not try %s',
    async (url) => {
      expect(await reasonOf(gateway().fetchJson(url, limits))).toBe('forbidden URL');
    },
  );

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://0x7f.1/',
    'https://2130706433/',
  ])('connects to no address that is not public: %s', async (url) => {
    expect(await reasonOf(gateway().fetchJson(url, limits))).toBe('forbidden address');
  });

  it('connects to no name that has an address that is not public', async () => {
    addresses['inside.outbound.example.com'] = [['10.0.0.1']];
    addresses['mixed.outbound.example.com'] = [['8.8.8.8', '127.0.0.1']];
    for (const name of ['inside', 'mixed']) {
      const fetching = gateway([]).fetchJson(`https://${name}.outbound.example.com/`, limits);
      expect(await reasonOf(fetching)).toBe('forbidden address');
    }
  });

  it('connects to the address that it checked, whatever the name has a moment later', async () => {
    const name = 'rebound.outbound.example.com';
    addresses[name] = [['127.53.0.1'], ['127.53.0.2']];
    const only = createOutbound({ allowed: [], ca, mayReach: (address) => address === '127.53.0.1', resolver });
    // Nobody listens there, and the refusal says where the connection was tried.
    const error: unknown = await only.fetchJson(`https://${name}/`, limits).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ reason: 'no connection', cause: { address: '127.53.0.1', port: 443 } });
    expect(lookups[name]).toBe(1);
  });

  it('knows no name from the hosts file of the machine', async () => {
    expect(await reasonOf(gateway([]).fetchJson('https://localhost/', limits))).toBe('unknown host');
  });

  it('says where a name is unknown', async () => {
    expect(await reasonOf(gateway([]).fetchJson('https://nowhere.outbound.example.com/', limits))).toBe('unknown host');
  });
});
