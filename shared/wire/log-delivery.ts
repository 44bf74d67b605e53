import type { LogConfigurationType as LogConfiguration } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { ArnType, list, text, UserPoolIdType } from './shapes.ts';
import type { Wire } from './wire.ts';

const S3ArnType = text({
  min: 3,
  max: 1024,
  pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:::[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});

const LogConfigurationType = v.object({
  LogLevel: v.picklist(['ERROR', 'INFO']),
  EventSource: v.picklist(['userNotification', 'userAuthEvents']),
  CloudWatchLogsConfiguration: v.optional(v.object({ LogGroupArn: v.optional(ArnType) })),
  S3Configuration: v.optional(v.object({ BucketArn: v.optional(S3ArnType) })),
  FirehoseConfiguration: v.optional(v.object({ StreamArn: v.optional(ArnType) })),
});

export const LogConfigurationListType = list(LogConfigurationType, { min: 0, max: 2 });

/** What a pool sends of its log, and where, as it is answered. */
export const toLogDeliveryConfigurationType = ({
  id,
  logs = [],
}: UserPool): { UserPoolId: string; LogConfigurations: Wire<LogConfiguration>[] } => ({
  UserPoolId: id,
  LogConfigurations: [...logs],
});

/** Where a worker is to write a record. */
export const LogDestinationType = v.strictObject({
  kind: v.picklist(['CloudWatchLogs', 'Firehose', 'S3']),
  arn: v.string(),
});

const digits = v.pipe(v.string(), v.regex(/^\d{1,15}$/));

/** The record that a worker is to write. */
export const LogRecordType = v.strictObject({
  eventTimestamp: digits,
  eventSource: v.picklist(['USER_NOTIFICATION', 'USER_AUTH_EVENTS']),
  logLevel: v.picklist(['ERROR', 'INFO']),
  message: v.record(v.string(), v.union([v.string(), v.array(v.string())])),
  logSourceId: v.strictObject({ userPoolId: UserPoolIdType }),
});
