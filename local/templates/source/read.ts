import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Mapping, type Node, type Scalar, TemplateError, textNode } from './tree.ts';

// An alias stands for all that it names, so that few lines can be more than a machine holds.
const mostNodes = 100_000;

/** The long form of a short one: `!GetAtt` is `Fn::GetAtt`. */
const longName = (tag: string): string => {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
};

const isShortForm = (tag: string | undefined): tag is string => tag !== undefined && /^![A-Za-z]/.test(tag);

/** Reads YAML or JSON with the line of each value. Throws TemplateError where it is neither. */
export const readTree = (text: string): Node => {
  const lines = new LineCounter();
  // Tabs may stand before whatever JSON has, and in YAML nowhere.
  const source = /^\s*[[{]/.test(text) ? text.replace(/^[\t ]+/gm, (blanks) => ' '.repeat(blanks.length)) : text;
  const document = parseDocument(source, { lineCounter: lines, version: '1.2', merge: true, logLevel: 'error' });
  const lineAt = (offset: number | undefined): number => Math.max(1, lines.linePos(offset ?? 0).line);
  const [fault] = document.errors;
  if (fault) throw new TemplateError(lineAt(fault.pos[0]), fault.message.split(/ at line \d+/)[0] ?? fault.message);
  let count = 0;
  const anchors = new Map<string, ParsedNode>();
  // What is being read, in which an alias of it must not be.
  const open = new Set<ParsedNode>();

  const scalar = (node: ParsedNode & { readonly value?: unknown; readonly source?: string }, line: number): Scalar => {
    const { value } = node;
    if (value === null || value === undefined) return { kind: 'scalar', line, text: '', value: null };
    if (typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', line, text: node.source ?? String(value), value };
    }
    return textNode(String(value), line);
  };

  const merged = (node: Node): Iterable<readonly [string, Node]> => {
    if (node.kind === 'map') return node.entries;
    if (node.kind === 'list') return node.items.flatMap((item) => [...merged(item)]);
    throw new TemplateError(node.line, '<< has to name a mapping.');
  };

  const mapping = (pairs: readonly unknown[], line: number): Mapping => {
    const own = new Map<string, Node>();
    const others: (readonly [string, Node])[] = [];
    for (const pair of pairs) {
      if (!isPair<ParsedNode, ParsedNode | null>(pair)) continue;
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined;
      const at = lineAt(pair.key.range[0]);
      if (key === undefined) throw new TemplateError(at, 'A key has to be a text.');
      const value: Node = pair.value ? convert(pair.value) : { kind: 'scalar', line: at, text: '', value: null };
      if (key === '<<') others.push(...merged(value));
      else own.set(key, value.kind === 'scalar' ? value : { ...value, line: at });
    }
    for (const [name, value] of others) if (!own.has(name)) own.set(name, value);
    return { kind: 'map', line, entries: own };
  };

  const collection = (node: YAMLMap.Parsed | YAMLSeq.Parsed, line: number): Node => {
    open.add(node);
    const value: Node = isMap(node)
      ? mapping(node.items, line)
      : { kind: 'list', line, items: node.items.map((item) => convert(item)) };
    open.delete(node);
    return value;
  };

  const untagged = (node: ParsedNode): Node => {
    const line = lineAt(node.range[0]);
    if (!isAlias(node)) return isMap(node) || isSeq(node) ? collection(node, line) : scalar(node, line);
    const target = anchors.get(node.source);
    if (!target) throw new TemplateError(line, `There is no anchor &${node.source}.`);
    if (open.has(target)) throw new TemplateError(line, `The anchor &${node.source} contains itself.`);
    return convert(target);
  };

  const convert = (node: ParsedNode): Node => {
    count += 1;
    if (!isAlias(node) && node.anchor) anchors.set(node.anchor, node);
    const line = lineAt(node.range?.[0]);
    if (count > mostNodes) throw new TemplateError(line, `A file may have ${mostNodes} values, aliases included.`);
    const value = untagged(node);
    if (isAlias(node) || !isShortForm(node.tag)) return value;
    return { kind: 'map', line, entries: new Map([[longName(node.tag), value]]) };
  };

  if (!document.contents) throw new TemplateError(1, 'The file is empty.');
  return convert(document.contents);
};
