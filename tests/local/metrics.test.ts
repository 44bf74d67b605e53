import { channel } from 'node:diagnostics_channel';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMetrics } from '#local/metrics/metrics.ts';
import type { LocalService } from '#local/serving/service.ts';
import { createMetricData, type MetricQuery } from '#shared/gateways/metric-data.ts';
import { metricsChannel } from '#shared/observability/call.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'a secret' };
const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-metrics-'));
const file = path.join(directory, 'metrics.jsonl');
const namespace = 'Gatehouse';
const minute = Math.floor(Date.now() / 300_000) * 300 - 600;

const count = (seconds: number, pool: string, value: number): void =>
  channel(metricsChannel).publish(
    JSON.stringify({
      _aws: {
        Timestamp: seconds * 1000,
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [['UserPool'], ['UserPool', 'UserPoolClient']],
            Metrics: [{ Name: 'SignInSuccesses' }],
          },
        ],
      },
      UserPool: pool,
      UserPoolClient: 'c1',
      SignInSuccesses: value,
    }),
  );

const signIns = (UserPool: string, statistic: MetricQuery['statistic'] = 'Sum'): MetricQuery => ({
  name: 'SignInSuccesses',
  dimensions: { UserPool },
  statistic,
});

describe('the small CloudWatch', () => {
  let metrics: LocalService;

  const read = async (queries: readonly MetricQuery[], period = 60, to = minute + 300) => {
    const data = createMetricData({ region: 'us-east-1', namespace, endpoint: metrics.url });
    return (await data.read(queries, { from: minute, to, period })).map((values) => Object.fromEntries(values));
  };

  beforeEach(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    metrics = await startMetrics({ port: 0, file, credentials });
  });
  afterEach(async () => {
    await metrics.stop();
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('sums what is counted in a period, for just these dimensions, and keeps it for the next start', async () => {
    count(minute + 1, 'p1', 1);
    count(minute + 59, 'p1', 0);
    count(minute + 61, 'p1', 1);
    count(minute + 2, 'p2', 1);
    // Not asked for: before, and after.
    count(minute - 1, 'p1', 1);
    count(minute + 300, 'p1', 1);
    const asked = [signIns('p1'), signIns('p1', 'SampleCount'), signIns('p2'), signIns('p3')];
    const told = [{ [minute]: 1, [minute + 60]: 1 }, { [minute]: 2, [minute + 60]: 1 }, { [minute]: 1 }, {}];
    expect(await read(asked)).toEqual(told);
    const byClient = { ...signIns('p1'), dimensions: { UserPoolClient: 'c1', UserPool: 'p1' } };
    expect(await read([byClient], 300)).toEqual([{ [minute]: 2 }]);

    await metrics.stop();
    appendFileSync(file, '[1,"half a li');
    metrics = await startMetrics({ port: 0, file, credentials });
    expect(await read(asked)).toEqual(told);
    count(minute + 3, 'p1', 1);
    expect(await read([signIns('p1')])).toEqual([{ [minute]: 2, [minute + 60]: 1 }]);
  });

  it('leaves out what is no line of the format, and forgets what is too old', async () => {
    channel(metricsChannel).publish('{"level":"INFO"}');
    count(minute - 20 * 86_400, 'old', 1);
    await metrics.stop();
    metrics = await startMetrics({ port: 0, file, credentials });
    expect(readFileSync(file, 'utf8')).not.toContain('"old"');
    expect(await read([signIns('p2')])).toEqual([{ [minute]: 1 }]);
  });

  it('refuses other keys, and what it cannot answer', async () => {
    await expect(read([signIns('p1')], 7)).rejects.toMatchObject({ name: 'ValidationError' });
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another secret');
    await expect(read([signIns('p1')])).rejects.toMatchObject({ status: 403 });
  });
});
