import * as v from 'valibot';
import { CognitoException } from '#shared/errors/exception.ts';

/** How large a request may be. */
export interface Bounds {
  /** Bytes of the body. */
  readonly bodyBytes: number;
  /** Members of structures and maps, and items of lists, at any depth. */
  readonly members: number;
}

/** The bounds of every operation, unless its definition has larger ones and says why. */
export const usualBounds: Bounds = { bodyBytes: 256 * 1024, members: 10_000 };

/** How deep structures, maps and lists may be nested. */
export const mostDepth = 32;

/** How many violated constraints are counted before the rest of a request is left unread. */
export const mostFaults = 100;

/** How many of them are told one by one. */
export const mostToldFaults = 10;

/** What was counted in a request so far. */
export interface Tally {
  /** Members and items looked at. */
  members: number;
  /** Violated constraints found. */
  faults: number;
}

/** The counts at the beginning of a request. */
export const newTally = (): Tally => ({ members: 0, faults: 0 });

// Together with headers and the rest of the body this stays under 16 kB.
const mostMessageBytes = 12 * 1024;

const cut = ' …';

/** The message, cut where it would be too long for a refusal: as JSON text it has at most 12 kB. */
export const boundedMessage = (message: string): string => {
  const sized = (text: string): number => Buffer.byteLength(JSON.stringify(text));
  if (message.length <= mostMessageBytes && sized(message) <= mostMessageBytes) return message;
  let bytes = sized(cut);
  let end = 0;
  for (const character of message.slice(0, mostMessageBytes)) {
    bytes += sized(character) - 2;
    if (bytes > mostMessageBytes) break;
    end += character.length;
  }
  return `${message.slice(0, end)}${cut}`;
};

/** True where so much is wrong with a request that the rest is left unread. */
const isEnough = ({ faults }: Tally): boolean => faults >= mostFaults;

// Valibot asks for the text of every fault that it makes. It asks whether to go on whenever a fault was made.
const configOf = (tally: Tally): v.Config<v.BaseIssue<unknown>> => ({
  message: () => {
    tally.faults += 1;
    return '';
  },
  get abortEarly() {
    return isEnough(tally);
  },
});

/** Checks a value against a schema, up to a hundred faults, and counts them. */
export const examine = <Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  tally: Tally,
): v.SafeParseResult<Schema> => {
  const config = configOf(tally);
  // The third argument of safeParse will not do: it is read once, and this configuration changes.
  const counting: Schema = { ...schema, '~run': (dataset) => schema['~run'](dataset, config) };
  return v.safeParse(counting, input);
};

type Issue = v.BaseIssue<unknown>;

const longestValue = 1024;
const longestName = 128;

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1, longestName);

// Items of lists count from one and are marked as members: userAttributes.2.member.name.
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

// A long list is written out only as far as it is shown.
const plainList = (items: readonly unknown[]): string => {
  let told = '';
  for (const [index, item] of items.entries()) {
    if (told.length > longestValue) break;
    told += `${index === 0 ? '' : ', '}${typeof item === 'string' ? item : (JSON.stringify(item) ?? '')}`;
  }
  return `[${told}]`;
};

// The same for a map, or a structure.
const plainMap = (members: object): string => {
  let told = '';
  for (const [name, member] of Object.entries(members)) {
    if (told.length > longestValue) break;
    told += `${told === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(member) ?? 'null'}`;
  }
  return `{${told}}`;
};

const quoted = (input: unknown): string => {
  if (input === undefined) return 'null';
  if (input instanceof Uint8Array) return `of ${input.length} bytes`;
  const plain = Array.isArray(input)
    ? plainList(input)
    : typeof input === 'object' && input !== null
      ? plainMap(input)
      : String(input);
  return `'${plain.slice(0, longestValue)}'`;
};

const lengthOrValue = (issue: Issue, word: string): string =>
  `Member must have ${issue.type.endsWith('value') ? 'value' : 'length'} ${word} than or equal to ${String(issue.requirement)}`;

const constraint = (issue: Issue): string => {
  if (issue.input === undefined) return 'Member must not be null';
  switch (issue.type) {
    case 'min_entries':
    case 'min_length':
    case 'min_value':
      return lengthOrValue(issue, 'greater');
    case 'max_entries':
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

// The schema anchors the model's pattern as ^(?:…)$, and the message shows the model's.
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
  instance: 'a Blob',
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

// Where reading was ended early, the whole number is not known.
const rest = (faults: number, ended: boolean): string => {
  const left = faults - mostToldFaults;
  return left > 0 ? `; and ${ended ? 'at least ' : ''}${left} more` : '';
};

/**
 * The request, where `input` satisfies `schema`. Faults are counted. Throws SerializationException where a member has
 * another JSON type. Throws InvalidParameterException where it has another value: with the first ten violated
 * constraints, in the API's words.
 */
export const validate = <Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  tally: Tally = newTally(),
): v.InferOutput<Schema> => {
  const result = examine(schema, input, tally);
  if (result.success) return result.output;
  const wrongType = result.issues.find((issue) => mistyped(issue) || isWrongEnumType(issue));
  if (wrongType) {
    const wanted = kinds[wrongType.type] ?? 'a String';
    throw new CognitoException(
      'SerializationException',
      `${jsonKind(wrongType.input)} can not be converted to ${wanted}`,
    );
  }
  const reasons = result.issues.slice(0, mostToldFaults).map((issue) => {
    const value = isSensitive(schema, issue) ? 'Value' : `Value ${quoted(issue.input)}`;
    return `${value} at '${memberPath(issue)}' failed to satisfy constraint: ${constraint(issue)}`;
  });
  const { length } = result.issues;
  const count = length === 1 ? '1 validation error' : `${length} validation errors`;
  const told = `${reasons.join('; ')}${rest(length, isEnough(tally))}`;
  throw new CognitoException('InvalidParameterException', `${count} detected: ${told}`);
};
