import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTable } from '#shared/data/table.ts';
import { answering, startService } from '../gateways/service-stand-in.ts';

const item = (pk: string) => ({ pk: { S: pk }, sk: { S: 's' } });
const answer = (found: readonly string[], left: readonly string[]) =>
  answering(
    200,
    JSON.stringify({
      Responses: { 'a-table': found.map(item) },
      UnprocessedKeys: left.length > 0 ? { 'a-table': { Keys: left.map(item), ConsistentRead: true } } : {},
    }),
  );

describe('many items at once', () => {
  beforeAll(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a secret');
  });

  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it('are asked for again where the store left some out', async () => {
    const store = await startService(answer(['c'], ['a', 'b']), answer(['b'], ['a']), answer(['a'], []));
    onTestFinished(() => store.stop());
    const table = createTable({
      tableName: 'a-table',
      region: 'eu-central-1',
      endpoints: { dynamodb: store.endpoint },
      storeTimeoutMs: 10_000,
    });
    const keys = ['a', 'b', 'c', 'd'].map((pk) => ({ pk, sk: 's' }));
    expect(await table.getAll(keys)).toEqual([...keys.slice(0, 3), undefined]);
    const asked = store.received.map(({ body }) => JSON.parse(body).RequestItems['a-table']);
    expect(asked.map(({ Keys }) => Keys.map(({ pk }: ReturnType<typeof item>) => pk.S))).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
      ['a'],
    ]);
    expect(asked.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
  });
});
