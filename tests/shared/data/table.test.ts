import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { table } from '#shared/data/table.ts';
import { answering, type ServiceStandIn, startService } from '../gateways/service-stand-in.ts';

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
  let store: ServiceStandIn | undefined;

  beforeAll(async () => {
    store = await startService(answer(['c'], ['a', 'b']), answer(['b'], ['a']), answer(['a'], []));
    const settings = {
      TABLE_NAME: 'a-table',
      AWS_REGION: 'eu-central-1',
      GATEHOUSE_ACCOUNT_ID: '000000000000',
      GATEHOUSE_ISSUER_ORIGIN: 'http://localhost',
      SEALING_KEY_FILE: 'unused',
      DYNAMODB_ENDPOINT: store.endpoint,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'a secret',
    };
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await store?.stop();
  });

  it('are asked for again where the store left some out', async () => {
    const keys = ['a', 'b', 'c', 'd'].map((pk) => ({ pk, sk: 's' }));
    expect(await table().getAll(keys)).toEqual([...keys.slice(0, 3), undefined]);
    const asked = store?.received.map(({ body }) => JSON.parse(body).RequestItems['a-table']);
    expect(asked?.map(({ Keys }) => Keys.map(({ pk }: ReturnType<typeof item>) => pk.S))).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
      ['a'],
    ]);
    expect(asked?.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
  });
});
