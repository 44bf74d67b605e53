import { readFileSync } from 'node:fs';
import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface TableResource {
  readonly Properties: Pick<
    CreateTableCommandInput,
    'AttributeDefinitions' | 'BillingMode' | 'GlobalSecondaryIndexes' | 'KeySchema'
  >;
}

const isTableResource = (value: unknown): value is TableResource =>
  typeof value === 'object' && value !== null && 'Properties' in value;

/** Makes the table as it is deployed on AWS, where it is not there yet. */
export const createTable = async (database: DynamoDBClient, TableName: string): Promise<void> => {
  const resource: unknown = JSON.parse(readFileSync('resources/table.json', 'utf8'));
  if (!isTableResource(resource)) throw new Error('resources/table.json holds no table.');
  const { AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema } = resource.Properties;
  const table = { TableName, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, KeySchema };
  await database.send(new CreateTableCommand(table)).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  });
};
