/** A place of a template that refers to something else in it. */
export interface Reference {
  /** Path of the place, such as `.Resources.Table.Properties.TableName`. */
  readonly at: string;
  readonly kind: 'value' | 'attribute' | 'condition';
  readonly target: string;
  /** For an attribute, its name. */
  readonly attribute?: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toReference = (at: string, name: string): Reference => {
  const [target = '', ...attribute] = name.split('.');
  return attribute.length === 0
    ? { at, kind: 'value', target }
    : { at, kind: 'attribute', target, attribute: attribute.join('.') };
};

const inSubstitution = (at: string, given: unknown): Reference[] => {
  const [text, own] = Array.isArray(given) ? given : [given, {}];
  if (typeof text !== 'string') return [];
  // `${!name}` is literal text.
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, name = '']) => name.trim())
    .filter((name) => !(isObject(own) && name in own))
    .map((name) => toReference(at, name));
};

const inIntrinsic = (at: string, name: string, given: unknown): Reference[] => {
  if (name === 'Ref' && typeof given === 'string') return [{ at, kind: 'value', target: given }];
  if (name === 'Fn::Sub') return inSubstitution(at, given);
  if (name === 'Fn::GetAtt') return [toReference(at, Array.isArray(given) ? given.join('.') : String(given))];
  if (name === 'Fn::If' && Array.isArray(given)) return [{ at, kind: 'condition', target: String(given[0]) }];
  return [];
};

/** Every reference within a part of a template. */
export const referencesIn = (part: unknown, at = ''): Reference[] => {
  if (Array.isArray(part)) return part.flatMap((item, index) => referencesIn(item, `${at}[${index}]`));
  if (!isObject(part)) return [];
  const entries = Object.entries(part);
  const [only] = entries.length === 1 ? entries : [];
  return [
    ...(only ? inIntrinsic(at, only[0], only[1]) : []),
    ...entries.flatMap(([key, value]) => referencesIn(value, `${at}.${key}`)),
  ];
};
