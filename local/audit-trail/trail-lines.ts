import * as v from 'valibot';
import { clientOf, keyOf, poolOf, userOf } from '#shared/domain/audit-trail/trail-filter.ts';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';

const Differences = v.array(v.object({ path: v.string(), from: v.optional(v.unknown()), to: v.optional(v.unknown()) }));
const Changes = v.array(
  v.object({ type: v.string(), id: v.string(), change: v.string(), differences: v.optional(v.unknown()) }),
);

const told = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  return typeof value === 'string'
    ? value.replace('HIDDEN_DUE_TO_SECURITY_REASONS', '(hidden)')
    : JSON.stringify(value);
};

const changeLines = (changes: unknown): string[] => {
  const found = v.safeParse(Changes, changes);
  if (!found.success) return [];
  return found.output.flatMap(({ type, id, change, differences }) => {
    const known = v.safeParse(Differences, differences);
    return [
      `    ${change}: ${type} ${id}`,
      ...(known.success ? known.output : []).map(({ path, from, to }) => `      ${path}: ${told(from)} → ${told(to)}`),
    ];
  });
};

const who = (record: TrailRecord): string => {
  const [key, user] = [keyOf(record), userOf(record)];
  const { type, userName } = record.userIdentity;
  if (type === 'AssumedRole' && typeof userName === 'string') return `operator ${userName} (key ${key})`;
  const isProved = record.userIdentity.type !== 'Unknown';
  const signer = key === undefined ? [] : [isProved ? `key ${key}` : `somebody with the name of key ${key}`];
  return [...signer, ...(user === undefined ? [] : [`user ${user}`])].join(', ') || 'somebody';
};

/** A record as people read it: one line, and one more for each thing that was changed. */
export const linesOf = (record: TrailRecord): string => {
  const { eventTime, eventName, sourceIPAddress, errorCode, errorMessage, userAgent } = record;
  const result = errorCode === undefined ? 'done' : `REFUSED ${errorCode}${errorMessage ? `: ${errorMessage}` : ''}`;
  const place = [poolOf(record), clientOf(record)].filter(Boolean).join(' ');
  const agent = userAgent === '' ? '' : ` (${userAgent.slice(0, 40)})`;
  return (
    [
      `${eventTime}  ${eventName}  ${result}`,
      `    by ${who(record)}, from ${sourceIPAddress}${agent}${place && `, at ${place}`}`,
      ...changeLines(record.additionalEventData?.changes),
    ]
      // What somebody wrote into a setting must not look like one more record.
      .map((line) => line.replace(/[\r\n]+/g, '\ufffd'))
      .join('\n')
  );
};
