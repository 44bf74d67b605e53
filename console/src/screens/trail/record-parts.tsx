import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TrailRecord } from '../../api/own/trail.ts';
import { href } from '../../router/paths.ts';

const textAt = (members: object | null | undefined, name: string): string | undefined => {
  const value: unknown = members && Reflect.get(members, name);
  return typeof value === 'string' ? value : undefined;
};

/** Seconds since the epoch. */
export const timeOf = ({ eventTime }: TrailRecord): number => Date.parse(eventTime) / 1000;

/** The user pool or identity pool that a record names. */
export const poolOf = ({ requestParameters, additionalEventData }: TrailRecord): string | undefined =>
  [requestParameters, additionalEventData]
    .flatMap((members) => [textAt(members, 'userPoolId'), textAt(members, 'identityPoolId')])
    .find((id) => id !== undefined);

/** The app client that a record names. */
export const clientOf = ({ requestParameters, additionalEventData }: TrailRecord): string | undefined =>
  textAt(requestParameters, 'clientId') ?? textAt(additionalEventData, 'clientId');

/** The user whom a record is about. */
export const subOf = ({ additionalEventData }: TrailRecord): string | undefined => textAt(additionalEventData, 'sub');

/** Who called, in a few words. */
export const callerOf = (record: TrailRecord): string => {
  const { type, userName, accessKeyId } = record.userIdentity;
  if (type === 'AssumedRole') return `operator ${userName}`;
  if (accessKeyId !== undefined)
    return type === 'Unknown' ? `somebody who named key ${accessKeyId}` : `key ${accessKeyId}`;
  const sub = subOf(record);
  return sub === undefined ? 'somebody' : `user ${sub}`;
};

/** What came of the call. */
export const Outcome = ({ of: { errorCode } }: { readonly of: TrailRecord }) => (
  <StatusIndicator type={errorCode === undefined ? 'success' : 'error'}>{errorCode ?? 'Done'}</StatusIndicator>
);

/** Leads to the whole record. Its time is in the address, as a search of all times would take long. */
export const RecordLink = ({ of, pool }: { readonly of: TrailRecord; readonly pool: string | undefined }) => {
  const parts = pool === undefined ? ['trail', of.eventID] : ['pools', pool, 'trail', of.eventID];
  return <Link href={`${href(...parts)}?at=${timeOf(of)}`}>{of.eventName}</Link>;
};
