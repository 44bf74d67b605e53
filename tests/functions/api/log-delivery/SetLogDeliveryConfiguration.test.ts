import {
  DescribeUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { eventLog, logGroupArn, notificationLog, setLogs } from '#tests/support/logs.ts';
import { makePool } from '#tests/support/pools.ts';
import { audit, enforced } from '#tests/support/risk.ts';

const BucketArn = 'arn:aws:s3:::amzn-s3-demo-bucket1';
const StreamArn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/to-s3';
const toNothing: LogConfigurationType = { EventSource: 'userAuthEvents', LogLevel: 'INFO' };
const toBucket = { ...toNothing, S3Configuration: { BucketArn } };
const toStream = { ...toNothing, FirehoseConfiguration: { StreamArn } };

const get = async (UserPoolId: string) =>
  (await adminClient().send(new GetLogDeliveryConfigurationCommand({ UserPoolId }))).LogDeliveryConfiguration;

// What is sent then is tested in tests/log-delivery.
describe('SetLogDeliveryConfiguration', () => {
  it.each([eventLog, toBucket, toStream])('answers what holds, and replaces what was set: %o', async (events) => {
    const { poolId: UserPoolId } = await makePool(audit);
    const both = { UserPoolId, LogConfigurations: [notificationLog, events] };

    expect(await setLogs(UserPoolId, notificationLog, events)).toEqual(both);
    expect(await get(UserPoolId)).toEqual(both);

    const one = { UserPoolId, LogConfigurations: [events] };
    expect(await setLogs(UserPoolId, events)).toEqual(one);
    expect(await get(UserPoolId)).toEqual(one);
  });

  it('ends it by an empty list', async () => {
    const { poolId: UserPoolId } = await makePool(enforced);
    await setLogs(UserPoolId, eventLog);
    expect(await setLogs(UserPoolId)).toEqual({ UserPoolId, LogConfigurations: [] });
    expect(await get(UserPoolId)).toEqual({ UserPoolId, LogConfigurations: [] });
  });

  it('is not reset by UpdateUserPool, and is no part of the pool’s description', async () => {
    const { poolId: UserPoolId } = await makePool();
    await setLogs(UserPoolId, notificationLog);
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId }));
    expect(await get(UserPoolId)).toEqual({ UserPoolId, LogConfigurations: [notificationLog] });
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(JSON.stringify(UserPool)).not.toContain(logGroupArn);
  });

  it('needs threat protection for its events', async () => {
    const { poolId } = await makePool();
    await expect(setLogs(poolId, eventLog)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'userAuthEvents needs threat protection: AdvancedSecurityMode is to be AUDIT or ENFORCED.',
    });
  });

  const oneOnly = 'userAuthEvents needs one destination, and no more than one.';
  it.each<readonly [string, LogConfigurationType[], string]>([
    [
      'the level of the other source',
      [{ ...notificationLog, LogLevel: 'INFO' }],
      'LogLevel of userNotification is to be ERROR.',
    ],
    [
      'the level of the other source',
      [{ ...eventLog, LogLevel: 'ERROR' }],
      'LogLevel of userAuthEvents is to be INFO.',
    ],
    ['two of one source', [toBucket, toStream], 'There are two configurations of userAuthEvents.'],
    ['no destination', [toNothing], oneOnly],
    ['two destinations', [{ ...toBucket, FirehoseConfiguration: { StreamArn } }], oneOnly],
    [
      'a destination without its ARN',
      [{ ...toNothing, S3Configuration: {} }],
      'The destination of userAuthEvents has no ARN.',
    ],
    [
      'messages to a bucket',
      [{ EventSource: 'userNotification', LogLevel: 'ERROR', S3Configuration: { BucketArn } }],
      'userNotification can be sent to CloudWatch Logs only.',
    ],
    [
      'a log group that is a stream',
      [{ ...notificationLog, CloudWatchLogsConfiguration: { LogGroupArn: StreamArn } }],
      'CloudWatchLogsConfiguration.LogGroupArn is to be the ARN of a log group, without :* at its end.',
    ],
    [
      'a stream that is a log group',
      [{ ...toNothing, FirehoseConfiguration: { StreamArn: logGroupArn } }],
      'FirehoseConfiguration.StreamArn is to be the ARN of a delivery stream.',
    ],
    [
      'a bucket with a key',
      [{ ...toNothing, S3Configuration: { BucketArn: `${BucketArn}/key` } }],
      'S3Configuration.BucketArn is to be the ARN of a bucket.',
    ],
    ...['example.com/', 'x@example.com/', 'internal', 'us-east-1.example.com'].map(
      (region): [string, LogConfigurationType[], string] => [
        `the host ${region} in place of a Region`,
        [
          {
            ...notificationLog,
            CloudWatchLogsConfiguration: { LogGroupArn: logGroupArn.replace('us-east-1', region) },
          },
        ],
        'CloudWatchLogsConfiguration.LogGroupArn is to be the ARN of a log group, without :* at its end.',
      ],
    ),
    [
      'a host in place of the Region of a stream',
      [{ ...toNothing, FirehoseConfiguration: { StreamArn: StreamArn.replace('us-east-1', 'example.com/') } }],
      'FirehoseConfiguration.StreamArn is to be the ARN of a delivery stream.',
    ],
    [
      'a bucket behind another name',
      [{ ...toNothing, S3Configuration: { BucketArn: 'arn:aws:s3:::gatehouse-prod-logs-a@other' } }],
      'S3Configuration.BucketArn is to be the ARN of a bucket.',
    ],
  ])('refuses %s', async (_what, configurations, message) => {
    const { poolId } = await makePool(audit);
    await expect(setLogs(poolId, ...configurations)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
    expect(await get(poolId)).toEqual({ UserPoolId: poolId, LogConfigurations: [] });
  });

  it('holds a log group to the form of the API, without :* at its end', async () => {
    const { poolId } = await makePool();
    const LogGroupArn = `${logGroupArn}:*`;
    await expect(
      setLogs(poolId, { ...notificationLog, CloudWatchLogsConfiguration: { LogGroupArn } }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("'logConfigurations.1.member.cloudWatchLogsConfiguration.logGroupArn'"),
    });
  });

  it('takes two configurations at most, of a pool that there is', async () => {
    const { poolId } = await makePool();
    await expect(setLogs(poolId, notificationLog, eventLog, notificationLog)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('length less than or equal to 2'),
    });
    await expect(setLogs('us-east-1_Nowhere00', notificationLog)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const UserPoolId = 'us-east-1_Nowhere00';
    const incomplete = { UserPoolId, LogConfigurations: undefined };
    await expect(adminClient().send(new SetLogDeliveryConfigurationCommand(incomplete))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
