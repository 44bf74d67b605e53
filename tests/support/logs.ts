import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from './clients.ts';
import { stack } from './stack.ts';

export const logGroupArn = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/pools';

/** Messages that were not delivered, to the log group. */
export const notificationLog: LogConfigurationType = {
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: logGroupArn },
};

/** Events of threat protection, to the log group. */
export const eventLog: LogConfigurationType = { ...notificationLog, EventSource: 'userAuthEvents', LogLevel: 'INFO' };

export const setLogs = async (UserPoolId: string, ...LogConfigurations: LogConfigurationType[]) =>
  (await adminClient().send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations })))
    .LogDeliveryConfiguration;

/** The records of a pool in the log group, the oldest first. */
export const loggedOf = async (logStreamName: string): Promise<readonly unknown[]> => {
  const { env, region, credentials } = stack();
  const client = new CloudWatchLogsClient({ endpoint: env.LOGS_ENDPOINT ?? '', region, credentials });
  const asked = new GetLogEventsCommand({ logGroupName: '/aws/vendedlogs/pools', logStreamName });
  const { events = [] } = await client.send(asked).catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') return { events: [] };
    throw error;
  });
  return events.map(({ message = '' }) => JSON.parse(message));
};

/** The same, once there are so many: a worker writes them. In the order of their times. */
export const awaitLogged = async (poolId: string, count: number): Promise<readonly unknown[]> => {
  await expect.poll(async () => (await loggedOf(poolId)).length).toBeGreaterThanOrEqual(count);
  const timeOf = (record: unknown): number => Number(Reflect.get(Object(record), 'eventTimestamp'));
  return [...(await loggedOf(poolId))].sort((one, other) => timeOf(one) - timeOf(other));
};
