// The lengths that such values can have: today's partitions and Regions, ARNs of this stack, names made by AWS.
const LENGTHS: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12,
  'AWS::Partition': 10,
  'AWS::Region': 14,
  'AWS::StackName': 40,
  'AWS::URLSuffix': 17,
};
const otherwise = 100;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const standIn = (name: string): string => 'x'.repeat(LENGTHS[name] ?? otherwise);

const substituted = (given: unknown): string =>
  String([given].flat()[0]).replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => standIn(name));

const intrinsic = (name: string, given: unknown): string | undefined => {
  if (name === 'Ref') return standIn(String(given));
  if (name === 'Fn::GetAtt') return standIn('');
  if (name === 'Fn::Sub') return substituted(given);
  if (name === 'Fn::Join' && Array.isArray(given) && Array.isArray(given[1]))
    return given[1].map(rendered).join(String(given[0]));
  if (name === 'Fn::If' && Array.isArray(given))
    return given
      .slice(1)
      .map(rendered)
      .reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  return undefined;
};

/**
 * A part of a template as text of about its later length. Strings stay as they are, everything else is JSON, and
 * stand-ins replace what only a deployment knows.
 */
export const rendered = (part: unknown): string => {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return `[${part.map(inJson).join(',')}]`;
  if (!isObject(part)) return String(part);
  const entries = Object.entries(part);
  const [only] = entries;
  const value = only && entries.length === 1 ? intrinsic(only[0], only[1]) : undefined;
  return value ?? `{${entries.map(([key, member]) => `"${key}":${inJson(member)}`).join(',')}}`;
};

const inJson = (part: unknown): string => {
  const text = rendered(part);
  return /^[[{]/.test(text) ? text : `"${text}"`;
};
