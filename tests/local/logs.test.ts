import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Logs, startLogs } from '#local/logs/logs.ts';
import { createLogDestinations, type LogDestinations } from '#shared/gateways/log-destinations.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'a secret' };
const region = 'us-east-1';
const group = { logGroupName: '/aws/vendedlogs/one.group' };
const missing = { name: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };

describe('the small CloudWatch Logs and Firehose', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-logs-'));
  let logs: Logs;
  let cloudWatch: CloudWatchLogsClient;
  let firehose: FirehoseClient;
  let destinations: LogDestinations;

  beforeAll(async () => {
    logs = await startLogs({ port: 0, directory, credentials });
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
});
