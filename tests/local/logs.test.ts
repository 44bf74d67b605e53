import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLogs } from '#local/logs/logs.ts';
import type { LocalService } from '#local/serving/service.ts';
import { createLogDestinations, type LogDestinations } from '#shared/gateways/log-destinations.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'a secret' };
const region = 'us-east-1';
const group = { logGroupName: '/aws/vendedlogs/one.group' };
const trailGroup = '/gatehouse/local/trail';
const missing = { name: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };

describe('the small CloudWatch Logs and Firehose', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-logs-'));
  const file = path.join(directory, 'trail.jsonl');
  const trail = { group: trailGroup, file };
  let logs: LocalService;
  let cloudWatch: CloudWatchLogsClient;
  let firehose: FirehoseClient;
  let destinations: LogDestinations;

  beforeAll(async () => {
    logs = await startLogs({ port: 0, directory, credentials, trail });
    const settings = { region, credentials, endpoint: logs.url, maxAttempts: 1 };
    cloudWatch = new CloudWatchLogsClient(settings);
    firehose = new FirehoseClient(settings);
    destinations = createLogDestinations({ region, endpoints: { logs: logs.url, firehose: logs.url, s3: undefined } });
  });
  afterAll(async () => {
    await logs.stop();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);
    return () => vi.unstubAllEnvs();
  });

  const eventsOf = async (logStreamName: string) =>
    (await cloudWatch.send(new GetLogEventsCommand({ ...group, logStreamName }))).events;

  it('keeps what the client of CloudWatch Logs puts into a stream that was made', async () => {
    const stream = { ...group, logStreamName: 'us-east-1_a' };
    const put = new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: 7, message: 'one' }] });
    await expect(cloudWatch.send(put)).rejects.toMatchObject(missing);
    await expect(eventsOf('us-east-1_a')).rejects.toMatchObject(missing);

    await cloudWatch.send(new CreateLogStreamCommand(stream));
    await cloudWatch.send(put);
    await cloudWatch.send(put);

    expect(await eventsOf('us-east-1_a')).toEqual([
      { timestamp: 7, message: 'one' },
      { timestamp: 7, message: 'one' },
    ]);
    await expect(cloudWatch.send(new CreateLogStreamCommand(stream))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
  });

  it('is written to in the same way by functions, which make the stream', async () => {
    const write = (message: string) =>
      destinations.putLogEvent({ region, name: group.logGroupName }, 'us-east-1_b', { timestamp: 8, message });
    await write('one');
    await write('two');
    expect(await eventsOf('us-east-1_b')).toEqual([
      { timestamp: 8, message: 'one' },
      { timestamp: 8, message: 'two' },
    ]);
  });

  it('lets functions that write at once make a stream only once', async () => {
    const messages = Array.from({ length: 8 }, (_, index) => `event ${index}`);
    await Promise.all(
      messages.map((message) =>
        destinations.putLogEvent({ region, name: group.logGroupName }, 'us-east-1_c', { timestamp: 9, message }),
      ),
    );
    expect((await eventsOf('us-east-1_c'))?.map(({ message }) => message).sort()).toEqual(messages);
  });

  it('keeps the records of Firehose in a file, one after the other', async () => {
    const Data = Buffer.from('{"a":1}\n');
    const { RecordId } = await firehose.send(new PutRecordCommand({ DeliveryStreamName: 'to-s3', Record: { Data } }));
    await destinations.putRecord({ region, name: 'to-s3' }, '{"b":"ü"}\n');

    expect(RecordId).toBeTruthy();
    const file = path.join(directory, 'firehose', 'to-s3.jsonl');
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n{"b":"ü"}\n');
    expect(await (await fetch(`${logs.url}/firehose/to-s3`)).text()).toBe('{"a":1}\n{"b":"ü"}\n');
  });

  it('takes no request that is not signed by its stack, and no other operation', async () => {
    const stranger = new CloudWatchLogsClient({
      region,
      endpoint: logs.url,
      credentials: { ...credentials, secretAccessKey: 'another' },
    });
    const stream = new CreateLogStreamCommand({ ...group, logStreamName: 'd' });
    await expect(stranger.send(stream)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await expect(cloudWatch.send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  it.each(['..', '../../outside', 'a/../../b', '.'])('keeps a stream with the name %s in its folder', async (name) => {
    await cloudWatch.send(new CreateLogStreamCommand({ logGroupName: '..', logStreamName: name }));
    const put = { logGroupName: '..', logStreamName: name, logEvents: [{ timestamp: 1, message: name }] };
    await cloudWatch.send(new PutLogEventsCommand(put));
    const file = `${encodeURIComponent(name).replaceAll('.', '%2E')}.jsonl`;
    expect(readFileSync(path.join(directory, 'cloudwatch', '%2E%2E', file), 'utf8')).toContain(name);
  });

  describe('FilterLogEvents of the trail', () => {
    const line = (second: number, more: object = {}): string =>
      `${JSON.stringify({ eventTime: new Date(second * 1000).toISOString().replace('.000', ''), eventName: `Call${second}`, ...more })}\n`;

    const find = async (wanted: Partial<FilterLogEventsCommandInput> = {}) => {
      const found = await cloudWatch.send(new FilterLogEventsCommand({ logGroupName: trailGroup, ...wanted }));
      const names = found.events?.map(({ message = '' }) => Reflect.get(Object(JSON.parse(message)), 'eventName'));
      return { names, token: found.nextToken };
    };

    it('finds nothing where there is no trail, and goes on in a file that was begun meanwhile', async () => {
      expect(await find()).toEqual({ names: [], token: undefined });
      // Two calls of one second stay in their order; one that took long comes late.
      writeFileSync(file, line(10) + line(12, { index: 1 }) + line(12, { index: 2, eventName: 'Second' }) + line(11));
      expect((await find()).names).toEqual(['Call10', 'Call11', 'Call12', 'Second']);
      renameSync(file, path.join(directory, 'trail.1.jsonl'));
      writeFileSync(file, `${line(13)}{"eventTime":"1970-01-01T00:00:14Z","eventName":"Ca`);
      expect((await find({ startTime: 12_000 })).names).toEqual(['Call12', 'Second', 'Call13']);
      appendFileSync(file, 'll14"}\n');
      expect((await find({ startTime: 12_000, endTime: 14_000 })).names).toEqual([
        'Call12',
        'Second',
        'Call13',
        'Call14',
      ]);
    });

    it('goes page by page, the latest first', async () => {
      const first = await find({ startFromHead: false, limit: 2 });
      expect(first.names).toEqual(['Call14', 'Call13']);
      appendFileSync(file, line(15));
      const second = await find({ nextToken: first.token, limit: 2 });
      expect(second.names).toEqual(['Second', 'Call12']);
      expect(await find({ nextToken: second.token })).toEqual({ names: ['Call11', 'Call10'], token: undefined });
    });

    it.each<[string, readonly string[]]>([
      ['{ ($.errorCode = "*") }', ['Refused']],
      ['{ ($.errorCode = "Not*Exception") && ($.readOnly IS FALSE) }', ['Refused']],
      ['{ ($.errorCode = "not*") }', []],
      ['{ ($.a.userPoolId = "p1" || $.b.userPoolId = "p1") && $.readOnly IS TRUE }', ['Reading']],
      ['{ $.b.changes[0].type = "*" }', ['Changing']],
    ])('understands %s', async (pattern, names) => {
      appendFileSync(
        file,
        line(20, { eventName: 'Refused', errorCode: 'NotAuthorizedException', readOnly: false }) +
          line(21, { eventName: 'Reading', a: { userPoolId: 'p1' }, readOnly: true }) +
          line(22, {
            eventName: 'Changing',
            b: { userPoolId: 'p1', changes: [{ type: 'UserPool' }] },
            readOnly: false,
          }),
      );
      const { names: found } = await find({ filterPattern: pattern, startTime: 20_000 });
      expect([...new Set(found)]).toEqual(names);
    });

    it('refuses patterns that it does not understand, and other groups', async () => {
      const refused = { name: 'InvalidParameterException' };
      for (const filterPattern of ['ERROR', '{ $.a != "b" }', '{ $.a = "b" ', '{ ($.a = "b" }', '{ $.a = 1 }'])
        await expect(find({ filterPattern })).rejects.toMatchObject(refused);
      await expect(find({ nextToken: 'nothing' })).rejects.toMatchObject(refused);
      await expect(find(group)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
  });
});
