import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, startDatabase } from '#local/dynamodb.ts';
import { startExpiry } from '#local/expiry.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { freePort } from '#local/ports.ts';

const tableName = 'expiring';
const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const yearSeconds = 365 * 86_400;

describe('expiry on a laptop', () => {
  let database: Database;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    database = await startDatabase({ address: await drawAddress(), file: undefined, tableName });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    documents = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint: database.endpoint, region: 'us-east-1', credentials }),
    );
  });
  afterAll(() => database.child?.stop());

  const put = (pk: string, ttl?: unknown): Promise<unknown> =>
    documents.send(new PutCommand({ TableName: tableName, Item: { pk, sk: 'A', listPk: 'ALL', listSk: pk, ttl } }));
  const present = async (): Promise<unknown[]> => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: tableName }));
    return Items.map(({ pk }) => pk).sort();
  };
  const start = () => startExpiry({ endpoint: database.endpoint, tableName, turnMs: 1, restMs: 20 });

  it('deletes what has expired, also behind many items that stay, and from the indexes', async () => {
    for (let count = 0; count < 300; count++) await put(`stays-${count}`);
    const gone = Array.from({ length: 20 }, (_, index) => `gone-${index}`);
    for (const pk of gone) await put(pk, nowSeconds() - 1 - Number(pk.slice(5)) * 3600);
    const kept: readonly (readonly [string, unknown])[] = [
      ['future', nowSeconds() + 3600],
      ['never', undefined],
      ['no number', String(nowSeconds() - 3600)],
      ['no time', 0],
      ['too long ago', nowSeconds() - 6 * yearSeconds],
    ];
    for (const [pk, ttl] of kept) await put(pk, ttl);
    const stop = start();
    await expect.poll(async () => (await present()).filter((pk) => String(pk).startsWith('gone'))).toEqual([]);
    const { Items } = await documents.send(new ScanCommand({ TableName: tableName, IndexName: 'list' }));
    expect(Items).toHaveLength(305);
    expect(await present()).toEqual(expect.arrayContaining(kept.map(([pk]) => pk)));
    await stop();
  });

  describe('seen from between it and the database', () => {
    let asked: string[] = [];
    let beforeAnswer = async (): Promise<unknown> => undefined;
    const between = createServer(async (incoming, outgoing) => {
      const { 'x-amz-target': target = '', authorization = '', 'x-amz-date': date = '' } = incoming.headers;
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': String(target) };
      const signed = { ...headers, authorization, 'x-amz-date': String(date) };
      asked.push(String(target).replace(/^.*\./, ''));
      const body = await text(incoming);
      const answer = await fetch(database.endpoint, { method: 'POST', headers: signed, body });
      const answered = await answer.text();
      if (asked.at(-1) === 'Scan') await beforeAnswer();
      outgoing.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answered);
    });
    let port: number;

    beforeAll(async () => {
      port = await freePort();
      await new Promise<void>((resolve) => between.listen(port, '127.0.0.1', resolve));
    });
    afterAll(() => new Promise((closed) => between.close(closed)));
    beforeEach(() => {
      asked = [];
      beforeAnswer = async () => undefined;
    });
    const startThere = () => startExpiry({ endpoint: `http://127.0.0.1:${port}`, tableName, turnMs: 1, restMs: 20 });

    it('leaves an item that is renewed after it was found', async () => {
      await put('renewed', nowSeconds() - 10);
      await put('not renewed', nowSeconds() - 10);
      beforeAnswer = () => put('renewed', nowSeconds() + 3600);
      const stop = startThere();
      await expect.poll(present).not.toContain('not renewed');
      await expect.poll(() => asked.filter((operation) => operation === 'DeleteItem')).toHaveLength(2);
      await stop();
      expect(await present()).toContain('renewed');
    });

    it('looks at a part of the table at a time, and at nothing any more once it is stopped', async () => {
      await Promise.all(Array.from({ length: 600 }, (_, index) => put(`many-${index}`, nowSeconds() - 1)));
      const stop = startThere();
      await expect.poll(() => asked.filter((operation) => operation === 'Scan').length).toBeGreaterThan(1);
      await stop();
      const before = asked.length;
      const longest = Math.max(
        ...asked
          .join(' ')
          .split('Scan')
          .map((turn) => turn.split(' ').length),
      );
      expect(longest).toBeLessThanOrEqual(252);
      const other = start();
      await expect.poll(async () => (await present()).filter((pk) => String(pk).startsWith('many'))).toEqual([]);
      await other();
      expect(asked).toHaveLength(before);
    });
  });
});
