import { createServer } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { databaseProgram, startDatabase } from '#local/dynamodb.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { assertFree, freePort } from '#local/ports.ts';
import { createTable } from '#local/table.ts';

describe('a laptop that lacks something', () => {
  it('is told how to get a database for its platform', () => {
    expect(() => databaseProgram('plan9-mips')).toThrow('npm i --no-save @dynoxide/plan9-mips');
    expect(() => databaseProgram('plan9-mips')).toThrow('DYNAMODB_ENDPOINT=http://127.0.0.1:8000');
  });

  it('is told which setting moves what listens at a busy port', async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await expect(assertFree(port, 'the API', 'GATEHOUSE_PORT')).rejects.toThrow(
      `Port ${port}, for the API, is in use. End what uses it, or set GATEHOUSE_PORT to another port.`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(assertFree(port, 'the API', 'GATEHOUSE_PORT')).resolves.toBeUndefined();
  });
});

describe('a table that an earlier version made', () => {
  it('gets the indexes that it lacks', async () => {
    const { endpoint, child } = await startDatabase({
      address: await drawAddress(),
      file: undefined,
      tableName: 'new',
    });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const database = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    const indexesOf = async (TableName: string) => {
      const { Table } = await database.send(new DescribeTableCommand({ TableName }));
      return Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort();
    };
    try {
      await database.send(
        new CreateTableCommand({
          TableName: 'old',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
        }),
      );

      await createTable(database, 'old');

      expect(await indexesOf('old')).toEqual(await indexesOf('new'));
      expect(await indexesOf('old')).toContain('bySearch5');
    } finally {
      await child?.stop();
    }
  });
});
