import type { Resource, Template } from '../source/template.ts';
import { entryOf, type Mapping, type Node, soleEntry, TemplateError, textNode } from '../source/tree.ts';
import { conditionHolds } from './conditions.ts';
import { functions, type Scope } from './functions.ts';
import { type Given, parameterValue } from './parameters.ts';
import { namingProperty, type Place, standInFor } from './stand-ins.ts';

/** Something that was put in the place of what is not made here. */
export interface Replaced {
  readonly logicalId: string;
  readonly type: string;
  readonly value: string;
}

export interface Resolving {
  readonly given: Given;
  readonly place: Place;
  /** The name that AWS::StackName has. */
  readonly stackName: string;
  /** What Ref or Fn::GetAtt gives for a resource of Cognito; undefined where it has no such attribute. */
  readonly attributeOf: (resource: Resource, attribute: string | undefined, line: number) => string | undefined;
}

export interface Resolver {
  /** The value of a node, without functions; undefined for AWS::NoValue. Throws TemplateError. */
  readonly evaluate: (node: Node) => Node | undefined;
  /** The resources of Cognito whose conditions hold. */
  readonly resources: () => readonly Resource[];
  readonly replaced: () => readonly Replaced[];
  /** Whether a condition of this name holds. */
  readonly holds: (name: string, line: number) => boolean;
}

/** True for what is made here. */
export const isCognito = ({ type }: Pick<Resource, 'type'>): boolean => type.startsWith('AWS::Cognito::');

// A few lines that name each other can come to more than a machine ever works off, and one that names itself to no end.
const mostValues = 1_000_000;
const deepest = 200;

const dynamicReference = /\{\{(resolve:(?:ssm|ssm-secure|secretsmanager):[^}]+)\}\}/g;

// SAM makes these without their being in the file.
const madeBySam = (name: string, { isSam, resources }: Template): string | undefined => {
  if (!isSam) return undefined;
  if (name === 'ServerlessRestApi' || name === 'ServerlessHttpApi') return 'AWS::ApiGateway::RestApi';
  const [, owner = '', part] = /^(.+?)(Role|\.Version|\.Alias)$/.exec(name) ?? [];
  if (resources.get(owner)?.type !== 'AWS::Serverless::Function') return undefined;
  return part === 'Role' ? 'AWS::IAM::Role' : 'AWS::Lambda::Version';
};

/** Resolves the functions of a template. What is of Cognito has the values that `attributeOf` gives. */
export const createResolver = (template: Template, { given, place, stackName, attributeOf }: Resolving): Resolver => {
  const replaced = new Map<string, Replaced>();
  const conditionsAsked = new Set<string>();
  const naming = new Set<string>();
  let count = 0;
  let depth = 0;

  const within = <Result>(line: number, work: () => Result): Result => {
    count += 1;
    if (count > mostValues) throw new TemplateError(line, `The file comes to more than ${mostValues} values.`);
    if (depth >= deepest) throw new TemplateError(line, 'A value contains itself, or others in too many levels.');
    depth += 1;
    try {
      return work();
    } finally {
      depth -= 1;
    }
  };

  const pseudo = (name: string): string | undefined => {
    const own = given.find(name);
    if (own !== undefined) return own;
    const values: Readonly<Record<string, string>> = {
      'AWS::Region': place.region,
      'AWS::AccountId': place.accountId,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
      'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${stackName}/local`,
    };
    return values[name];
  };

  const withReferences = (node: Node): Node => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.includes('{{resolve:')) return node;
    const text = node.value.replace(dynamicReference, (whole, reference: string) => {
      const value = given.find(reference);
      if (value !== undefined) return value;
      throw new TemplateError(node.line, `${whole}: give its value by --parameter '${reference}=…'.`);
    });
    return textNode(text, node.line);
  };

  const evaluate = (node: Node): Node | undefined => within(node.line, () => resolved(node));

  const resolved = (node: Node): Node | undefined => {
    if (node.kind === 'scalar') return withReferences(node);
    if (node.kind === 'list') {
      return { ...node, items: node.items.flatMap((item) => evaluate(item) ?? []) };
    }
    const [name, argument] = soleEntry(node) ?? [];
    if (name !== undefined && argument && Object.hasOwn(functions, name)) {
      const value = functions[name]?.(argument, scope, node.line);
      return value && withReferences(value);
    }
    const unknown = [...node.entries.keys()].find((key) => key.startsWith('Fn::'));
    if (unknown !== undefined) {
      const beside = node.entries.size > 1 ? ' stands beside other names' : ' is not resolved here';
      throw new TemplateError(node.line, `${unknown}${beside}.`);
    }
    const entries = [...node.entries].flatMap(([key, entry]): [string, Node][] => {
      const value = evaluate(entry);
      return value ? [[key, value]] : [];
    });
    return { ...node, entries: new Map(entries) };
  };

  const holds = (name: string, line: number): boolean => {
    const condition = template.conditions.entries.get(name);
    if (!condition) throw new TemplateError(line, `There is no condition ${name}.`);
    if (conditionsAsked.has(name)) throw new TemplateError(line, `The condition ${name} depends on itself.`);
    conditionsAsked.add(name);
    try {
      return within(line, () => conditionHolds(condition, scope));
    } finally {
      conditionsAsked.delete(name);
    }
  };

  const isThere = ({ condition, line }: Resource): boolean => condition === undefined || holds(condition, line);

  // The name that the file gives it, where that can be known, so that functions are called by their names.
  const nameOf = ({ type, properties, logicalId }: Resource): string => {
    const property = namingProperty(type);
    const node = property === undefined ? undefined : properties.entries.get(property);
    if (!node || naming.has(logicalId)) return logicalId;
    naming.add(logicalId);
    try {
      const value = evaluate(node);
      return value?.kind === 'scalar' && value.text ? value.text : logicalId;
    } catch (error) {
      if (count > mostValues) throw error;
      return logicalId;
    } finally {
      naming.delete(logicalId);
    }
  };

  const standIn = (logicalId: string, type: string, name: string, attribute: string | undefined): string => {
    const value = standInFor({ type, name }, attribute, place);
    replaced.set(`${logicalId}.${attribute ?? ''}`, { logicalId, type, value });
    return value;
  };

  const resourceValue = (logicalId: string, attribute: string | undefined, line: number): string => {
    const resource = template.resources.get(logicalId);
    if (!resource) {
      const type = madeBySam(logicalId, template);
      if (type) return standIn(logicalId, type, logicalId.replace(/\..*$/, ''), attribute);
      throw new TemplateError(line, `There is neither a parameter nor a resource ${logicalId}.`);
    }
    if (!isThere(resource)) {
      throw new TemplateError(line, `${logicalId} is left out, as its condition ${resource.condition} does not hold.`);
    }
    if (!isCognito(resource)) return standIn(logicalId, resource.type, nameOf(resource), attribute);
    const value = attributeOf(resource, attribute, line);
    if (value === undefined) throw new TemplateError(line, `${resource.type} has no attribute ${attribute}.`);
    return value;
  };

  const scope: Scope = {
    evaluate,
    holds,
    given,
    mappings: template.mappings,
    ref: (name, line) => {
      if (name === 'AWS::NoValue') return undefined;
      if (name === 'AWS::NotificationARNs') return { kind: 'list', line, items: [] };
      const value = name.startsWith('AWS::') ? pseudo(name) : undefined;
      if (value !== undefined) return textNode(value, line);
      const declared = entryOf(template.parameters, name);
      if (!declared) return textNode(resourceValue(name, undefined, line), line);
      return withReferences(parameterValue(name, declared, given, line));
    },
    attribute: (logicalId, attribute, line) => {
      // SAM: !GetAtt Function.Alias and the like are Refs.
      if (template.isSam && madeBySam(`${logicalId}.${attribute}`, template)) {
        return resourceValue(`${logicalId}.${attribute}`, undefined, line);
      }
      return resourceValue(logicalId, attribute, line);
    },
  };

  return {
    evaluate,
    holds,
    resources: () => [...template.resources.values()].filter((resource) => isCognito(resource) && isThere(resource)),
    replaced: () => [...replaced.values()],
  };
};

/** The value of a mapping, without functions. */
export const evaluateMapping = (resolver: Pick<Resolver, 'evaluate'>, mapping: Mapping): Mapping => {
  const value = resolver.evaluate(mapping);
  return value?.kind === 'map' ? value : { ...mapping, entries: new Map() };
};
