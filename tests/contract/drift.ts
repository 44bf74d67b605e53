import type { Contract, ContractOperation, Shape } from './contract.ts';
import { factsOf, type SchemaFacts } from './schema-facts.ts';

/** What an operation module states about itself. */
export interface Stated {
  readonly name: string;
  readonly caller: string;
  readonly request: unknown;
  readonly throws: readonly string[];
}

const schemaTypes: Readonly<Record<Shape['type'], readonly string[]>> = {
  blob: ['instance'],
  boolean: ['boolean'],
  document: ['any', 'unknown', 'record', 'custom', 'lazy'],
  integer: ['integer'],
  list: ['array'],
  map: ['record'],
  string: ['string'],
  structure: ['object'],
  timestamp: ['number'],
};

const shown = (value: unknown): string => (value === undefined ? 'none' : String(value));
const differ = (what: string, ours: unknown, theirs: unknown): string[] =>
  ours === theirs ? [] : [`${what} is ${shown(ours)}, the contract says ${shown(theirs)}`];

const anchored = (pattern: string | undefined): string | undefined => {
  if (pattern === undefined) return undefined;
  try {
    return String(new RegExp(`^(?:${pattern})$`, 'u'));
  } catch {
    return `/^(?:${pattern})$/u`;
  }
};

const typeDrift = ({ type }: SchemaFacts, shape: Shape): string[] => {
  const wanted = shape.enum ? ['picklist'] : schemaTypes[shape.type];
  return wanted.includes(type) ? [] : [`type is ${type}, the contract says ${wanted.join(' or ')}`];
};

// No length is below zero, so a minimum length of 0 says nothing. A minimum number of 0 does.
const leastOf = (type: Shape['type'], min: number | undefined): number | undefined =>
  type !== 'integer' && min === 0 ? undefined : min;

const enumDrift = ({ options }: SchemaFacts, shape: Shape): string[] => {
  const ours = (options ?? []).map(String);
  const theirs = shape.enum ?? [];
  return [
    ...theirs.filter((value) => !ours.includes(value)).map((value) => `value ${value} is missing`),
    ...ours.filter((value) => !theirs.includes(value)).map((value) => `value ${value} is not in the contract`),
  ];
};

const ownDrift = (facts: SchemaFacts, shape: Shape): string[] => [
  ...typeDrift(facts, shape),
  ...differ('min', leastOf(shape.type, facts.min), leastOf(shape.type, shape.min)),
  ...differ('max', facts.max, shape.max),
  ...differ('pattern', facts.pattern && String(facts.pattern), anchored(shape.pattern)),
  ...differ('sensitive', facts.sensitive, shape.sensitive === true),
  ...enumDrift(facts, shape),
  ...facts.unknown.map((action) => `has ${action}, which the contract cannot say`),
];

const membersDrift = (path: string, facts: SchemaFacts, shape: Shape, contract: Contract): string[] => {
  const ours = facts.entries ?? {};
  const theirs = shape.members ?? {};
  return [
    ...Object.keys(ours).flatMap((name) => (name in theirs ? [] : [`${path}.${name}: is not in the contract`])),
    ...Object.entries(theirs).flatMap(([name, shapeName]) => {
      const member = `${path}.${name}`;
      const schema = ours[name];
      if (schema === undefined) return [`${member}: is missing`];
      const required = shape.required?.includes(name) === true;
      const presence = differ('required', !factsOf(schema).optional, required).map((drift) => `${member}: ${drift}`);
      return [...presence, ...shapeDrift(member, schema, shapeName, contract)];
    }),
  ];
};

/** Every difference between a schema and a shape of the contract, each as `path: what`. */
export const shapeDrift = (path: string, schema: unknown, shapeName: string, contract: Contract): string[] => {
  const shape = contract.shapes[shapeName];
  if (!shape) throw new Error(`${shapeName} is not a shape of the contract`);
  const facts = factsOf(schema);
  if (shape.type === 'document') return typeDrift(facts, shape).map((drift) => `${path}: ${drift}`);
  const child = (suffix: string, of: string | undefined, inner: unknown): string[] =>
    of === undefined || inner === undefined ? [] : shapeDrift(`${path}${suffix}`, inner, of, contract);
  return [
    ...ownDrift(facts, shape).map((drift) => `${path}: ${drift}`),
    ...membersDrift(path, facts, shape, contract),
    ...child('[]', shape.of, facts.item ?? facts.value),
    ...child('{key}', shape.key, facts.key),
  ];
};

const callersOf = ({ auth, or }: ContractOperation): readonly string[] => {
  if (auth === 'signed') return ['signed'];
  if (auth === 'token') return or ? ['accessToken', or] : ['accessToken'];
  return ['anyone', 'client', 'session'];
};

// A token may outlive its user. So every operation that takes tokens may find nobody, whether its page lists that or
// not.
const bearerExceptions: Readonly<Record<string, readonly string[]>> = { accessToken: ['UserNotFoundException'] };

/** Every difference between what an operation states and what the contract says. */
export const operationDrift = (stated: Stated, contract: Contract, commonExceptions: readonly string[]): string[] => {
  const operation = contract.operations[stated.name];
  if (!operation) return [`${stated.name}: is not an operation of the contract`];
  const callers = callersOf(operation);
  const known = [...operation.errors, ...commonExceptions, ...(bearerExceptions[stated.caller] ?? [])];
  return [
    ...(callers.includes(stated.caller)
      ? []
      : [`${stated.name}: caller is ${stated.caller}, the contract says ${callers.join(' or ')}`]),
    ...stated.throws.flatMap((name) => (known.includes(name) ? [] : [`${stated.name}: does not throw ${name}`])),
    ...shapeDrift(stated.name, stated.request, operation.request, contract),
  ];
};
