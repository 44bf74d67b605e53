import fc from 'fast-check';
import type * as v from 'valibot';
import { odd } from './odd-values.ts';

/** Values of members that must be real to get anywhere, by the name of the member. */
export type Likely = Readonly<Record<string, () => unknown>>;

interface Plan {
  readonly likely: Likely;
  /** How many members are sound for each that is odd. */
  readonly soundness: number;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const nodeAt = (node: Node, member: string): Node => {
  const inner = node[member];
  if (!isNode(inner)) throw new Error(`A schema of the type ${String(node.type)} has no ${member}.`);
  return inner;
};

const listAt = (node: Node, member: string): readonly unknown[] => Object.values(nodeAt(node, member));

// Texts that some members accept.
const texts = fc.constantFrom(
  ...['email', 'custom:x', 'name', 'created', 'ada', 'ada@example.com', '+15555550100', 'test', '1', '10', '-1'],
  ...['2026-01-01T00:00:00.000Z', 'export-0mk2', 'import-0mk2', 'abcdefghijklmnopqrstuvwxyz', 'us-east-1_nobody0'],
  ...['arn:aws:iam::000000000000:role/x', 'YWJjZA==', 'abcd', 'ABCDEFGHIJKLMNOP', 'https://example.com', 'x{####}'],
);

// Names of a prototype's members are left out or refused, and never become one.
const keys = fc.constantFrom(
  'x',
  'email',
  'constructor',
  'prototype',
  'toString',
  'kty',
  'n',
  'Level1',
  'd'.repeat(200),
);

const soundValue = (node: Node, plan: Plan, depth: number): fc.Arbitrary<unknown> => {
  const inner = (member: string): fc.Arbitrary<unknown> => valuesOf(nodeAt(node, member), plan, '', depth + 1);
  switch (node.type) {
    case 'object':
    case 'strict_object':
    case 'loose_object':
      return structure(node, plan, depth);
    case 'optional':
    case 'exact_optional':
    case 'nullish':
      return soundValue(nodeAt(node, 'wrapped'), plan, depth);
    case 'array':
      return fc.array(inner('item'), { maxLength: 3 });
    case 'record':
      return fc.dictionary(keys, inner('value'), { maxKeys: 4 });
    case 'picklist':
      return fc.constantFrom(...listAt(node, 'options'));
    case 'literal':
      return fc.constant(node.literal);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: 0, max: 100 });
    case 'unknown':
    case 'custom':
      return fc.oneof(texts, fc.jsonValue({ maxDepth: 2 }));
    // Bytes are texts of base64 in requests.
    case 'instance':
    case 'string':
      return texts;
    default:
      throw new Error(`There are no values for schemas of the type ${String(node.type)}.`);
  }
};

const optionals: readonly unknown[] = ['optional', 'exact_optional', 'nullish'];

const structure = (node: Node, plan: Plan, depth: number): fc.Arbitrary<Record<string, unknown>> => {
  const entries = Object.entries(nodeAt(node, 'entries')).flatMap(([name, of]) => (isNode(of) ? [{ name, of }] : []));
  return fc.record(Object.fromEntries(entries.map(({ name, of }) => [name, valuesOf(of, plan, name, depth + 1)])), {
    requiredKeys: entries.filter(({ of }) => !optionals.includes(of.type)).map(({ name }) => name),
  });
};

const valuesOf = (node: Node, plan: Plan, name: string, depth: number): fc.Arbitrary<unknown> => {
  const known = plan.likely[name];
  const sound = known ? fc.constant(null).map(known) : soundValue(node, plan, depth);
  return fc.oneof({ weight: plan.soundness, arbitrary: sound }, { weight: 1, arbitrary: odd });
};

/** Usually objects of a schema; sometimes with members that no schema has. */
export const membersOf = (
  schema: v.GenericSchema,
  { likely = {}, soundness = 12 }: Partial<Plan> = {},
): fc.Arbitrary<Record<string, unknown>> => structure({ ...schema }, { likely, soundness }, 0);
