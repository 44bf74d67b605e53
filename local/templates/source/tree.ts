/** A value of a file, which knows the line where it stands. */
export type Node = Scalar | List | Mapping;

export interface Scalar {
  readonly kind: 'scalar';
  readonly line: number;
  /** As it is written: `012` where the value is the number 12. */
  readonly text: string;
  readonly value: string | number | boolean | null;
}

export interface List {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly Node[];
}

export interface Mapping {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: ReadonlyMap<string, Node>;
}

/** What is wrong with a file, and in which line. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A text that stands nowhere by itself, such as what a function gives. */
export const textNode = (text: string, line: number): Scalar => ({ kind: 'scalar', line, text, value: text });

/** The value under a name; undefined where the node is no mapping, or has none. */
export const entryOf = (node: Node | undefined, name: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.get(name) : undefined;

/** The only entry of a mapping; undefined where there are more or none. */
export const soleEntry = (node: Node): readonly [string, Node] | undefined =>
  node.kind === 'map' && node.entries.size === 1 ? [...node.entries][0] : undefined;

/** A mapping. Throws TemplateError for anything else but nothing, which is an empty one. */
export const mappingOf = (node: Node | undefined, what: string): Mapping => {
  if (node === undefined) return { kind: 'map', line: 1, entries: new Map() };
  if (node.kind === 'scalar' && node.value === null) return { kind: 'map', line: node.line, entries: new Map() };
  if (node.kind !== 'map') throw new TemplateError(node.line, `${what} has to be a mapping.`);
  return node;
};

/** The text of a scalar. Throws TemplateError for anything else. */
export const scalarText = (node: Node, what: string): string => {
  if (node.kind !== 'scalar' || node.value === null) throw new TemplateError(node.line, `${what} has to be a text.`);
  return node.text;
};

/** The items of a list. Throws TemplateError for anything else. */
export const itemsOf = (node: Node, what: string): readonly Node[] => {
  if (node.kind !== 'list') throw new TemplateError(node.line, `${what} has to be a list.`);
  return node.items;
};

/** A node as plain JSON. */
export const plainOf = (node: Node): unknown => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, plainOf(entry)]));
};

/** Plain JSON as a node, all of it in one line. */
export const nodeFrom = (value: unknown, line: number): Node => {
  if (Array.isArray(value)) return { kind: 'list', line, items: value.map((item) => nodeFrom(item, line)) };
  if (typeof value === 'object' && value !== null) {
    const entries = new Map(Object.entries(value).map(([name, entry]) => [name, nodeFrom(entry, line)]));
    return { kind: 'map', line, entries };
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return { kind: 'scalar', line, text: String(value), value };
  }
  return textNode(String(value), line);
};
