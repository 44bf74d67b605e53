import * as v from 'valibot';
import { findJson } from './json.ts';
import { type GroupRecordLine, GroupRecordType, type UserRecordLine, UserRecordType } from './user-record.ts';

const EndType = v.looseObject({ type: v.literal('end'), groups: v.number(), users: v.number() });

/** What a line of a record file holds. Lines of a pool, and of the end of an export, are not imported. */
export type ParsedRecord =
  | { readonly kind: 'row'; readonly record: UserRecordLine | GroupRecordLine }
  | { readonly kind: 'refused'; readonly refused: string; readonly username?: string }
  | { readonly kind: 'pool' }
  | { readonly kind: 'end'; readonly rows: number };

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

// Only the paths, as the values may be secret.
const reasonOf = (issues: readonly v.BaseIssue<unknown>[]): string => {
  const [issue] = issues;
  const member = issue && v.getDotPath(issue);
  if (!issue || !member) return 'The record is not as it has to be.';
  return issue.expected === 'never' ? `No record has a member ${member}.` : `The member ${member} is not valid.`;
};

const toRow = (value: unknown, type: typeof UserRecordType | typeof GroupRecordType): ParsedRecord => {
  // Only the first issue is reported: there may be as many as the line has characters.
  const result = v.safeParse(type, value, { abortEarly: true });
  if (result.success) return { kind: 'row', record: result.output };
  const username = memberOf(value, 'username');
  return {
    kind: 'refused',
    refused: reasonOf(result.issues),
    ...(typeof username === 'string' && { username }),
  };
};

/** Reads a line of a record file. */
export const parseRecord = (line: string): ParsedRecord => {
  const value = findJson(line);
  if (value === undefined) return { kind: 'refused', refused: 'The line is no JSON.' };
  switch (memberOf(value, 'type')) {
    case 'user':
      return toRow(value, UserRecordType);
    case 'group':
      return toRow(value, GroupRecordType);
    case 'pool':
      return { kind: 'pool' };
    case 'end': {
      const end = v.safeParse(EndType, value);
      if (end.success) return { kind: 'end', rows: end.output.groups + end.output.users };
      return { kind: 'refused', refused: reasonOf(end.issues) };
    }
    default:
      return { kind: 'refused', refused: 'The record is neither a user nor a group.' };
  }
};
