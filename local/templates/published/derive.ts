import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { Properties, ResourceType, Shape } from './shape.ts';

type Specification = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
type Resource = ReturnType<Specification['lookup']>[number];
type PublishedProperties = Extract<Resource, { readonly cloudFormationType: string }>['properties'];
type PublishedType = PublishedProperties[string]['type'];

const sorted = <Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));

const tag: Properties = { Key: 'string!', Value: 'string!' };

/** The shape of a published type, `marks` being what is known of the property that has it. */
const shapeOf = (db: Specification, type: PublishedType, marks: string, outer = ''): Shape => {
  if (type.type === 'array') return shapeOf(db, type.element, marks, 'list');
  if (type.type === 'map') return shapeOf(db, type.element, marks, 'map');
  // Of several forms, the first is the one that the API has.
  if (type.type === 'union') return shapeOf(db, type.types[0] ?? { type: 'json' }, marks, outer);
  if (type.type === 'tag') return { $: `list${marks}`, ...tag };
  if (type.type === 'ref') {
    const { properties } = db.get('typeDefinition', type.reference.$ref);
    return { $: `${outer || 'object'}${marks}`, ...shapesOf(db, properties) };
  }
  return `${outer ? `${outer}<${type.type}>` : type.type}${marks}`;
};

const shapesOf = (db: Specification, properties: PublishedProperties): Properties =>
  sorted(
    Object.entries(properties).map(([name, { type, required, causesReplacement }]) => [
      name,
      shapeOf(db, type, `${required ? '!' : ''}${causesReplacement === 'yes' ? '*' : ''}`),
    ]),
  );

/** The resource types of Cognito with their properties, from AWS's published schemas. */
export const deriveResourceTypes = async (): Promise<Readonly<Record<string, ResourceType>>> => {
  const db = await loadAwsServiceSpec();
  const types = db
    .all('resource')
    .filter(({ cloudFormationType }) => cloudFormationType.startsWith('AWS::Cognito::'))
    .map(({ cloudFormationType, attributes, properties }): [string, ResourceType] => [
      cloudFormationType,
      { attributes: Object.keys(attributes).toSorted().join(' '), properties: shapesOf(db, properties) },
    ]);
  return sorted(types);
};
