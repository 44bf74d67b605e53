import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Stack } from './stack.ts';

/** Workers that continue interrupted work when they are called without a payload: those of resources/schedules.yml. */
export const longWorkers = [
  'ChangeUserPool',
  'ExportUserPool',
  'IndexUserPool',
  'PurgeGroup',
  'PurgeIdentityPool',
  'PurgeUserPool',
  'RunUserImportJob',
] as const;

const hourMs = 3_600_000;

/** Has every worker look for interrupted work, now and once an hour: work that ended with the stack, or later. */
export const keepWorkGoing = async ({ lambdaEndpoint: endpoint, region, credentials }: Stack) => {
  const lambda = new LambdaClient({ endpoint, region, credentials });
  const look = async (): Promise<void> => {
    for (const worker of longWorkers) {
      const call = { FunctionName: `gatehouse-local-${worker}`, InvocationType: 'Event', Payload: '{}' } as const;
      await lambda.send(new InvokeCommand(call));
    }
  };
  await look();
  setInterval(() => look().catch((error: unknown) => process.stderr.write(`${error}\n`)), hourMs).unref();
};
