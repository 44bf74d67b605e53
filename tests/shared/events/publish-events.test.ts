import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';
import { streamRecord } from '#shared/data/events/item-change.ts';
import type { User } from '#shared/domain/users/user.ts';
import { createEventBus } from '#shared/gateways/event-bus.ts';
import { createPublishEvents } from '#shared/services/events/publish-events.ts';
import { faultsByPage } from '#tests/support/event-page.ts';
import { newUser } from '#tests/support/new-user.ts';

const Sent = v.object({
  Entries: v.array(
    v.object({
      EventBusName: v.string(),
      Source: v.string(),
      DetailType: v.string(),
      Time: v.number(),
      Resources: v.array(v.string()),
      Detail: v.string(),
    }),
  ),
});
type Entry = v.InferOutput<typeof Sent>['Entries'][number];

let server: Server;
let endpoint: string;
const requests: { readonly headers: IncomingHttpHeaders; readonly entries: readonly Entry[] }[] = [];
/** The code for an entry; undefined where it is taken. */
let codeOf: (entry: Entry, request: number) => string | undefined;
let status: number;

// EventBridge, as far as it matters here.
beforeAll(async () => {
  const port = await freePort();
  server = createServer(async (request, response) => {
    const { Entries } = v.parse(Sent, JSON.parse(await text(request)));
    const number = requests.push({ headers: request.headers, entries: Entries });
    const answers = Entries.map((entry) => {
      const ErrorCode = codeOf(entry, number);
      return ErrorCode === undefined ? { EventId: 'x' } : { ErrorCode };
    });
    response.writeHead(status).end(JSON.stringify({ FailedEntryCount: 0, Entries: answers }));
  }).listen(port, '127.0.0.1');
  endpoint = `http://127.0.0.1:${port}`;
});

afterAll(() => closeServer(server));

beforeEach(() => {
  requests.length = 0;
  codeOf = () => undefined;
  status = 200;
});

const poolId = 'us-east-1_abcdefghi';

const publish = (records: readonly object[], shown: readonly string[] = []) => {
  const bus = createEventBus({ region: 'us-east-1', accountId: '123456789012', bus: 'shop', endpoint });
  return createPublishEvents({ bus, shown: new Set(shown) })(v.parse(v.array(streamRecord), records));
};

const record = (number: number, before: object | undefined, after: object | undefined) => ({
  eventSourceARN: 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/1',
  dynamodb: {
    ApproximateCreationDateTime: 1_893_456_000,
    SequenceNumber: String(number),
    ...(before && { OldImage: marshall(before, { removeUndefinedValues: true }) }),
    ...(after && { NewImage: marshall(after, { removeUndefinedValues: true }) }),
  },
});

const profile = (user: Partial<User>): object => ({
  pk: `USER#${poolId}#ada`,
  sk: 'U#PROFILE',
  type: 'User',
  data: newUser(poolId, 'ada', user),
});

const created = (number: number, user: Partial<User> = {}) => record(number, undefined, profile(user));

const detailsIn = (): readonly Record<string, unknown>[] =>
  requests.flatMap(({ entries }) => entries.map(({ Detail }) => JSON.parse(Detail)));

describe('Records of the stream', () => {
  it('become events on the bus, signed, each as the page says', async () => {
    await expect(publish([created(7), record(8, profile({}), undefined)])).resolves.toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers).toMatchObject({
      'x-amz-target': 'AWSEvents.PutEvents',
      authorization: expect.stringContaining('/us-east-1/events/aws4_request'),
    });
    const common = {
      EventBusName: 'shop',
      Source: 'gatehouse',
      Time: 1_893_456_000,
      Resources: [`arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}`],
      Detail: expect.any(String),
    };
    expect(requests[0]?.entries).toEqual([
      { ...common, DetailType: 'UserCreated' },
      { ...common, DetailType: 'UserDeleted' },
    ]);
    for (const detail of detailsIn()) expect(faultsByPage(detail)).toEqual([]);
    expect(detailsIn().map(({ sequence }) => sequence)).toEqual([
      `${'7'.padStart(40, '0')}.000`,
      `${'8'.padStart(40, '0')}.000`,
    ]);
  });

  it('that nobody watches send nothing', async () => {
    const limit = { pk: `USER#${poolId}#ada`, sk: 'L#Messages#1', type: 'MessageCount', total: 1 };
    await expect(publish([record(1, undefined, limit), record(2, limit, undefined)])).resolves.toBeUndefined();
    expect(requests).toEqual([]);
  });

  it('have the same events each time they are read', async () => {
    const records = [created(1), record(2, profile({ enabled: true }), profile({ enabled: false, signOuts: 5 }))];
    await publish(records);
    await publish(records);
    const [first, second] = requests;
    expect(second?.entries).toEqual(first?.entries);
    expect(new Set(detailsIn().map(({ id }) => id)).size).toBe(3);
  });

  it('come again from the first whose event was not taken', async () => {
    codeOf = ({ Detail }) => (Detail.includes(`${'3'.padStart(40, '0')}.`) ? 'ThrottlingException' : undefined);
    await expect(publish([1, 2, 3, 4].map((number) => created(number)))).resolves.toBe('3');
  });

  it('are sent ten at a time, and none after a portion that failed', async () => {
    codeOf = (_entry, request) => (request === 2 ? 'InternalFailure' : undefined);
    const records = Array.from({ length: 25 }, (_none, index) => created(index + 1));
    await expect(publish(records)).resolves.toBe('11');
    expect(requests.map(({ entries }) => entries.length)).toEqual([10, 10]);
  });

  it('come again where the bus refuses the request, after three tries', async () => {
    status = 500;
    await expect(publish([created(1), created(2)])).resolves.toBe('1');
    expect(requests).toHaveLength(3);
  });

  it('that cannot be read are named, and those before them are sent', async () => {
    const broken = record(2, undefined, { pk: 'x', sk: 'U#PROFILE', type: 'User', data: 'broken' });
    await expect(publish([created(1), broken, created(3)])).resolves.toBe('2');
    expect(detailsIn()).toHaveLength(1);
  });

  it('stay below what EventBridge takes: values go first, and large events go in several requests', async () => {
    const long = Object.fromEntries(
      Array.from({ length: 45 }, (_none, index) => [`custom:a${index}`, 'x'.repeat(2000)]),
    );
    const huge = Object.fromEntries(
      Array.from({ length: 150 }, (_none, index) => [`custom:a${index}`, 'x'.repeat(2000)]),
    );
    const shown = Object.keys(huge);
    await publish(
      [created(1, { attributes: long }), created(2, { attributes: long }), created(3, { attributes: long })],
      shown,
    );
    expect(requests.map(({ entries }) => entries.length)).toEqual([2, 1]);
    requests.length = 0;
    await publish([created(4, { attributes: huge })], shown);
    expect(detailsIn()[0]?.details).not.toHaveProperty('values');
    expect(faultsByPage(detailsIn()[0])).toEqual([]);
  });

  it('have binary values in base64, as Lambda hands them over', async () => {
    const token = (seed: string) => ({
      ...record(1, undefined, undefined),
      dynamodb: {
        ApproximateCreationDateTime: 1_893_456_000,
        SequenceNumber: '5',
        OldImage: tokenImage('c2VlZA=='),
        NewImage: tokenImage(seed),
      },
    });
    const tokenImage = (B: string) => ({
      ...marshall({ pk: `USER#${poolId}#ada`, sk: 'U#TOTP', type: 'SoftwareToken' }),
      data: { M: { sub: { S: 'a' }, lastStep: { N: '1' }, seed: { B } } },
    });
    await publish([token('c2VlZA==')]);
    expect(requests).toEqual([]);
    await publish([token('b3RoZXI=')]);
    expect(detailsIn().map(({ type }) => type)).toEqual(['SoftwareTokenAdded']);
  });
});
