import type { TrailRecord } from './trail-record.ts';
import { fitsWildcards } from './wildcards.ts';

/** What somebody wants to see of a trail. What is left out does not matter. */
export interface TrailWishes {
  /** A user's sub. */
  readonly user?: string | undefined;
  /** An access key. */
  readonly key?: string | undefined;
  /** Names of operations or events, with `*` for any characters, in whatever case. */
  readonly operations?: readonly string[] | undefined;
  readonly address?: string | undefined;
  readonly pool?: string | undefined;
  /** A user pool: nothing that is about another one, too. */
  readonly userPool?: string | undefined;
  readonly client?: string | undefined;
  /** True for all that was refused or failed, otherwise a code, with `*` for any characters. */
  readonly error?: string | true | undefined;
  /** True for what changed settings. */
  readonly changes?: boolean | undefined;
  /** The username of an operator. */
  readonly operator?: string | undefined;
  /** The id of the record itself. */
  readonly event?: string | undefined;
  /** The trigger that failed; `*` for any. */
  readonly trigger?: string | undefined;
  /** False leaves out what only reads; true, everything else. */
  readonly readOnly?: boolean | undefined;
  /** Epoch milliseconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A point in time: ISO 8601, or how long ago, such as `15m`, `2h` or `7d`. Undefined for anything else. */
export const timeOf = (text: string, now: number): number | undefined => {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (unit === 's' || unit === 'm' || unit === 'h' || unit === 'd') return now - Number(count) * units[unit];
  const time = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

const matches = (pattern: string, text: string): boolean => fitsWildcards(pattern.toLowerCase(), text.toLowerCase());

const textAt = (members: Readonly<Record<string, unknown>> | null | undefined, name: string): string | undefined => {
  const value = members?.[name];
  return typeof value === 'string' ? value : undefined;
};

/** The user whom a record is about. */
export const userOf = ({ additionalEventData }: TrailRecord): string | undefined => textAt(additionalEventData, 'sub');

/** The access key that signed, or is named as the one that did. */
export const keyOf = ({ userIdentity }: TrailRecord): string | undefined => textAt(userIdentity, 'accessKeyId');

/** The user pools and identity pools that a record names, what was asked for first. */
export const poolsOf = ({ requestParameters, additionalEventData }: TrailRecord): readonly string[] =>
  [requestParameters, additionalEventData]
    .flatMap((members) => [textAt(members, 'userPoolId'), textAt(members, 'identityPoolId')])
    .filter((id) => id !== undefined);

/** The user pool or identity pool that a record is about. */
export const poolOf = (record: TrailRecord): string | undefined => poolsOf(record)[0];

/**
 * The user pool that a record is about; undefined for one of none, and for one that names two.
 */
const userPoolOf = ({ requestParameters, additionalEventData }: TrailRecord): string | undefined => {
  const told = new Set([textAt(requestParameters, 'userPoolId'), textAt(additionalEventData, 'userPoolId')]);
  told.delete(undefined);
  return told.size === 1 ? [...told][0] : undefined;
};

/** The operator who called. */
const operatorOf = ({ userIdentity }: TrailRecord): string | undefined =>
  userIdentity.type === 'AssumedRole' ? textAt(userIdentity, 'userName') : undefined;

/** The app client that a record is about. */
export const clientOf = ({ requestParameters, additionalEventData }: TrailRecord): string | undefined =>
  textAt(requestParameters, 'clientId') ?? textAt(additionalEventData, 'clientId');

/** True where a record is wanted. */
export const isWanted = (record: TrailRecord, wishes: TrailWishes): boolean => {
  const { operations, address, error, since, until } = wishes;
  const time = Date.parse(record.eventTime);
  const trigger = textAt(record.additionalEventData, 'trigger');
  const is = (wish: string | undefined, told: string | undefined): boolean => wish === undefined || wish === told;
  return (
    is(wishes.user, userOf(record)) &&
    is(wishes.key, keyOf(record)) &&
    is(wishes.pool, poolOf(record)) &&
    is(wishes.userPool, userPoolOf(record)) &&
    is(wishes.client, clientOf(record)) &&
    is(address, record.sourceIPAddress) &&
    is(wishes.operator, operatorOf(record)) &&
    is(wishes.event, record.eventID) &&
    (wishes.trigger === '*' ? trigger !== undefined : is(wishes.trigger, trigger)) &&
    (wishes.readOnly === undefined || wishes.readOnly === record.readOnly) &&
    (operations?.some((name) => matches(name, record.eventName)) ?? true) &&
    (error === undefined || (record.errorCode !== undefined && (error === true || matches(error, record.errorCode)))) &&
    (!wishes.changes || record.additionalEventData?.changes !== undefined) &&
    (since === undefined || time >= since) &&
    (until === undefined || time <= until)
  );
};
