import {
  entryOf,
  itemsOf,
  type Mapping,
  type Node,
  nodeFrom,
  plainOf,
  scalarText,
  TemplateError,
  textNode,
} from '../source/tree.ts';
import type { Given } from './parameters.ts';
import { subParts } from './substitution.ts';

/** What functions need to know of the template around them. */
export interface Scope {
  /** The value of a node; undefined for AWS::NoValue. */
  readonly evaluate: (node: Node) => Node | undefined;
  readonly ref: (name: string, line: number) => Node | undefined;
  readonly attribute: (logicalId: string, attribute: string, line: number) => string;
  /** Whether the condition of this name holds. */
  readonly holds: (name: string, line: number) => boolean;
  readonly mappings: Mapping;
  readonly given: Given;
}

type Apply = (argument: Node, scope: Scope, line: number) => Node | undefined;

const valued = (node: Node, scope: Scope, what: string): Node => {
  const value = scope.evaluate(node);
  if (!value) throw new TemplateError(node.line, `${what} must not be AWS::NoValue.`);
  return value;
};

const textOf = (node: Node, scope: Scope, what: string): string => scalarText(valued(node, scope, what), what);

/** The arguments of a function, of which there have to be so many. */
const argumentsOf = (node: Node, name: string, least: number, most = least): readonly Node[] => {
  const items = itemsOf(node, `The argument of ${name}`);
  if (items.length >= least && items.length <= most) return items;
  const howMany = least === most ? `${least}` : `${least} to ${most}`;
  throw new TemplateError(node.line, `${name} takes ${howMany} values, and has ${items.length}.`);
};

const two = (node: Node, name: string): readonly [Node, Node] => {
  const [first = node, second = node] = argumentsOf(node, name, 2);
  return [first, second];
};

const fromList: Apply = (argument, scope, line) => {
  const [delimiter, list] = two(argument, 'Fn::Join');
  const items = itemsOf(valued(list, scope, 'The list of Fn::Join'), 'The second value of Fn::Join');
  const texts = items.map((item) => scalarText(item, 'Each value of Fn::Join'));
  return textNode(texts.join(textOf(delimiter, scope, 'The delimiter of Fn::Join')), line);
};

const toList: Apply = (argument, scope, line) => {
  const [delimiter, source] = two(argument, 'Fn::Split');
  const between = textOf(delimiter, scope, 'The delimiter of Fn::Split');
  if (between === '') throw new TemplateError(line, 'The delimiter of Fn::Split must not be empty.');
  const texts = textOf(source, scope, 'The text of Fn::Split').split(between);
  return { kind: 'list', line, items: texts.map((text) => textNode(text, line)) };
};

const select: Apply = (argument, scope, line) => {
  const [at, list] = two(argument, 'Fn::Select');
  const index = textOf(at, scope, 'The index of Fn::Select');
  const items = itemsOf(valued(list, scope, 'The list of Fn::Select'), 'The second value of Fn::Select');
  const item = /^\d+$/.test(index) ? items[Number(index)] : undefined;
  if (!item) throw new TemplateError(line, `Fn::Select finds no value ${index} among ${items.length}.`);
  return item;
};

const getAtt: Apply = (argument, scope, line) => {
  const parts =
    argument.kind === 'list'
      ? argumentsOf(argument, 'Fn::GetAtt', 2).map((part) => textOf(part, scope, 'Fn::GetAtt'))
      : scalarText(argument, 'The argument of Fn::GetAtt').split(/\.(.*)/s, 2);
  const [logicalId = '', attribute = ''] = parts;
  if (!logicalId || !attribute) throw new TemplateError(line, 'Fn::GetAtt names a resource and an attribute.');
  return textNode(scope.attribute(logicalId, attribute, line), line);
};

const sub: Apply = (argument, scope, line) => {
  const [template = argument, own] = argument.kind === 'list' ? argumentsOf(argument, 'Fn::Sub', 2) : [argument];
  const parts = subParts(scalarText(template, 'The text of Fn::Sub'));
  if (!parts) throw new TemplateError(line, 'A ${ in the text of Fn::Sub has no }.');
  const nameValue = (name: string): Node | undefined => {
    if (/^(self|opt|sls|env|file|param|custom|ssm|cf|s3)\b.*:/.test(name)) {
      const sentence = `\${${name}} is a variable of serverless: run serverless package, and start from what it makes.`;
      throw new TemplateError(line, sentence);
    }
    const given = entryOf(own, name);
    if (given) return valued(given, scope, name);
    const [logicalId = '', attribute] = name.split(/\.(.*)/s, 2);
    return attribute ? textNode(scope.attribute(logicalId, attribute, line), line) : scope.ref(name, line);
  };
  const texts = parts.map((part) => {
    if ('text' in part) return part.text;
    const value = nameValue(part.name);
    if (!value) throw new TemplateError(line, `\${${part.name}} in Fn::Sub must not be AWS::NoValue.`);
    return scalarText(value, `\${${part.name}} in Fn::Sub`);
  });
  return textNode(texts.join(''), line);
};

const choose: Apply = (argument, scope, line) => {
  const [condition = argument, whenTrue = argument, whenFalse = argument] = argumentsOf(argument, 'Fn::If', 3);
  const name = scalarText(condition, 'The first value of Fn::If');
  return scope.evaluate(scope.holds(name, line) ? whenTrue : whenFalse);
};

const findInMap: Apply = (argument, scope, line) => {
  const [map = argument, top = argument, second = argument, more] = argumentsOf(argument, 'Fn::FindInMap', 3, 4);
  const names = [map, top, second].map((part) => textOf(part, scope, 'Each name of Fn::FindInMap'));
  const found = names.reduce<Node | undefined>(entryOf, scope.mappings);
  const usual = entryOf(more, 'DefaultValue');
  if (found) return scope.evaluate(found);
  if (usual) return scope.evaluate(usual);
  throw new TemplateError(line, `Fn::FindInMap finds nothing at ${names.join('.')}.`);
};

const importValue: Apply = (argument, scope, line) => {
  const name = textOf(argument, scope, 'The name of Fn::ImportValue');
  const value = scope.given.find(name);
  if (value !== undefined) return textNode(value, line);
  throw new TemplateError(line, `Fn::ImportValue of ${name}: give its value by --parameter '${name}=…'.`);
};

const length: Apply = (argument, scope, line) =>
  nodeFrom(itemsOf(valued(argument, scope, 'The list of Fn::Length'), 'The argument of Fn::Length').length, line);

/** The functions of templates, by name, besides those that only conditions have. */
export const functions: Readonly<Record<string, Apply>> = {
  Ref: (argument, scope, line) => scope.ref(scalarText(argument, 'The argument of Ref'), line),
  'Fn::Base64': (argument, scope, line) =>
    textNode(Buffer.from(textOf(argument, scope, 'The argument of Fn::Base64')).toString('base64'), line),
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAtt,
  'Fn::If': choose,
  'Fn::ImportValue': importValue,
  'Fn::Join': fromList,
  'Fn::Length': length,
  'Fn::Select': select,
  'Fn::Split': toList,
  'Fn::Sub': sub,
  'Fn::ToJsonString': (argument, scope, line) =>
    textNode(JSON.stringify(plainOf(valued(argument, scope, 'The argument of Fn::ToJsonString'))), line),
};
