import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Stack } from './stack.ts';

/** Workers that continue interrupted work when they are called without a payload: those of resources/schedules.yml. */
export const longWorkers = [
  'ChangeUserPool',
  'DeliverLogouts',
  'ExportUserPool',
  'IndexUserPool',
  'PurgeGroup',
  'PurgeIdentityPool',
  'PurgeUserPool',
  'RunUserImportJob',
] as const;

const hourMs = 3_600_000;
const minuteMs = 60_000;

// Somebody waits for what they do.
const frequent: ReadonlySet<string> = new Set(['DeliverLogouts']);

/**
 * Has every worker look for interrupted work, now and once an hour or minute, as on AWS: work that ended with the stack, or
 * later.
 */
export const keepWorkGoing = async ({ lambdaEndpoint: endpoint, region, credentials }: Stack) => {
  const lambda = new LambdaClient({ endpoint, region, credentials });
  const look = async (names: readonly string[]): Promise<void> => {
    for (const worker of names) {
      const call = { FunctionName: `gatehouse-local-${worker}`, InvocationType: 'Event', Payload: '{}' } as const;
      await lambda.send(new InvokeCommand(call));
    }
  };
  const keepLooking = (names: readonly string[], everyMs: number): void => {
    setInterval(() => look(names).catch((error: unknown) => process.stderr.write(`${error}\n`)), everyMs).unref();
  };
  await look(longWorkers);
  keepLooking(
    longWorkers.filter((name) => !frequent.has(name)),
    hourMs,
  );
  keepLooking([...frequent], minuteMs);
};
