#!/usr/bin/env bash
# dynoxide 1.2.1 and dynalite 4.0.0, two stand-ins for DynamoDB: what does SET do with a place beyond the end of a list?
#
# One would expect: what DynamoDB's guide says: the element is appended, whatever number was written.
# What happens: dynalite appends. dynoxide puts the element at that place, and NULL into those between.
# Why it matters: code that writes `SET #list[:n]` with an n of its own, and reads it back at n, passes every test on one
# of them and finds something else in AWS. Code that walks the list meets NULL on one only.
# A way out: list_append to add; a map with the places as names to keep places.
#
# Output seen (Node 20.20.2 and 24.21.0), SET on place 4 of a list of two:
#   dynoxide: [1,2,null,null,3]
#   dynalite: [1,2,3]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @dynoxide/linux-x64@1.2.1 dynalite@4.0.0 @aws-sdk/lib-dynamodb@3.1162.0 @aws-sdk/client-dynamodb@3.1162.0 >/dev/null 2>&1

cat >lists.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};
const waitFor = async (isThere) => {
  for (let tries = 0; tries < 200 && !(await isThere()); tries++) await pause(50);
};

const ports = { dynoxide: await freePort(), dynalite: await freePort() };
const store = spawn('node_modules/@dynoxide/linux-x64/dynoxide', ['serve', '--port', String(ports.dynoxide)], { stdio: 'ignore' });
process.once('exit', () => store.kill());
dynalite({ createTableMs: 0 }).listen(ports.dynalite, '127.0.0.1');

for (const [name, port] of Object.entries(ports)) {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const documents = DynamoDBDocumentClient.from(client);
  const table = new CreateTableCommand({
    TableName: 'Things',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  await waitFor(() => client.send(table).then(() => true, () => false));
  const described = () => client.send(new DescribeTableCommand({ TableName: 'Things' }));
  await waitFor(async () => (await described()).Table.TableStatus === 'ACTIVE');
  await documents.send(new PutCommand({ TableName: 'Things', Item: { pk: 'a', places: [1, 2] } }));
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: 'Things',
      Key: { pk: 'a' },
      UpdateExpression: 'SET places[4] = :three',
      ExpressionAttributeValues: { ':three': 3 },
      ReturnValues: 'ALL_NEW',
    }),
  );
  console.log(`${name}: ${JSON.stringify(Attributes.places)}`);
}
process.exit();
JS

seen=$(node --no-warnings lists.mjs)
echo "dynoxide $(node -p "require('./node_modules/@dynoxide/linux-x64/package.json').version"), dynalite $(node -p "require('./node_modules/dynalite/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'dynoxide: [1,2,null,null,3]
dynalite: [1,2,3]' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
