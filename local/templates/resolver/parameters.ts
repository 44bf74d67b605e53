import { entryOf, type Node, plainOf, scalarText, TemplateError, textNode } from '../source/tree.ts';

/** What was given on the command line, and is asked for by name. */
export interface Given {
  /** The value of a name; undefined where none was given. */
  readonly find: (name: string) => string | undefined;
  /** The names that nobody has asked for. */
  readonly unused: () => readonly string[];
}

/** Values by name, which remember what was asked for. */
export const givenValues = (values: ReadonlyMap<string, string>): Given => {
  const asked = new Set<string>();
  return {
    find: (name) => {
      asked.add(name);
      return values.get(name);
    },
    unused: () => [...values.keys()].filter((name) => !asked.has(name)),
  };
};

const allowed = (name: string, declared: Node, value: string, line: number): void => {
  const values = entryOf(declared, 'AllowedValues');
  if (values?.kind === 'list') {
    const texts = values.items.map((item) => scalarText(item, `AllowedValues of ${name}`));
    if (!texts.includes(value)) {
      throw new TemplateError(line, `The parameter ${name} has to be one of ${texts.join(', ')}.`);
    }
  }
  const pattern = entryOf(declared, 'AllowedPattern');
  if (pattern?.kind !== 'scalar') return;
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern.text})$`);
  } catch {
    // Patterns are Java's, of which few are not also ours. What cannot be checked is taken.
    return;
  }
  if (!expression.test(value)) throw new TemplateError(line, `The parameter ${name} does not match ${pattern.text}.`);
};

const isList = (type: string): boolean =>
  /^(CommaDelimitedList|List<|AWS::SSM::Parameter::Value<(List<|Comma))/.test(type);

const toNode = (type: string, value: string, line: number): Node =>
  isList(type)
    ? { kind: 'list', line, items: value === '' ? [] : value.split(',').map((item) => textNode(item.trim(), line)) }
    : textNode(value, line);

/**
 * The value of a declared parameter: what was given, or its default. Throws TemplateError where there is neither, or
 * where the parameter does not allow it.
 */
export const parameterValue = (name: string, declared: Node, given: Given, line: number): Node => {
  const typeNode = entryOf(declared, 'Type');
  const type = typeNode ? scalarText(typeNode, `Type of ${name}`) : 'String';
  const own = given.find(name);
  const usual = entryOf(declared, 'Default');
  // Its default is the name of a parameter elsewhere, not a value.
  if (own === undefined && type.startsWith('AWS::SSM::Parameter::Value')) {
    throw new TemplateError(line, `The parameter ${name} is kept in SSM: give its value by --parameter ${name}=….`);
  }
  if (own === undefined && usual === undefined) {
    throw new TemplateError(line, `The parameter ${name} has no default: give it by --parameter ${name}=….`);
  }
  const value = own ?? (usual?.kind === 'scalar' ? usual.text : String(plainOf(usual ?? textNode('', line))));
  const node = toNode(type, value, line);
  const each = node.kind === 'list' ? node.items.map((item) => scalarText(item, name)) : [value];
  for (const item of each) allowed(name, declared, item, line);
  return node;
};
