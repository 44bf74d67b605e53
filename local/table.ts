import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { root } from './root.ts';

interface TableResource {
  readonly Properties: Pick<
    CreateTableCommandInput,
    'AttributeDefinitions' | 'BillingMode' | 'GlobalSecondaryIndexes' | 'KeySchema'
  >;
}

const isTableResource = (value: unknown): value is TableResource =>
  typeof value === 'object' && value !== null && 'Properties' in value;

const describeTable = async (database: DynamoDBClient, TableName: string): Promise<TableDescription> => {
  const { Table } = await database.send(new DescribeTableCommand({ TableName }));
  if (!Table) throw new Error(`The database says nothing of the table ${TableName}.`);
  return Table;
};

// DynamoDB adds only one index at a time.
const addIndexes = async (
  database: DynamoDBClient,
  TableName: string,
  { AttributeDefinitions, GlobalSecondaryIndexes = [] }: TableResource['Properties'],
): Promise<void> => {
  const present = await describeTable(database, TableName);
  const isThere = (name: string | undefined): boolean =>
    present.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === name) ?? false;
  for (const Create of GlobalSecondaryIndexes.filter(({ IndexName }) => !isThere(IndexName))) {
    const GlobalSecondaryIndexUpdates = [{ Create }];
    await database.send(new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
    const isReady = ({ GlobalSecondaryIndexes: indexes = [] }: TableDescription): boolean =>
      indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE');
    while (!isReady(await describeTable(database, TableName))) await pause(100);
  }
};

/** Makes the table as it is on AWS. A table that exists gets the indexes that it lacks. */
export const createTable = async (database: DynamoDBClient, TableName: string): Promise<void> => {
  const resource: unknown = JSON.parse(readFileSync(`${root}resources/table.json`, 'utf8'));
  if (!isTableResource(resource)) throw new Error('resources/table.json holds no table.');
  const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema } = resource.Properties;
  const table = { TableName, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema };
  try {
    await database.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
    await addIndexes(database, TableName, resource.Properties);
  }
};
