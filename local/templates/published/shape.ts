import { type Mapping, type Node, plainOf, TemplateError } from '../source/tree.ts';
import published from './resource-types.json' with { type: 'json' };

/**
 * What a property holds: a name such as `string`, `list<string>` or `json`, with `!` where it has to be there and `*` where
 * another value makes another resource. Or properties within, where `$` says `object`, `list` or `map` of such.
 */
export type Shape = string | Properties;

/** Properties by name. */
export interface Properties {
  readonly [name: string]: Shape;
}

/** A resource type as it is published. */
export interface ResourceType {
  /** The attributes that Fn::GetAtt gives, separated by blanks. */
  readonly attributes: string;
  readonly properties: Properties;
}

const types: ReadonlyMap<string, ResourceType> = new Map(Object.entries(published));

/** The resource types of Cognito by name, from the published schemas. */
export const resourceTypes = types;

const kindOf = (shape: Shape): string => (typeof shape === 'string' ? shape : String(shape.$));

/** True for a property that has to be there. */
export const isRequired = (shape: Shape): boolean => kindOf(shape).includes('!');

/** True for a property of which another value makes another resource. */
export const replaces = (shape: Shape): boolean => kindOf(shape).includes('*');

type Read = (node: Node, at: string) => unknown;

const wrong = (node: Node, at: string, what: string): TemplateError => {
  const has =
    node.kind === 'scalar' ? `is ${JSON.stringify(node.text)}` : `is a ${node.kind === 'list' ? 'list' : 'mapping'}`;
  return new TemplateError(node.line, `${at} has to be ${what}, and ${has}.`);
};

const scalar = (node: Node, at: string, what: string): string => {
  if (node.kind === 'scalar' && node.value !== null) return node.text;
  throw wrong(node, at, what);
};

const jsonIn = (node: Node, at: string): unknown => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return plainOf(node);
  try {
    return JSON.parse(node.value);
  } catch {
    throw wrong(node, at, 'JSON');
  }
};

const numberIn: Read = (node, at) => {
  const text = scalar(node, at, 'a number');
  if (!/^[-+]?\d+(\.\d+)?$/.test(text)) throw wrong(node, at, 'a number');
  return Number(text);
};

const readers: Readonly<Record<string, Read>> = {
  string: (node, at) => scalar(node, at, 'a text'),
  number: numberIn,
  integer: numberIn,
  boolean: (node, at) => {
    const text = scalar(node, at, 'true or false').toLowerCase();
    if (text !== 'true' && text !== 'false') throw wrong(node, at, 'true or false');
    return text === 'true';
  },
  json: jsonIn,
};

const listIn = (node: Node, at: string, read: Read): readonly unknown[] => {
  if (node.kind !== 'list') throw wrong(node, at, 'a list');
  return node.items.map((item, index) => read(item, `${at}[${index}]`));
};

const mapIn = (node: Node, at: string, read: Read): Readonly<Record<string, unknown>> => {
  if (node.kind !== 'map') throw wrong(node, at, 'a mapping');
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, read(entry, `${at}.${name}`)]));
};

const readerOf = (shape: Shape): Read => {
  const [, outer = '', inner] = /^(\w+)(?:<(\w+)>)?/.exec(kindOf(shape)) ?? [];
  const within: Read =
    typeof shape === 'string'
      ? (readers[inner ?? outer] ?? jsonIn)
      : (node, at) => {
          if (node.kind !== 'map') throw wrong(node, at, 'a mapping');
          return propertiesIn(node, shape, at);
        };
  if (outer === 'list') return (node, at) => listIn(node, at, within);
  return outer === 'map' ? (node, at) => mapIn(node, at, within) : within;
};

/**
 * The properties of a mapping as their types say. Numbers and booleans may be texts. Throws TemplateError for a property
 * that is unknown, missing, or of another type.
 */
export const propertiesIn = (given: Mapping, known: Properties, at: string): Readonly<Record<string, unknown>> => {
  for (const [name, node] of given.entries) {
    if (name === '$' || !Object.hasOwn(known, name)) {
      throw new TemplateError(node.line, `${at} has no property ${name}.`);
    }
  }
  const values = Object.entries(known).flatMap(([name, shape]): [string, unknown][] => {
    const node = name === '$' ? undefined : given.entries.get(name);
    if (node) return [[name, readerOf(shape)(node, `${at}.${name}`)]];
    if (name !== '$' && isRequired(shape)) throw new TemplateError(given.line, `${at} lacks ${name}.`);
    return [];
  });
  return Object.fromEntries(values);
};
