import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';

export type Specification = Awaited<ReturnType<typeof loadAwsServiceSpec>>;

let loaded: Promise<Specification> | undefined;

/** AWS's own description of resource types, as published for its development kit. */
export const loadSpecification = (): Promise<Specification> => {
  loaded ??= loadAwsServiceSpec();
  return loaded;
};

/** The description of a resource type; undefined for a type that does not exist. */
export const findResourceType = (specification: Specification, type: string) =>
  specification.lookup('resource', 'cloudFormationType', 'equals', type)[0];

type Properties = NonNullable<ReturnType<typeof findResourceType>>['properties'];
type Shape = Properties[string]['type'];
type Report = (at: string, fault: string) => void;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const soleKey = (value: unknown): string | undefined => {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 ? keys[0] : undefined;
};

const brief = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';

const checkScalar = (shape: Shape, value: unknown, at: string, report: Report): void => {
  const allowed = 'allowedValues' in shape ? shape.allowedValues?.map(String) : undefined;
  if (!isScalar(value)) report(at, `wants a ${shape.type}, has ${brief(value)}`);
  else if (allowed && !allowed.includes(String(value)))
    report(at, `has ${brief(value)}, not one of ${allowed.join(', ')}`);
  else if ((shape.type === 'number' || shape.type === 'integer') && Number.isNaN(Number(value)))
    report(at, `wants a number, has ${brief(value)}`);
  else if (shape.type === 'boolean' && !['true', 'false'].includes(String(value)))
    report(at, `wants true or false, has ${brief(value)}`);
};

const checkShape = (db: Specification, shape: Shape, value: unknown, at: string, report: Report): void => {
  const key = soleKey(value);
  if (key === 'Fn::If' && isObject(value) && Array.isArray(value[key])) {
    for (const branch of value[key].slice(1)) checkShape(db, shape, branch, at, report);
    return;
  }
  // What another function or a reference gives is known only when the stack is made.
  if (key === 'Ref' || key?.startsWith('Fn::')) return;
  if (shape.type === 'array') {
    if (!Array.isArray(value)) report(at, `wants a list, has ${brief(value)}`);
    else for (const [index, item] of value.entries()) checkShape(db, shape.element, item, `${at}[${index}]`, report);
  } else if (shape.type === 'map') {
    if (!isObject(value)) report(at, `wants a map, has ${brief(value)}`);
    else for (const [name, item] of Object.entries(value)) checkShape(db, shape.element, item, `${at}.${name}`, report);
  } else if (shape.type === 'ref') {
    const { properties } = db.get('typeDefinition', shape.reference.$ref);
    if (isObject(value)) checkProperties(db, properties, value, at, report);
    else report(at, `wants an object, has ${brief(value)}`);
  } else if (shape.type === 'union') {
    const fits = shape.types.some((member) => {
      let faults = 0;
      checkShape(db, member, value, at, () => {
        faults += 1;
      });
      return faults === 0;
    });
    if (!fits) report(at, `has ${brief(value)}, which fits none of its forms`);
  } else if (['string', 'number', 'integer', 'boolean'].includes(shape.type)) checkScalar(shape, value, at, report);
};

/** Reports every unknown, missing or malformed property of one object, and of what is in it. */
export const checkProperties = (
  db: Specification,
  known: Properties,
  given: Readonly<Record<string, unknown>>,
  at: string,
  report: Report,
): void => {
  for (const name of Object.keys(given)) if (!known[name]) report(`${at}.${name}`, 'is not a property of it');
  for (const [name, { required, type }] of Object.entries(known)) {
    if (given[name] !== undefined) checkShape(db, type, given[name], `${at}.${name}`, report);
    else if (required) report(at, `lacks ${name}`);
  }
};
