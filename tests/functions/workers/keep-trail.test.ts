import { gzipSync } from 'node:zlib';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

// As CloudWatch Logs sends lines that a subscription finds.
const sent = (messageType: string, logEvents: readonly object[]): object => {
  const data = { messageType, owner: '000000000000', logGroup: '/gatehouse/local', logStream: 'a', logEvents };
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString('base64') } };
};

const keptOn = async (day: string): Promise<readonly unknown[]> => {
  const { env, region, credentials } = stack();
  const client = new CloudWatchLogsClient({ endpoint: env.LOGS_ENDPOINT ?? '', region, credentials });
  const stream = { logGroupName: '/gatehouse/local/trail', logStreamName: day };
  const { events = [] } = await client.send(new GetLogEventsCommand(stream)).catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') return { events: [] };
    throw error;
  });
  return events.map(({ timestamp, message }) => ({ timestamp, message }));
};

describe('KeepTrail', () => {
  it('writes records to the log group of the trail, in the order of their times', async () => {
    const noon = Date.UTC(2031, 4, 17, 12);
    const event = (timestamp: number, message: string) => ({ id: message, timestamp, message });
    await callWorker('KeepTrail', sent('DATA_MESSAGE', [event(noon + 1, '{"second":1}'), event(noon, '{"first":1}')]));
    expect(await keptOn('2031-05-17')).toEqual([
      { timestamp: noon, message: '{"first":1}' },
      { timestamp: noon + 1, message: '{"second":1}' },
    ]);
  });

  it('writes more than one request takes by several', async () => {
    const noon = Date.UTC(2031, 4, 18, 12);
    const events = Array.from({ length: 12_000 }, (_none, index) => ({
      id: String(index),
      timestamp: noon + index,
      message: JSON.stringify({ index, filler: 'x'.repeat(150) }),
    }));
    await callWorker('KeepTrail', sent('DATA_MESSAGE', events));
    expect(await keptOn('2031-05-18')).toHaveLength(12_000);
  });

  it('writes nothing when it is only asked whether it is there', async () => {
    const timestamp = Date.UTC(2031, 4, 19, 12);
    const question = [{ id: '', timestamp, message: 'CWL CONTROL MESSAGE: Checking health of destination.' }];
    await callWorker('KeepTrail', sent('CONTROL_MESSAGE', question));
    expect(await keptOn('2031-05-19')).toEqual([]);
  });
});
