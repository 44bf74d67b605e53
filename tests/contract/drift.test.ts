import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { integer, list, map, mostItems, text } from '#shared/wire/shapes.ts';
import { type Contract, readContract } from './contract.ts';
import { deviations, withDeviations } from './deviations.ts';
import { operationDrift, shapeDrift } from './drift.ts';

const contract: Contract = {
  operations: {
    Book: { auth: 'public', request: 'BookRequest', errors: ['NotAuthorizedException'] },
    BookAsAdmin: { auth: 'signed', request: 'BookRequest', errors: [] },
    BookAgain: { auth: 'token', or: 'session', request: 'BookRequest', errors: [] },
  },
  shapes: {
    BookRequest: {
      type: 'structure',
      required: ['Name', 'Guests'],
      members: { Name: 'Name', Guests: 'Guests', Room: 'Room', Notes: 'Notes', Quiet: 'Quiet' },
    },
    Name: { type: 'string', min: 1, max: 9, pattern: '[\\p{L}/]+', sensitive: true },
    Guests: { type: 'list', of: 'Guest', min: 1, max: 4 },
    Guest: { type: 'structure', required: ['Age'], members: { Age: 'Age' } },
    Age: { type: 'integer', min: 0, max: 120 },
    Room: { type: 'string', enum: ['SINGLE', 'DOUBLE'] },
    Notes: { type: 'map', max: mostItems, key: 'Text', of: 'Text' },
    Text: { type: 'string', min: 0, max: 20 },
    Quiet: { type: 'boolean' },
  },
};

const name = { min: 1, max: 9, pattern: '[\\p{L}/]+', sensitive: true };
const guest = v.object({ Age: integer({ min: 0, max: 120 }) });
const note = text({ max: 20 });
const faithful = {
  Name: text(name),
  Guests: list(guest, { min: 1, max: 4 }),
  Room: v.optional(v.picklist(['DOUBLE', 'SINGLE'])),
  Notes: v.optional(map(note, note)),
  Quiet: v.optional(v.boolean()),
};
const { Quiet: _, ...withoutQuiet } = faithful;
const drift = (entries: v.ObjectEntries): string[] => shapeDrift('Book', v.object(entries), 'BookRequest', contract);

describe('the drift of a schema from the contract', () => {
  it('is nothing where the schema says the same', () => {
    expect(drift(faithful)).toEqual([]);
  });

  it.each([
    ['a missing member', withoutQuiet, 'Book.Quiet: is missing'],
    ['an extra member', { ...faithful, Pet: v.string() }, 'Book.Pet: is not in the contract'],
    [
      'a required member made optional',
      { ...faithful, Name: v.optional(faithful.Name) },
      'Book.Name: required is false, the contract says true',
    ],
    [
      'an optional member made required',
      { ...faithful, Quiet: v.boolean() },
      'Book.Quiet: required is true, the contract says false',
    ],
    ['another type', { ...faithful, Quiet: v.optional(v.string()) }, 'Book.Quiet: type is string'],
    ['a shorter minimum', { ...faithful, Name: text({ ...name, min: 2 }) }, 'Book.Name: min is 2'],
    [
      'no maximum',
      { ...faithful, Name: text({ min: 1, pattern: name.pattern, sensitive: true }) },
      'Book.Name: max is none',
    ],
    [
      'another pattern',
      { ...faithful, Name: text({ ...name, pattern: '\\S+' }) },
      'Book.Name: pattern is /^(?:\\S+)$/u',
    ],
    ['another item count', { ...faithful, Guests: list(guest, { min: 1, max: 5 }) }, 'Book.Guests: max is 5'],
    [
      'a constraint inside an item',
      { ...faithful, Guests: list(v.object({ Age: integer({ max: 120 }) }), { min: 1, max: 4 }) },
      'Book.Guests[].Age: min is none',
    ],
    [
      'a missing value of a set',
      { ...faithful, Room: v.optional(v.picklist(['SINGLE'])) },
      'Book.Room: value DOUBLE is missing',
    ],
    [
      'an extra value of a set',
      { ...faithful, Room: v.optional(v.picklist(['SINGLE', 'DOUBLE', 'SUITE'])) },
      'Book.Room: value SUITE is not in the contract',
    ],
    [
      'a secret shown in messages',
      { ...faithful, Name: text({ ...name, sensitive: false }) },
      'Book.Name: sensitive is false',
    ],
    [
      'a map with other values',
      { ...faithful, Notes: v.optional(map(note, text({ max: 5 }))) },
      'Book.Notes[]: max is 5',
    ],
    [
      'a map with other keys',
      { ...faithful, Notes: v.optional(map(text({ max: 5 }), note)) },
      'Book.Notes{key}: max is 5',
    ],
    [
      'a check of our own',
      {
        ...faithful,
        Name: v.pipe(
          faithful.Name,
          v.check((value) => value !== 'x'),
        ),
      },
      'Book.Name: has check',
    ],
  ])('finds %s', (_case, entries, expected) => {
    expect(drift(entries)).toEqual([expect.stringContaining(expected)]);
  });

  it('finds a structure where another type is due', () => {
    expect(shapeDrift('x', v.object({}), 'Quiet', contract)).toEqual(['x: type is object, the contract says boolean']);
  });

  it('finds an item that is not whole', () => {
    expect(shapeDrift('x', v.pipe(v.number(), v.minValue(0), v.maxValue(120)), 'Age', contract)).toEqual([
      'x: type is number, the contract says integer',
    ]);
  });
});

describe('the drift of an operation from the contract', () => {
  const request = v.object(faithful);
  const drifts = (stated: { name: string; caller: string; throws: string[] }): string[] =>
    operationDrift({ ...stated, request }, contract, ['ForbiddenException']);

  it.each([
    ['Book', 'client'],
    ['Book', 'session'],
    ['BookAsAdmin', 'signed'],
    ['BookAgain', 'accessToken'],
    ['BookAgain', 'session'],
  ])('is nothing for %s called by %s', (operation, caller) => {
    expect(drifts({ name: operation, caller, throws: ['ForbiddenException'] })).toEqual([]);
  });

  it('finds a caller that the API does not let in', () => {
    expect(drifts({ name: 'BookAsAdmin', caller: 'client', throws: [] })).toEqual([
      'BookAsAdmin: caller is client, the contract says signed',
    ]);
    expect(drifts({ name: 'Book', caller: 'accessToken', throws: [] })).toHaveLength(1);
  });

  it('finds an exception that the API does not list', () => {
    expect(drifts({ name: 'Book', caller: 'client', throws: ['ExpiredCodeException'] })).toEqual([
      'Book: does not throw ExpiredCodeException',
    ]);
  });

  it('finds an operation that the API does not have', () => {
    expect(drifts({ name: 'Cancel', caller: 'client', throws: [] })).toEqual([
      'Cancel: is not an operation of the contract',
    ]);
  });
});

describe('the contract', () => {
  it.each([
    ['cognito-idp', 140],
    ['cognito-identity', 23],
  ] as const)('of %s names only shapes that it holds', (service, count) => {
    const { operations, shapes } = readContract(service);
    const named = [
      ...Object.values(operations).flatMap(({ request, response }) => [request, ...(response ? [response] : [])]),
      ...Object.values(shapes).flatMap(({ members, of, key }) => [...Object.values(members ?? {}), of, key]),
    ].filter((shape) => shape !== undefined);
    expect(named.filter((shape) => !shapes[shape])).toEqual([]);
    expect(Object.keys(operations)).toHaveLength(count);
  });

  it('differs from each deliberate deviation, which says why', () => {
    const published = readContract();
    const { shapes } = withDeviations(published);
    for (const [shape, { because }] of Object.entries(deviations)) {
      expect(shapes[shape]).not.toEqual(published.shapes[shape]);
      expect(because).not.toBe('');
    }
  });
});
