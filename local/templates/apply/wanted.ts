import { type Identity, type Kind, omit, type Values } from '../kinds/kind.ts';
import { kindOf, leftOut } from '../kinds/kinds.ts';
import { propertiesIn, resourceTypes } from '../published/shape.ts';
import type { Given } from '../resolver/parameters.ts';
import { createResolver, evaluateMapping, isCognito, type Replaced } from '../resolver/resolver.ts';
import type { Place } from '../resolver/stand-ins.ts';
import type { Resource, Template } from '../source/template.ts';
import { entryOf, plainOf, TemplateError } from '../source/tree.ts';

/** A resource that is to be there. */
export interface Wanted {
  readonly resource: Resource;
  readonly kind: Kind;
  /** Its properties by what is known at this moment. Throws TemplateError. */
  readonly properties: () => Values;
}

/** All that a file asks for. */
export interface Wishes {
  /** In an order in which each comes after what it refers to. */
  readonly wanted: readonly Wanted[];
  /** The outputs by what is known at this moment, and those that cannot be told, with a sentence each. */
  readonly outputs: () => { readonly told: Readonly<Record<string, unknown>>; readonly untold: readonly string[] };
  readonly replaced: () => readonly Replaced[];
  /** What is left out, with the reason: one sentence each. */
  readonly leftOut: readonly string[];
}

export interface Asked {
  readonly template: Template;
  readonly given: Given;
  readonly place: Place;
  readonly stackName: string;
  /** Why a resource is left out although its type is known; undefined where it is not. */
  readonly isLeftOut: (resource: Resource, properties: Values) => string | undefined;
  /** What is known of a resource that is there; undefined where it is not made yet. */
  readonly identityOf: (logicalId: string) => Identity | undefined;
}

/** Resources in an order in which each comes after those that it depends on. Throws TemplateError for a circle. */
const inOrder = (resources: readonly Resource[], needs: ReadonlyMap<string, ReadonlySet<string>>): Resource[] => {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const ordered = new Set<Resource>();
  const visit = (resource: Resource, way: readonly string[]): void => {
    if (ordered.has(resource)) return;
    if (way.includes(resource.logicalId)) {
      throw new TemplateError(resource.line, `${resource.logicalId} depends on itself: ${way.join(' → ')}.`);
    }
    for (const name of needs.get(resource.logicalId) ?? []) {
      const needed = byId.get(name);
      if (needed) visit(needed, [...way, resource.logicalId]);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource, []);
  return [...ordered];
};

/**
 * What a template asks for. Everything is resolved once, so that whatever is wrong with the file is found before anything is
 * made. Throws TemplateError.
 */
export const wishesOf = ({ template, given, place, stackName, isLeftOut, identityOf }: Asked): Wishes => {
  const needs = new Map<string, Set<string>>();
  // What is left out is still referred to.
  const absent = new Map<string, Identity>();
  let asking: string | undefined;
  const resolver = createResolver(template, {
    given,
    place,
    stackName,
    attributeOf: ({ logicalId, type }, attribute = 'Ref') => {
      if (asking !== undefined) needs.get(asking)?.add(logicalId);
      const known = identityOf(logicalId) ?? absent.get(logicalId) ?? kindOf(type)?.before ?? {};
      return Object.hasOwn(known, attribute) ? known[attribute] : undefined;
    },
  });
  const said: string[] = [];

  const propertiesOf = (resource: Resource): Values => {
    const { type, logicalId } = resource;
    const known = resourceTypes.get(type);
    if (!known) throw new TemplateError(resource.line, `${logicalId}: there is no resource type ${type}.`);
    asking = logicalId;
    try {
      return propertiesIn(evaluateMapping(resolver, resource.properties), known.properties, logicalId);
    } finally {
      asking = undefined;
    }
  };

  const wanted = new Map<string, Wanted>();
  for (const resource of resolver.resources()) {
    const { logicalId, type } = resource;
    needs.set(logicalId, new Set(resource.dependsOn));
    const properties = propertiesOf(resource);
    const kind = kindOf(type);
    const reason = leftOut[type] ?? isLeftOut(resource, properties);
    if (!kind || reason !== undefined) {
      said.push(`${logicalId} (${type}): ${reason ?? 'it is not here'}`);
      const name = typeof properties.Domain === 'string' ? properties.Domain : logicalId;
      absent.set(logicalId, { Ref: name, CloudFrontDistribution: `${logicalId.toLowerCase()}.invalid` });
      continue;
    }
    const without = Object.keys(properties).filter((name) => leftOut[`${type}.${name}`] !== undefined);
    for (const name of without) said.push(`${logicalId}.${name}: ${leftOut[`${type}.${name}`]}`);
    wanted.set(logicalId, { resource, kind, properties: () => omit(propertiesOf(resource), without) });
  }
  const resources = inOrder(
    [...wanted.values()].map(({ resource }) => resource),
    needs,
  );

  return {
    wanted: resources.flatMap(({ logicalId }) => wanted.get(logicalId) ?? []),
    replaced: resolver.replaced,
    leftOut: said,
    outputs: () => {
      const told: Record<string, unknown> = {};
      const untold: string[] = [];
      for (const [name, output] of template.outputs.entries) {
        const condition = entryOf(output, 'Condition');
        const node = entryOf(output, 'Value');
        try {
          if (condition?.kind === 'scalar' && !resolver.holds(condition.text, output.line)) continue;
          const value = node && resolver.evaluate(node);
          if (value) told[name] = plainOf(value);
        } catch (error) {
          if (!(error instanceof TemplateError)) throw error;
          untold.push(`${name}: line ${error.line}: ${error.message}`);
        }
      }
      return { told, untold };
    },
  };
};

/** The stacks that a template nests, which are files of their own. */
export const nestedStacks = ({ resources }: Template): readonly Resource[] =>
  [...resources.values()].filter(({ type }) => type === 'AWS::CloudFormation::Stack');

/** True where a template has anything to make. */
export const hasCognito = ({ resources }: Template): boolean => [...resources.values()].some(isCognito);
