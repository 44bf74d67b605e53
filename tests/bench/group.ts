import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { startBar } from '#local/progress.ts';
import type { Stack } from '#local/stack.ts';
import type { Connection } from './connection.ts';
import { fillPool } from './scale/filled-pool.ts';
import { personAt } from './scale/people.ts';
import { startConnected, startTable } from './scale/stacks.ts';

const { values } = parseArgs({
  options: { members: { type: 'string', default: '100000' }, help: { type: 'boolean', default: false } },
});

const usage = `npm run bench:group -- [--members 100000]

  Puts so many users into a group, deletes it, ends everything but the database while members are taken out,
  starts anew, and sees whether the deletion comes to its end. 100,000 take twenty minutes.
`;

const signed = { signed: true } as const;
const GroupName = 'everybody';
const atOnce = 16;
// By then some thousand members are removed.
const dyingAfterMs = 20_000;

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const joinAll = async ({ call }: Connection, UserPoolId: string, members: number): Promise<void> => {
  const bar = startBar({ label: 'joining', total: members, unit: 'members' });
  let next = 0;
  const join = async (): Promise<void> => {
    while (next < members) {
      const { username: Username } = personAt(next++);
      await call('AdminAddUserToGroup', { UserPoolId, GroupName, Username }, signed);
      bar.update(next);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, join));
  } finally {
    bar.stop();
  }
};

const countOf = async (endpoint: string, type: string): Promise<number> => {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await table.send(
      new ScanCommand({
        TableName: 'gatehouse',
        FilterExpression: '#type = :type',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: { ':type': type },
        Select: 'COUNT',
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
};

// Does what the hourly schedule does, at once.
const goOn = async ({ lambdaEndpoint: endpoint, credentials }: Stack): Promise<void> => {
  const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const called = new InvokeCommand({ FunctionName: 'gatehouse-local-PurgeGroup', Payload: '{}' });
  const { FunctionError, Payload } = await lambda.send(called);
  if (FunctionError) throw new Error(Buffer.from(Payload ?? []).toString());
};

const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(0);

const bench = async (members: number): Promise<void> => {
  const table = await startTable();
  try {
    const first = await startConnected(table.env);
    const { poolId: UserPoolId } = await fillPool(first, members);
    await first.call('CreateGroup', { UserPoolId, GroupName }, signed);
    await joinAll(first, UserPoolId, members);
    const joined = await countOf(table.endpoint, 'Membership');
    console.log(`${joined} members.`);

    const asked = performance.now();
    await first.call('DeleteGroup', { UserPoolId, GroupName }, signed);
    console.log(`DeleteGroup answered in ${(performance.now() - asked).toFixed(0)} ms.`);
    await pause(dyingAfterMs);
    await first.stop();
    const left = await countOf(table.endpoint, 'Membership');
    console.log(`Everything but the database ended ${seconds(asked)} s after that; ${left} memberships were left.`);

    const second = await startConnected(table.env);
    const again = performance.now();
    while ((await countOf(table.endpoint, 'DeletedGroup')) > 0) await goOn(second.stack);
    console.log(`${await countOf(table.endpoint, 'Membership')} memberships are left, after ${seconds(again)} s more.`);
    const { username: Username } = personAt(members - 1);
    const { Groups } = await second.call('AdminListGroupsForUser', { UserPoolId, Username }, signed);
    console.log(`The last of them is in ${JSON.stringify(Groups)}.`);
    await second.stop();
  } finally {
    await table.stop();
  }
};

// An interrupt also ends the database, which fills the memory.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.help) console.log(usage);
else await bench(Number(values.members));
