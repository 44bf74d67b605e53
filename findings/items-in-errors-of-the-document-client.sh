#!/usr/bin/env bash
# @aws-sdk/lib-dynamodb 3.1162.0: in what form does a refused condition bring the item that it found
# (ReturnValuesOnConditionCheckFailure: ALL_OLD)?
#
# One would expect: as plain values, like everything else that the document client answers: that is what it is for.
# What happens: answers are plain values, but items in errors are not translated. ConditionalCheckFailedException.Item and
# the Item of each CancellationReason of a transaction are in DynamoDB's own form ({ N: '1' }). The types say so, as they
# are those of the plain client; nothing at run time does.
# Why it matters: a counter read from there is an object, so that `item.count < 5` is false and `item.count >= 5`, too: a
# limit that is decided on it lets everything through, or nothing.
# A way out: unmarshall of @aws-sdk/util-dynamodb.
#
# Output seen (Node 20.20.2 and 24.21.0, store: dynoxide 1.2.1):
#   answer:      {"count":1,"pk":"a"}
#   error:       {"count":{"N":"1"},"pk":{"S":"a"}}
#   transaction: {"count":{"N":"1"},"pk":{"S":"a"}}
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/lib-dynamodb@3.1162.0 @aws-sdk/client-dynamodb@3.1162.0 @dynoxide/linux-x64@1.2.1 >/dev/null 2>&1

cat >items.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
await once(probe, 'close');

const store = spawn('node_modules/@dynoxide/linux-x64/dynoxide', ['serve', '--port', String(port)], { stdio: 'ignore' });
process.once('exit', () => store.kill());
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const documents = DynamoDBDocumentClient.from(client);
for (let tries = 0; tries < 200; tries++) {
  const answers = await client.send(new ListTablesCommand({})).then(() => true, () => false);
  if (answers) break;
  await pause(50);
}
await client.send(
  new CreateTableCommand({
    TableName: 'Things',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  }),
);
const Item = { pk: 'a', count: 1 };
await documents.send(new PutCommand({ TableName: 'Things', Item }));

const inOrder = (item) => JSON.stringify(Object.fromEntries(Object.entries(item).sort()));
const Put = {
  TableName: 'Things',
  Item,
  ConditionExpression: 'attribute_not_exists(pk)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};
console.log(`answer:      ${inOrder((await documents.send(new GetCommand({ TableName: 'Things', Key: { pk: 'a' } }))).Item)}`);
await documents.send(new PutCommand(Put)).catch((error) => console.log(`error:       ${inOrder(error.Item)}`));
await documents
  .send(new TransactWriteCommand({ TransactItems: [{ Put }] }))
  .catch((error) => console.log(`transaction: ${inOrder(error.CancellationReasons[0].Item)}`));
process.exit();
JS

seen=$(node --no-warnings items.mjs)
echo "@aws-sdk/lib-dynamodb $(node -p "require('./node_modules/@aws-sdk/lib-dynamodb/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'answer:      {"count":1,"pk":"a"}
error:       {"count":{"N":"1"},"pk":{"S":"a"}}
transaction: {"count":{"N":"1"},"pk":{"S":"a"}}' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
