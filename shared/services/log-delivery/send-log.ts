import { createHash } from 'node:crypto';
import { environment } from '#shared/config/environment.ts';
import { destinationName, type LogDestination } from '#shared/domain/log-delivery/log-configuration.ts';
import type { LogRecord } from '#shared/domain/log-delivery/log-records.ts';
import { poolRegion } from '#shared/domain/user-pools/user-pool.ts';
import { logDestinations } from '#shared/gateways/log-destinations.ts';

const regionIn = (arn: string): string => arn.split(':')[3] ?? '';

// A record that is sent again gets the same name.
const objectKey = (text: string, { eventTimestamp, logSourceId: { userPoolId } }: LogRecord): string => {
  const [day = '', time = ''] = new Date(Number(eventTimestamp)).toISOString().split('T');
  const place = `AWSLogs/${environment().accountId}/cognito-idp/${poolRegion(userPoolId)}/${userPoolId}`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${place}/${day.replaceAll('-', '/')}/${time.slice(0, 2)}/${eventTimestamp}-${digest}.json`;
};

/** Writes a record to its destination. Throws what the service there answers. */
export const sendLog = async (destination: LogDestination, record: LogRecord): Promise<void> => {
  const { kind, arn } = destination;
  const text = JSON.stringify(record);
  const place = { region: regionIn(arn), name: destinationName(destination) };
  switch (kind) {
    case 'CloudWatchLogs': {
      const event = { timestamp: Number(record.eventTimestamp), message: text };
      return logDestinations().putLogEvent(place, record.logSourceId.userPoolId, event);
    }
    case 'Firehose':
      return logDestinations().putRecord(place, `${text}\n`);
    case 'S3':
      return logDestinations().putObject(place.name, objectKey(text, record), `${text}\n`);
  }
};
