type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** What a valibot schema says about a value, in the contract's words. */
export interface SchemaFacts {
  readonly type: string;
  readonly optional: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly pattern: RegExp | undefined;
  readonly options: readonly unknown[] | undefined;
  readonly sensitive: boolean;
  /** Actions for which the contract has no word, such as custom checks and transformations. */
  readonly unknown: readonly string[];
  readonly entries: Readonly<Record<string, unknown>> | undefined;
  readonly item: unknown;
  readonly key: unknown;
  readonly value: unknown;
}

const optionalTypes: readonly unknown[] = ['optional', 'exact_optional'];
const understood: readonly unknown[] = [
  'integer',
  'min_entries',
  'min_length',
  'max_entries',
  'max_length',
  'min_value',
  'max_value',
  'regex',
  'metadata',
];

// A pipe's first item is the schema that it narrows. Pipes may be nested.
const flatten = (node: Node): { readonly schema: Node; readonly actions: readonly Node[] } => {
  if (!Array.isArray(node.pipe)) return { schema: node, actions: [] };
  const [first, ...rest] = node.pipe.filter(isNode);
  const inner = flatten(first ?? {});
  return { schema: inner.schema, actions: [...inner.actions, ...rest] };
};

/** Reads a valibot schema. Throws a TypeError for anything else. */
export const factsOf = (node: unknown): SchemaFacts => {
  if (!isNode(node)) throw new TypeError('not a schema');
  const { schema, actions } = flatten(node);
  if (typeof schema.type !== 'string') throw new TypeError('not a schema');
  const optional = optionalTypes.includes(schema.type);
  if (optional) {
    const inner = factsOf(schema.wrapped);
    return { ...inner, optional };
  }
  const requirement = (...types: readonly string[]): unknown =>
    actions.find(({ type }) => types.some((wanted) => wanted === type))?.requirement;
  const limit = (...types: readonly string[]): number | undefined => {
    const found = requirement(...types);
    return typeof found === 'number' ? found : undefined;
  };
  const pattern = requirement('regex');
  const isInteger = schema.type === 'number' && actions.some(({ type }) => type === 'integer');
  return {
    type: isInteger ? 'integer' : schema.type,
    optional,
    min: limit('min_entries', 'min_length', 'min_value'),
    max: limit('max_entries', 'max_length', 'max_value'),
    pattern: pattern instanceof RegExp ? pattern : undefined,
    options: Array.isArray(schema.options) ? schema.options : undefined,
    sensitive: actions.some(({ metadata }) => isNode(metadata) && metadata.sensitive === true),
    unknown: actions.flatMap(({ type }) => (understood.includes(type) ? [] : [String(type)])),
    entries: isNode(schema.entries) ? schema.entries : undefined,
    item: schema.item,
    key: schema.key,
    value: schema.value,
  };
};
