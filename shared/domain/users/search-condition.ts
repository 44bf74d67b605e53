import { CognitoException } from '#shared/errors/exception.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { compareKeys, findSearchField, type SearchField, searchKeyOf, toSearchKey } from './search-field.ts';
import type { User } from './user.ts';

/** One condition of a request. It has exactly one of its four members; a range has one end or both. */
export interface AskedCondition {
  readonly attribute: string;
  readonly equals?: string | undefined;
  readonly startsWith?: string | undefined;
  readonly atLeast?: string | undefined;
  readonly atMost?: string | undefined;
  readonly exists?: boolean | undefined;
}

/** A condition on an attribute's value, which is in the form of a key that compares. */
export type SearchCondition = { readonly field: SearchField } & (
  | { readonly match: 'equals' | 'prefix'; readonly key: string }
  | { readonly match: 'range'; readonly atLeast: string | undefined; readonly atMost: string | undefined }
  | { readonly match: 'exists'; readonly exists: boolean }
);

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const examples: Readonly<Record<SearchField['kind'], string>> = {
  text: 'a text',
  number: 'a decimal number',
  instant: 'a time in ISO 8601 form',
  flag: 'true or false',
};

const keyOf = (field: SearchField, value: string): string => {
  const key = toSearchKey(field, value);
  if (key === undefined) throw invalid(`Filter on ${field.name}: its values are ${examples[field.kind]}.`);
  return key;
};

/** The field of a pool with that name. Throws InvalidParameterException where there is none. */
export const getSearchField = (pool: Pick<UserPool, 'schema'>, name: string): SearchField => {
  const field = findSearchField(pool, name);
  if (!field) throw invalid(`Invalid search attribute: ${name}`);
  return field;
};

// `enabled`, as users have it, asks for the same as `status`, as ListUsers has it.
const toStatus = ({ attribute, equals, ...rest }: AskedCondition): AskedCondition => {
  const isTrue = equals && toSearchKey({ name: attribute, kind: 'flag' }, equals);
  const isEqualsAlone = Object.values(rest).every((member) => member === undefined);
  if (!isTrue || !isEqualsAlone) throw invalid(`Filter on ${attribute}: give Equals, true or false.`);
  return { attribute: 'status', equals: isTrue === 'true' ? 'Enabled' : 'Disabled' };
};

/** A condition on a pool's users. Throws InvalidParameterException for one that cannot be asked. */
export const toSearchCondition = (pool: Pick<UserPool, 'schema'>, asked: AskedCondition): SearchCondition => {
  const { attribute, equals, startsWith, atLeast, atMost, exists } =
    asked.attribute === 'enabled' ? toStatus(asked) : asked;
  const field = getSearchField(pool, attribute);
  const isRange = atLeast !== undefined || atMost !== undefined;
  const given = [equals !== undefined, startsWith !== undefined, isRange, exists !== undefined].filter(Boolean);
  if (given.length !== 1) {
    throw invalid(`Filter on ${attribute}: give one of Equals, StartsWith, AtLeast and AtMost, Exists.`);
  }
  if (equals !== undefined) return { field, match: 'equals', key: keyOf(field, equals) };
  if (startsWith !== undefined) {
    if (field.kind !== 'text') throw invalid(`Filter on ${attribute}: StartsWith is for texts.`);
    return { field, match: 'prefix', key: keyOf(field, startsWith) };
  }
  if (exists !== undefined) return { field, match: 'exists', exists };
  if (field.kind === 'flag') throw invalid(`Filter on ${attribute}: true and false have no range.`);
  const [least, most] = [atLeast, atMost].map((end) => (end === undefined ? undefined : keyOf(field, end)));
  return { field, match: 'range', atLeast: least, atMost: most };
};

const isWithin = (key: string, { atLeast, atMost }: { atLeast: string | undefined; atMost: string | undefined }) =>
  (atLeast === undefined || compareKeys(key, atLeast) >= 0) && (atMost === undefined || compareKeys(key, atMost) <= 0);

/** True for a user who meets the condition. A user without a value meets only the condition that there is none. */
export const isMet = (user: User, condition: SearchCondition): boolean => {
  const key = searchKeyOf(user, condition.field);
  switch (condition.match) {
    case 'exists':
      return condition.exists === (key !== undefined);
    case 'equals':
      return key === condition.key;
    case 'prefix':
      return key?.startsWith(condition.key) ?? false;
    case 'range':
      return key !== undefined && isWithin(key, condition);
  }
};
