import { entryOf, type Mapping, mappingOf, type Node, scalarText, TemplateError } from './tree.ts';

/** A resource as it stands in a template. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly line: number;
  readonly properties: Mapping;
  /** The name of its condition. */
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
  /** True where its deletion policy is to keep it. */
  readonly isRetained: boolean;
}

/** The parts of a template. */
export interface Template {
  readonly parameters: Mapping;
  readonly mappings: Mapping;
  readonly conditions: Mapping;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outputs: Mapping;
  /** True where the transform of SAM makes more resources than the file names. */
  readonly isSam: boolean;
}

const textsOf = (node: Node | undefined, what: string): readonly string[] => {
  if (node === undefined) return [];
  return node.kind === 'list' ? node.items.map((item) => scalarText(item, what)) : [scalarText(node, what)];
};

const resourceOf = (logicalId: string, node: Node): Resource => {
  const type = entryOf(node, 'Type');
  if (!type) throw new TemplateError(node.line, `The resource ${logicalId} has no Type.`);
  const condition = entryOf(node, 'Condition');
  const policy = entryOf(node, 'DeletionPolicy');
  return {
    logicalId,
    type: scalarText(type, `Type of ${logicalId}`),
    line: node.line,
    properties: mappingOf(entryOf(node, 'Properties') ?? { ...node, kind: 'map', entries: new Map() }, 'Properties'),
    condition: condition && scalarText(condition, `Condition of ${logicalId}`),
    dependsOn: textsOf(entryOf(node, 'DependsOn'), `DependsOn of ${logicalId}`),
    isRetained: policy?.kind === 'scalar' && policy.text.startsWith('Retain'),
  };
};

/** Words for somebody who gave the source of the Serverless Framework, which has variables of its own. */
const compileFirst =
  'is a list, as only serverless itself puts it together. Run serverless package, and start from ' +
  '.serverless/cloudformation-template-update-stack.json.';

// In serverless.yml the template is a part of the file.
const templateIn = (tree: Node): Node => {
  const resources = entryOf(tree, 'resources');
  if (entryOf(tree, 'Resources') || !resources) return tree;
  if (resources.kind === 'list') throw new TemplateError(resources.line, `resources ${compileFirst}`);
  return resources;
};

/** The parts of a template. Throws TemplateError where the file is none. */
export const templateOf = (tree: Node): Template => {
  const node = templateIn(tree);
  const resources = entryOf(node, 'Resources');
  if (!resources) {
    throw new TemplateError(
      tree.line,
      'This is neither a template, which has Resources, nor what describe-user-pool gives.',
    );
  }
  const transform = entryOf(node, 'Transform');
  const loops = [...mappingOf(resources, 'Resources').entries].find(([name]) => name.startsWith('Fn::'));
  if (loops) throw new TemplateError(loops[1].line, `${loops[0]} in Resources is not taken. Write the resources out.`);
  return {
    parameters: mappingOf(entryOf(node, 'Parameters'), 'Parameters'),
    mappings: mappingOf(entryOf(node, 'Mappings'), 'Mappings'),
    conditions: mappingOf(entryOf(node, 'Conditions'), 'Conditions'),
    resources: new Map(
      [...mappingOf(resources, 'Resources').entries].map(([name, entry]) => [name, resourceOf(name, entry)]),
    ),
    outputs: mappingOf(entryOf(node, 'Outputs'), 'Outputs'),
    isSam: textsOf(
      transform?.kind === 'list' || transform?.kind === 'scalar' ? transform : undefined,
      'Transform',
    ).some((name) => name.startsWith('AWS::Serverless')),
  };
};
