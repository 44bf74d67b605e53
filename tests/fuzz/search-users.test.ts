import { AdminDisableUserCommand, type SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import {
  addUser,
  makeSearchable,
  type SearchFilter,
  type SearchRequest,
  searchNames,
  searchPages,
} from '#tests/support/user-search.ts';

interface Person {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly enabled: boolean;
}

const Schema: SchemaAttributeType[] = [
  { Name: 'team', AttributeDataType: 'String' },
  { Name: 'plain', AttributeDataType: 'String' },
  { Name: 'seats', AttributeDataType: 'Number' },
  { Name: 'since', AttributeDataType: 'DateTime' },
  { Name: 'vip', AttributeDataType: 'Boolean' },
];

// Some have an index in the pool, others do not. There are few values, so that many users share one.
const values: Readonly<Record<string, readonly string[]>> = {
  email: ['a@example.com', 'A@Example.com', 'ab@example.com', 'b@example.com'],
  family_name: ['Ada', 'ADA', 'adam', 'Ödön', 'Z'],
  nickname: ['x', 'X1', 'x10', '~'],
  'custom:team': ['core', 'Core', 'corp', 'edge', 'ß', '😀'],
  'custom:plain': ['one', 'Two', 'three'],
  'custom:seats': ['-10', '-9.5', '-0.5', '0', '007', '7.0', '10', '100', '99999999999999999999'],
  'custom:since': [
    '2023-12-31',
    '2024-01-01',
    '2024-01-01T00:00:00.001Z',
    '2024-01-01T05:00:00+05:00',
    '2024-06-01T00:00Z',
  ],
  'custom:vip': ['true', 'false'],
};
const names = Object.keys(values);
const indexedNames = ['custom:team', 'custom:seats', 'custom:since', 'nickname', 'created'];
const sortable = ['username', 'email', 'family_name', 'custom:team', 'custom:seats', 'custom:since', 'nickname'];

// The value for the oracle: it says plainly what the service says by keys.
const worth = (attribute: string, value: string): string | number | bigint => {
  if (attribute === 'custom:seats') return value.includes('.') ? Number(value) : Number(BigInt(value));
  if (attribute === 'custom:since') return Date.parse(value);
  return attribute === 'username' || attribute === 'status' ? value : value.toLowerCase();
};

const heldBy = ({ name, attributes, enabled }: Person, attribute: string): string | undefined => {
  if (attribute === 'username') return name;
  if (attribute === 'status') return enabled ? 'Enabled' : 'Disabled';
  return attributes[attribute];
};

const compare = (a: string | number | bigint, b: string | number | bigint): number => {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
};

const fits = (person: Person, { Attribute, Equals, StartsWith, AtLeast, AtMost, Exists }: SearchFilter): boolean => {
  const value = heldBy(person, Attribute);
  if (Exists !== undefined) return Exists === (value !== undefined);
  if (value === undefined) return false;
  const own = worth(Attribute, value);
  if (Equals !== undefined) return compare(own, worth(Attribute, Equals)) === 0;
  if (StartsWith !== undefined) return String(own).startsWith(String(worth(Attribute, StartsWith)));
  return (
    (AtLeast === undefined || compare(own, worth(Attribute, AtLeast)) >= 0) &&
    (AtMost === undefined || compare(own, worth(Attribute, AtMost)) <= 0)
  );
};

const person = (index: number): fc.Arbitrary<Person> =>
  fc.record({
    name: fc.constantFrom('u', 'U', 'v').map((letter) => `${letter}-${index}`),
    enabled: fc.boolean(),
    attributes: fc
      .record(Object.fromEntries(names.map((name) => [name, fc.option(fc.constantFrom(...(values[name] ?? [])))])))
      .map((given) =>
        Object.fromEntries(Object.entries(given).flatMap(([k, v]) => (v === null ? [] : [[k, String(v)]]))),
      ),
  });

const valueFor = (attribute: string): fc.Arbitrary<string> => {
  if (attribute === 'username') return fc.constantFrom('u', 'U', 'u-1', 'v-2', 'U-3', 'w');
  if (attribute === 'status') return fc.constantFrom('Enabled', 'Disabled', 'enabled');
  return fc.constantFrom(...(values[attribute] ?? []));
};

const filter: fc.Arbitrary<SearchFilter> = fc.constantFrom(...names, 'username', 'status').chain((Attribute) => {
  const value = valueFor(Attribute);
  const isText = !/seats|since|vip/.test(Attribute);
  const forms: fc.Arbitrary<SearchFilter>[] = [
    fc.record({ Attribute: fc.constant(Attribute), Equals: value }),
    fc.record({ Attribute: fc.constant(Attribute), Exists: fc.boolean() }),
  ];
  if (isText) {
    const start = fc.tuple(value, fc.nat(3)).map(([text, length]) => [...text].slice(0, length).join(''));
    forms.push(fc.record({ Attribute: fc.constant(Attribute), StartsWith: start }));
  }
  if (Attribute !== 'custom:vip') {
    forms.push(fc.record({ Attribute: fc.constant(Attribute), AtLeast: value }));
    forms.push(fc.record({ Attribute: fc.constant(Attribute), AtMost: value }));
    forms.push(fc.record({ Attribute: fc.constant(Attribute), AtLeast: value, AtMost: value }));
  }
  return fc.oneof(...forms);
});

const request: fc.Arbitrary<SearchRequest> = fc
  .record({
    Filters: fc.array(filter, { maxLength: 4 }),
    SortBy: fc.option(
      fc.record({
        Attribute: fc.constantFrom(...sortable),
        Order: fc.constantFrom('ASCENDING' as const, 'DESCENDING' as const),
      }),
    ),
    Limit: fc.integer({ min: 3, max: 60 }),
  })
  .map(({ SortBy, ...rest }) => ({ ...rest, ...(SortBy && { SortBy }) }));

const size = 40;
let people: readonly Person[];
let poolId: string;

describe('SearchUsers', () => {
  beforeAll(async () => {
    [people = []] = fc.sample(fc.tuple(...Array.from({ length: size }, (_none, index) => person(index))), 1);
    ({ poolId } = await makePool({ Schema }));
    for (const { name, attributes, enabled } of people) {
      await addUser(poolId, name, attributes);
      if (!enabled) await adminClient().send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: name }));
    }
    await makeSearchable(poolId, indexedNames);
  });

  it('finds, sorts and counts what a plain look at all users does', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ SortBy, ...rest }) => {
        const { Filters = [] } = rest;
        const found = people.filter(
          (one) =>
            Filters.every((condition) => fits(one, condition)) &&
            (!SortBy || heldBy(one, SortBy.Attribute) !== undefined),
        );
        const expected = found.map(({ name }) => name).sort();
        const answered = await searchNames(poolId, { ...rest, ...(SortBy && { SortBy }) });
        expect([...answered].sort()).toEqual(expected);
        if (SortBy) {
          const sign = SortBy.Order === 'DESCENDING' ? -1 : 1;
          const worths = answered.map((name) => {
            const one = people.find((candidate) => candidate.name === name);
            return worth(SortBy.Attribute, (one && heldBy(one, SortBy.Attribute)) ?? '');
          });
          expect(worths).toEqual([...worths].sort((a, b) => sign * compare(a, b)));
        }
        const counted = await searchPages(poolId, { Filters, ...(SortBy && { SortBy }), Count: true });
        expect(counted.at(-1)?.Count).toBe(expected.length);
      }),
      { numRuns: 80 },
    );
  });
});
