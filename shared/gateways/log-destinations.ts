import { createHash } from 'node:crypto';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';
import { ServiceRefusal } from './service-refusal.ts';

/** Where records of logs are written. What is sent again may be there twice. */
export interface LogDestinations {
  /** Appends an event to a stream of a log group, which is made where it is not there. */
  readonly putLogEvent: (
    group: { readonly region: string; readonly name: string },
    stream: string,
    event: { readonly timestamp: number; readonly message: string },
  ) => Promise<void>;
  /** The same for several events in the order of their times: 10,000 and a megabyte at most. */
  readonly putLogEvents: (
    group: { readonly region: string; readonly name: string },
    stream: string,
    events: readonly { readonly timestamp: number; readonly message: string }[],
  ) => Promise<void>;
  /** Appends a record to a delivery stream of Firehose. */
  readonly putRecord: (stream: { readonly region: string; readonly name: string }, data: string) => Promise<void>;
  /** Puts an object into a bucket of the deployment's Region, encrypted as the bucket says. */
  readonly putObject: (bucket: string, key: string, body: string) => Promise<void>;
}

interface Settings {
  readonly region: string;
  /** Of stand-ins for the services; undefined on AWS. */
  readonly endpoints: Readonly<Record<'logs' | 'firehose' | 's3', string | undefined>>;
}

const timeoutMs = 5000;
const retriesAfter = ['silent', 'throttled', 'broken'] as const;

const isRefusal = (error: unknown, name: string): boolean => error instanceof ServiceRefusal && error.name === name;

/**
 * Writes to CloudWatch Logs, Firehose and S3, or their stand-ins.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 * @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html
 */
export const createLogDestinations = ({ region: ownRegion, endpoints }: Settings): LogDestinations => {
  const logs = createAwsRequest({ service: 'logs', endpoint: endpoints.logs });
  const firehose = createAwsRequest({ service: 'firehose', endpoint: endpoints.firehose });

  const askLogs = (region: string, operation: string, input: object) =>
    logs({
      region,
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` },
      body: JSON.stringify(input),
      timeoutMs,
      retriesAfter,
    });

  const bucketUrl = (bucket: string): string =>
    endpoints.s3
      ? `${endpoints.s3.replace(/\/$/, '')}/${bucket}`
      : `https://${bucket}.s3.${ownRegion}.amazonaws.com${ownRegion.startsWith('cn-') ? '.cn' : ''}`;

  const putLogEvents: LogDestinations['putLogEvents'] = async (
    { region, name: logGroupName },
    logStreamName,
    logEvents,
  ) => {
    const put = () => askLogs(region, 'PutLogEvents', { logGroupName, logStreamName, logEvents });
    try {
      await put();
    } catch (error) {
      if (!isRefusal(error, 'ResourceNotFoundException')) throw error;
      await askLogs(region, 'CreateLogStream', { logGroupName, logStreamName }).catch((refusal: unknown) => {
        if (!isRefusal(refusal, 'ResourceAlreadyExistsException')) throw refusal;
      });
      await put();
    }
  };

  return {
    putLogEvents,
    putLogEvent: (group, stream, event) => putLogEvents(group, stream, [event]),

    putRecord: async ({ region, name }, data) => {
      await firehose({
        region,
        path: '/',
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Firehose_20150804.PutRecord' },
        body: JSON.stringify({ DeliveryStreamName: name, Record: { Data: Buffer.from(data).toString('base64') } }),
        timeoutMs,
        retriesAfter,
      });
    },

    putObject: async (bucket, key, body) => {
      const request = createAwsRequest({ service: 's3', endpoint: bucketUrl(bucket) });
      const digest = createHash('sha256').update(body).digest('hex');
      await request({
        region: ownRegion,
        method: 'PUT',
        path: `/${key}`,
        headers: { 'content-type': 'application/json', 'x-amz-content-sha256': digest },
        body,
        timeoutMs,
        retriesAfter,
      });
    },
  };
};

export const logDestinations = once(() => createLogDestinations(environment()));
