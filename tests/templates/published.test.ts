import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Call, Kind, Values } from '#local/templates/kinds/kind.ts';
import { kindOf, leftOut } from '#local/templates/kinds/kinds.ts';
import { deriveResourceTypes } from '#local/templates/published/derive.ts';
import { notes } from '#local/templates/published/notes.ts';
import { withTable } from '#local/templates/published/page.ts';
import type { Properties, ResourceType, Shape } from '#local/templates/published/shape.ts';
import { type Contract, readContract } from '#tests/contract/contract.ts';

let types: Readonly<Record<string, ResourceType>>;

beforeAll(async () => {
  types = await deriveResourceTypes();
});

const sampleOf = (shape: Shape, path: string): unknown => {
  const kind = typeof shape === 'string' ? shape : String(shape.$);
  const one = typeof shape === 'string' ? scalarOf(kind, path) : samplesOf(shape, path);
  if (kind.startsWith('list')) return [one];
  return kind.startsWith('map') ? { [`key of ${path}`]: one } : one;
};

const scalarOf = (kind: string, path: string): unknown => (kind.startsWith('json') ? { json: path } : path);

const samplesOf = (properties: Properties, at: string): Values =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => name !== '$')
      .map(([name, shape]) => [name, sampleOf(shape, `${at}.${name}`)]),
  );

const leavesOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [String(value)];

interface Sent {
  readonly operation: string;
  readonly request: Values;
}

/** Everything that making a resource with these properties sends. */
const sentFor = async (kind: Kind, properties: Values): Promise<readonly Sent[]> => {
  const requests: Sent[] = [];
  const call: Call = async (operation, request) => {
    requests.push({ operation, request });
    return {};
  };
  await kind.make({ properties, givenName: 'given', call, endpoint: 'http://localhost' });
  return requests;
};

const contracts = [readContract(), readContract('cognito-identity')];

/** Members that the API's shape of a value does not have, which it would ignore. */
const strangersIn = ({ shapes }: Contract, name: string, value: unknown, at: string): readonly string[] => {
  const shape = shapes[name];
  if (typeof value !== 'object' || value === null || !shape || shape.type === 'document') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const of = shape.type === 'structure' ? shape.members?.[key] : shape.of;
    return of === undefined ? [`${at}.${key}`] : strangersIn({ operations: {}, shapes }, of, inner, `${at}.${key}`);
  });
};

const strangersOf = ({ operation, request }: Sent): readonly string[] => {
  const contract = contracts.find(({ operations }) => operations[operation]);
  const shape = contract?.operations[operation]?.request;
  return contract && shape ? strangersIn(contract, shape, request, operation) : [`${operation} is no operation`];
};

/** All properties of a type, each with a value of its own. */
const wholeOf = (type: string, properties: Properties): Values => ({
  ...samplesOf(properties, type),
  // The list of second factors says which of the other settings count.
  ...(type === 'AWS::Cognito::UserPool' && { EnabledMfas: ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] }),
});

describe('resource types', () => {
  it('are those of the published schemas, all of them', () => {
    const list = readFileSync('local/templates/published/resource-types.json', 'utf8');
    expect(JSON.parse(list), 'Run npm run templates.').toEqual(types);
    expect(Object.keys(types).length).toBeGreaterThan(17);
  });

  it('are each made, or left out for a reason', () => {
    for (const type of Object.keys(types))
      expect(Boolean(kindOf(type)) !== (leftOut[type] !== undefined), type).toBe(true);
  });

  it('send every property to an operation, or have a reason', async () => {
    for (const [type, { properties }] of Object.entries(types)) {
      const kind = kindOf(type);
      if (!kind) continue;
      const whole = wholeOf(type, properties);
      const said = JSON.stringify(await sentFor(kind, whole));
      const lost = leavesOf(whole).filter((leaf) => !said.includes(leaf));
      const unexplained = lost.filter(
        (leaf) => !Object.keys(leftOut).some((path) => leaf.startsWith(path)) && !sentOtherwise.includes(leaf),
      );
      expect(unexplained, type).toEqual([]);
    }
  });

  it('send nothing that an operation does not have, and so would ignore', async () => {
    for (const [type, { properties }] of Object.entries(types)) {
      const kind = kindOf(type);
      const whole = wholeOf(type, properties);
      const taken = Object.fromEntries(Object.entries(whole).filter(([name]) => !leftOut[`${type}.${name}`]));
      expect(kind ? (await sentFor(kind, taken)).flatMap(strangersOf) : [], type).toEqual([]);
    }
  });

  it('have notes about nothing else', () => {
    const paths = Object.entries(types).flatMap(([type, { properties }]) => [
      type,
      ...Object.keys(properties).map((name) => `${type}.${name}`),
    ]);
    for (const path of [...Object.keys(notes), ...Object.keys(leftOut)]) expect(paths).toContain(path);
  });

  it('give the attributes that the schemas name', () => {
    for (const [type, { attributes }] of Object.entries(types)) {
      const known = Object.keys(kindOf(type)?.before ?? {});
      for (const name of attributes.split(' ').filter(Boolean)) expect(known, `${type}.${name}`).toContain(name);
    }
  });

  it('are on the page', () => {
    const page = readFileSync('docs/templates.md', 'utf8');
    expect(withTable(page, types), 'Run npm run templates.').toBe(page);
  });
});

/** Values that become something else in a request. */
const sentOtherwise: readonly string[] = [
  // They become members of the request that is for them.
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
];
