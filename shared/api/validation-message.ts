import * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';

type Issue = v.BaseIssue<unknown>;

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

// Lists count from one and say so: userAttributes.2.member.name.
const memberPath = (issue: Issue): string =>
  (issue.path ?? [])
    .map((item) => (item.type === 'array' ? `${Number(item.key) + 1}.member` : lowerFirst(String(item.key))))
    .join('.');

const isSensitive = (schema: v.GenericSchema, issue: Issue): boolean => {
  let current: unknown = schema;
  const marked = (node: unknown): boolean =>
    hasPipe(node) && node.pipe.some((item) => 'metadata' in item && isMarked(item.metadata));
  for (const item of issue.path ?? []) {
    current = inner(current, String(item.key));
    if (marked(current)) return true;
  }
  return false;
};

const isObject = (node: unknown): node is object => typeof node === 'object' && node !== null;
const isMarked = (metadata: unknown): boolean =>
  isObject(metadata) && 'sensitive' in metadata && metadata.sensitive === true;
const hasPipe = (node: unknown): node is { pipe: readonly object[] } =>
  isObject(node) && 'pipe' in node && Array.isArray(node.pipe);

const inner = (node: unknown, key: string): unknown => {
  if (!isObject(node)) return undefined;
  const child =
    'entries' in node && isObject(node.entries)
      ? Reflect.get(node.entries, key)
      : 'item' in node
        ? node.item
        : 'value' in node
          ? node.value
          : undefined;
  return isObject(child) && 'wrapped' in child ? child.wrapped : child;
};

const quoted = (input: unknown): string => {
  if (input === undefined) return 'null';
  const plain = Array.isArray(input)
    ? `[${input.join(', ')}]`
    : typeof input === 'object'
      ? JSON.stringify(input)
      : String(input);
  return `'${plain.slice(0, 1024)}'`;
};

const lengthOrValue = (issue: Issue, word: string): string =>
  `Member must have ${issue.type.endsWith('value') ? 'value' : 'length'} ${word} than or equal to ${String(issue.requirement)}`;

const constraint = (issue: Issue): string => {
  if (issue.input === undefined) return 'Member must not be null';
  switch (issue.type) {
    case 'min_length':
    case 'min_value':
      return lengthOrValue(issue, 'greater');
    case 'max_length':
    case 'max_value':
      return lengthOrValue(issue, 'less');
    case 'regex':
      return `Member must satisfy regular expression pattern: ${modelPattern(issue.requirement)}`;
    case 'picklist':
      return `Member must satisfy enum value set: [${enumSet(issue)}]`;
    default:
      return 'Member must satisfy its constraint';
  }
};

// The schema anchors the model's pattern as ^(?:…)$; the message shows the model's.
const modelPattern = (requirement: unknown): string =>
  requirement instanceof RegExp ? requirement.source.slice(4, -2) : '';

const enumSet = (issue: Issue): string => (issue.expected ?? '').replace(/[()"]/g, '').split(' | ').join(', ');

const kinds: Readonly<Record<string, string>> = {
  string: 'a String',
  number: 'an Integer',
  integer: 'an Integer',
  boolean: 'a Boolean',
  array: 'a List',
  record: 'a Map',
  object: 'a Structure',
};

const jsonKind = (input: unknown): string => {
  if (Array.isArray(input)) return 'START_ARRAY';
  if (typeof input === 'object') return 'START_OBJECT';
  return typeof input === 'boolean' ? `${String(input).toUpperCase()}_VALUE` : `${(typeof input).toUpperCase()}_VALUE`;
};

const mistyped = (issue: Issue): boolean =>
  issue.input !== undefined && (issue.kind === 'schema' ? issue.type in kinds : issue.type === 'integer');

const isWrongEnumType = (issue: Issue): boolean =>
  issue.type === 'picklist' && issue.input !== undefined && typeof issue.input !== 'string';

/**
 * The request that `input` is under `schema`. Throws SerializationException where a member has another JSON type,
 * InvalidParameterException with every violated constraint, in the API's words, where it has another value.
 */
export const validate = <Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> => {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const wrongType = result.issues.find((issue) => mistyped(issue) || isWrongEnumType(issue));
  if (wrongType) {
    const wanted = kinds[wrongType.type] ?? 'a String';
    throw new CognitoException(
      'SerializationException',
      `${jsonKind(wrongType.input)} can not be converted to ${wanted}`,
    );
  }
  const reasons = result.issues.map((issue) => {
    const value = isSensitive(schema, issue) ? 'Value' : `Value ${quoted(issue.input)}`;
    return `${value} at '${memberPath(issue)}' failed to satisfy constraint: ${constraint(issue)}`;
  });
  const count = reasons.length === 1 ? '1 validation error' : `${reasons.length} validation errors`;
  throw new CognitoException('InvalidParameterException', `${count} detected: ${reasons.join('; ')}`);
};
