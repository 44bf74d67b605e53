import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { stack } from '#tests/support/stack.ts';

/** An item as DynamoDB stores it. */
export type RawItem = Readonly<Record<string, AttributeValue>>;

/** Everything in the table. */
export const everyItem = async (): Promise<RawItem[]> => {
  const { databaseEndpoint: endpoint, region, tableName: TableName } = stack();
  const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const items: RawItem[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
    items.push(...Items);
  return items;
};
