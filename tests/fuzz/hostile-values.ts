import fc from 'fast-check';
import type * as v from 'valibot';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

// Characters that JSON or UTF-8 makes longer, and characters that constraints check.
const characters = ['a', '0', ' ', '\u0000', '"', '漢', '😀', 'a\u0301\u0323', '{####}', '/'] as const;

const texts = (room: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...characters), fc.constantFrom(0, 1, 7, 40, 200, 2100, room))
    .map(([character, length]) => character.repeat(Math.min(length, room)).slice(0, room));

const counts = (room: number): fc.Arbitrary<number> =>
  fc.constantFrom(1, ...[3, 20, 256, 257, 3000].filter((count) => 4 * count <= room));

const many = (item: unknown, room: number): fc.Arbitrary<unknown[]> =>
  counts(room).chain((count) => hostile(item, room / count).map((value) => Array.from({ length: count }, () => value)));

const structure = (entries: Node, room: number): fc.Arbitrary<unknown> => {
  const names = Object.keys(entries);
  const members = names.map((name) => [name, hostile(entries[name], room / names.length)]);
  return fc.record({ ...Object.fromEntries(members), nobodys: fc.constant([[{}]]) }, { requiredKeys: [] });
};

// Values that the schema checks further, as large as there is room for, and values that it does not.
const hostile = (node: unknown, room: number): fc.Arbitrary<unknown> => {
  if (!isNode(node)) return texts(room);
  if (node.wrapped !== undefined) return hostile(node.wrapped, room);
  const shallow = fc.constantFrom<unknown>(null, {}, [], 7);
  if (isNode(node.entries)) return fc.oneof({ weight: 9, arbitrary: structure(node.entries, room) }, shallow);
  if (node.item !== undefined) return fc.oneof({ weight: 9, arbitrary: many(node.item, room) }, shallow);
  if (node.type !== 'record') return fc.oneof({ weight: 9, arbitrary: texts(room) }, shallow);
  const keyed = fc
    .tuple(texts(room / 500), many(node.value, room))
    .map(([key, values]) => Object.fromEntries(values.map((value, index) => [`${key}${index}`, value])));
  return fc.oneof({ weight: 9, arbitrary: keyed }, shallow);
};

/** Members that keep whoever checks them, or reports their faults, busy: about as many bytes as given. */
export const hostileMembers = (schema: v.GenericSchema, bytes: number): fc.Arbitrary<unknown> => {
  const { entries }: Node = { ...schema };
  if (!isNode(entries)) throw new Error('A request is a structure.');
  return structure(entries, bytes);
};
