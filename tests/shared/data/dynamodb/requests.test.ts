import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commit } from '#shared/data/write.ts';
import { answering, type Behaviour, closing, type Received, silent } from '../../gateways/service-stand-in.ts';
import { asked, patience, standIn, standInWithin, stubAccessKey } from './store.ts';

const token = 'a token of the session';

beforeEach(() => {
  stubAccessKey('AKIDEXAMPLE', 'a secret', token);
  return () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  };
});

const fine = answering(200, '{"Item":{"a":{"S":"b"}}}');

/** Writes that are made in a transaction. */
const both = [{ remove: { pk: 'a', sk: 'b' } }, { remove: { pk: 'a', sk: 'c' } }];

const refusing = (status: number, name: string, more: object = {}): Behaviour =>
  answering(status, JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'No.', ...more }));

const timeOf = (stamp: string): Date =>
  new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** The Authorization header that AWS's own signer gives the request. */
const authorizationOf = async (
  { path, headers, body }: Received,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
): Promise<string | undefined> => {
  const { authorization, 'x-amz-date': stamp, 'x-amz-security-token': _token, ...rest } = headers;
  const names = /SignedHeaders=([^,]+)/.exec(authorization ?? '')?.[1]?.split(';') ?? [];
  const signer = new SignatureV4({
    service: 'dynamodb',
    region: 'eu-central-1',
    credentials,
    sha256: Sha256,
    applyChecksum: false,
  });
  const [hostname = ''] = (headers.host ?? '').split(':');
  const texts = Object.fromEntries(
    Object.entries(rest)
      .filter(([name]) => names.includes(name))
      .map(([name, value]) => [name, String(value)]),
  );
  const request = { method: 'POST', protocol: 'http:', hostname, path, query: {}, headers: texts, body };
  return (await signer.sign(request, { signingDate: timeOf(String(stamp)) })).headers.authorization;
};

describe('the signature of a request to the store', () => {
  it('is the one that the SDK makes, over all that tells the request from another', async () => {
    const { client, received } = await standIn(fine);
    await client.send(asked());
    const [request] = received;
    if (!request) throw new Error('Nothing came.');
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: token };
    expect(request.headers.authorization).toBe(await authorizationOf(request, credentials));
    expect(request.headers['x-amz-security-token']).toBe(token);
    for (const name of ['content-type', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target'])
      expect(request.headers.authorization).toMatch(new RegExp(`SignedHeaders=[^,]*\\b${name}\\b`));
    expect(Math.abs(timeOf(String(request.headers['x-amz-date'])).getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('follows the environment when its access key changes', async () => {
    const { client, received } = await standIn(fine);
    const keys = [
      { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: token },
      { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: 'a newer token' },
      { accessKeyId: 'AKIDOTHER', secretAccessKey: 'another secret', sessionToken: 'a newer token' },
      { accessKeyId: 'AKIDOTHER', secretAccessKey: 'a third secret' },
    ];
    for (const { accessKeyId, secretAccessKey, sessionToken } of keys) {
      stubAccessKey(accessKeyId, secretAccessKey, sessionToken);
      await client.send(asked());
    }
    expect(received).toHaveLength(keys.length);
    for (const [at, request] of received.entries()) {
      const credentials = keys[at] ?? { accessKeyId: '', secretAccessKey: '' };
      expect(request.headers.authorization).toBe(await authorizationOf(request, credentials));
      expect(request.headers['x-amz-security-token']).toBe(keys[at]?.sessionToken);
    }
  });

  it('has the key of its own day', async () => {
    const { client, received } = await standIn(fine);
    for (const day of ['2026-03-04T23:59:59Z', '2026-03-05T00:00:00Z']) {
      vi.spyOn(Date, 'now').mockReturnValue(Date.parse(day));
      await client.send(asked());
    }
    expect(received.map(({ headers }) => headers['x-amz-date'])).toEqual(['20260304T235959Z', '20260305T000000Z']);
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: token };
    for (const request of received)
      expect(request.headers.authorization).toBe(await authorizationOf(request, credentials));
  });

  it('takes the time of the store where the clock is wrong', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const skewed: Behaviour = (response, request) => {
      response.setHeader('date', date);
      refusing(400, 'InvalidSignatureException')(response, request);
    };
    const { client, received } = await standIn(skewed, fine);
    await client.send(asked());
    await client.send(asked());
    const [before = 0, ...after] = received.map(({ headers }) => timeOf(String(headers['x-amz-date'])).getTime());
    expect(after).toHaveLength(2);
    for (const time of after) expect(Math.abs(time - before - 3_600_000)).toBeLessThan(60_000);
  });
});

describe('a request to the store', () => {
  it('passes on the trace that it belongs to', async () => {
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    vi.stubEnv('_X_AMZN_TRACE_ID', trace);
    const { client, received } = await standIn(fine);
    await client.send(asked());
    expect(received[0]?.headers['x-amzn-trace-id']).toBe(trace);
  });

  const breakingOff: Behaviour = (response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{"Item"', () => response.destroy());
  };
  const halting: Behaviour = (response) => void response.writeHead(200, { 'content-length': 100 }).write('{"Item"');

  it.each([
    ['an answer that does not come', silent],
    ['an answer that begins and does not end', halting],
    ['an answer that breaks off', breakingOff],
    ['a connection that closes', closing],
    ['an error of the store', refusing(500, 'InternalServerError')],
    ['an error of something before the store', answering(503, '<html>')],
    ['throttling', refusing(400, 'ProvisionedThroughputExceededException')],
    ['being one of too many', refusing(400, 'RequestLimitExceeded')],
    ['a transaction that is not over', refusing(400, 'TransactionInProgressException')],
    ['a conflict between regions', refusing(400, 'ReplicatedWriteConflictException')],
  ])('is sent again after %s, with the same body and the same id', async (_what, behaviour) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const isSlow = behaviour === silent || behaviour === halting;
    const { client, received } = await (isSlow ? standInWithin(1000) : standIn)(behaviour, behaviour, fine);
    await commit(client, 'a-table', both);
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(JSON.parse(received[0]?.body ?? '').ClientRequestToken).toMatch(/^[\da-f-]{36}$/);
    expect(new Set(received.map(({ headers }) => headers['amz-sdk-invocation-id'])).size).toBe(1);
    expect(received.map(({ headers }) => headers['amz-sdk-request'])).toEqual([
      'attempt=1; max=4',
      'attempt=2; max=4',
      'attempt=3; max=4',
    ]);
  });

  it('has a token of its own for each transaction', async () => {
    const { client, received } = await standIn(answering(200, '{}'));
    for (let turn = 0; turn < 2; turn++) await commit(client, 'a-table', both);
    expect(new Set(received.map(({ body }) => JSON.parse(body).ClientRequestToken)).size).toBe(2);
  });

  it.each([
    ['it fails', 500, 'InternalServerError', [12, 25, 50]],
    ['it throttles', 400, 'ThrottlingException', [10, 20, 40]],
  ])('is sent four times at most, and waits longer each time, when %s', async (_when, status, name, waits) => {
    vi.spyOn(Math, 'random').mockReturnValue(status === 500 ? 0.5 : 0.01);
    const { client, received } = await standIn(refusing(status, name));
    const pauses = vi.spyOn(globalThis, 'setTimeout');
    await expect(client.send(asked())).rejects.toMatchObject({ name, message: 'No.', attempts: 4 });
    expect(received).toHaveLength(4);
    expect(pauses.mock.calls.map(([, ms]) => ms).filter((ms) => ms !== patience)).toEqual(waits);
  });

  it('waits as long as the store asks for', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client } = await standIn(answering(503, '{}', { 'x-amz-retry-after': '40' }), fine);
    const pauses = vi.spyOn(globalThis, 'setTimeout');
    await client.send(asked());
    const waits = pauses.mock.calls.map(([, ms]) => Number(ms)).filter((ms) => ms !== patience);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(20);
  });

  it('throws what happened to the connection', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, received } = await standIn(closing);
    await expect(client.send(asked())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(received).toHaveLength(4);
  });

  it('throws a TimeoutError where nothing comes', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, received } = await standInWithin(100)(silent);
    await expect(client.send(asked())).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(received).toHaveLength(4);
  });

  it('goes over the connection of the one before it', async () => {
    const ports: (number | undefined)[] = [];
    const { client } = await standIn((response, request) => {
      ports.push(response.socket?.remotePort);
      fine(response, request);
    });
    for (let turn = 0; turn < 3; turn++) await client.send(asked());
    expect(ports).toHaveLength(3);
    expect(new Set(ports).size).toBe(1);
  });
});

describe('an answer that is an error', () => {
  it.each([
    ['ConditionalCheckFailedException', { Item: { a: { N: '1' } } }, { item: { a: { N: '1' } } }],
    ['ConditionalCheckFailedException', {}, { item: undefined }],
    [
      'TransactionCanceledException',
      { CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { a: { S: 'b' } } }] },
      { reasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { a: { S: 'b' } } }] },
    ],
    ['TransactionConflictException', {}, {}],
    ['ValidationException', {}, {}],
    ['ResourceNotFoundException', {}, {}],
  ])('is thrown by its name at once: %s', async (name, more, members) => {
    const { client, received } = await standIn(refusing(400, name, more));
    await expect(client.send(new PutCommand({ TableName: 'a-table', Item: {} }))).rejects.toMatchObject({
      name,
      message: 'No.',
      attempts: 1,
      ...members,
    });
    expect(received).toHaveLength(1);
  });

  it('says how often it was sent', async () => {
    const refused = refusing(400, 'ConditionalCheckFailedException');
    const { client } = await standIn(closing, refused);
    await expect(client.send(new PutCommand({ TableName: 'a-table', Item: {} }))).rejects.toMatchObject({
      attempts: 2,
    });
  });

  it('is named by its status where it is not of the store', async () => {
    const { client } = await standIn(answering(403, '<html>'));
    await expect(client.send(asked())).rejects.toMatchObject({ name: 'HttpStatus403' });
  });
});
