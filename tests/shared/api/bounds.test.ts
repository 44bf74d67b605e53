import { join } from 'node:path';
import fc from 'fast-check';
import type * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { assertBodySize, parseBody, renderException } from '#shared/api/json-protocol.ts';
import {
  type Bounds,
  boundedMessage,
  mostFaults,
  newTally,
  type Tally,
  usualBounds,
  validate,
} from '#shared/api/validation.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { operationFiles } from '#tests/contract/contract.ts';
import { hostileMembers } from '#tests/fuzz/hostile-values.ts';
import { answerBytes } from '#tests/fuzz/raw-request.ts';

interface Defined {
  readonly definition: { readonly name: string; readonly request: v.GenericSchema; readonly bounds?: Bounds };
}

const root = join(import.meta.dirname, '../../..');
const modules: readonly Defined[] = await Promise.all(
  operationFiles(root).map((file): Promise<Defined> => import(join(root, file))),
);
const definitions = modules.map(({ definition }) => definition);

/** The value, which reports every access to its members. */
const watched = <Value>(value: Value, told: () => void): Value => {
  if (typeof value !== 'object' || value === null) return value;
  const heard =
    <Arguments extends unknown[], Result>(ask: (...given: Arguments) => Result) =>
    (...given: Arguments): Result => {
      told();
      return ask(...given);
    };
  const copy = Array.isArray(value) ? value.map((item) => watched(item, told)) : Object.create(null);
  if (!Array.isArray(value)) for (const [name, member] of Object.entries(value)) copy[name] = watched(member, told);
  return new Proxy(copy, { get: heard(Reflect.get), has: heard(Reflect.has) });
};

/** What the stack does with a body before the operation runs; undefined where it refuses nothing. */
const refusalOf = (
  { request, bounds = usualBounds }: Defined['definition'],
  body: Uint8Array,
  tally: Tally,
  told: () => void,
): CognitoException | undefined => {
  try {
    assertBodySize(body, bounds);
    validate(request, watched(parseBody(body, bounds, tally), told), tally);
    return undefined;
  } catch (error) {
    if (error instanceof CognitoException) return error;
    throw error;
  }
};

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe.each(definitions)('the work for a request of $name', (definition) => {
  const { bounds = usualBounds } = definition;

  it('is bounded, whatever is sent, and so is what is said of it', () => {
    fc.assert(
      fc.property(hostileMembers(definition.request, 200_000), (members) => {
        const tally = newTally();
        let asked = 0;
        const refusal = refusalOf(definition, bytes(members), tally, () => {
          asked += 1;
        });
        expect(tally.members).toBeLessThanOrEqual(bounds.members + 1);
        expect(tally.faults).toBeLessThanOrEqual(mostFaults + 1);
        expect(asked).toBeLessThanOrEqual(10_000);
        if (!refusal) return;
        const { headers = {}, body = '' } = renderException(refusal, 'a'.repeat(36));
        expect(answerBytes(Object.entries(headers), body)).toBeLessThanOrEqual(16 * 1024);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});

const signUp = definitions.find(({ name }) => name === 'SignUp');
const refused = (body: Uint8Array, bounds?: Bounds): { readonly refusal: string; readonly tally: Tally } => {
  if (!signUp) throw new Error('There is no SignUp.');
  const tally = newTally();
  const refusal = refusalOf({ ...signUp, ...(bounds && { bounds }) }, body, tally, () => undefined);
  return { refusal: `${refusal?.name}: ${refusal?.message}`, tally };
};

describe('the body of a request', () => {
  it.each(['0', 'false', 'true', 'null', '""', '"x"', '[]', '[{}]', '7.5'])('is an object, which %s is not', (body) => {
    expect(refused(Buffer.from(body)).refusal).toBe(
      'SerializationException: Start of structure or map found where not expected.',
    );
  });

  it('is not looked at where it is too large', () => {
    const [largest, tooLarge] = [256 * 1024, 256 * 1024 + 1].map((size) => Buffer.alloc(size, ' '));
    expect(refused(largest ?? Buffer.of()).refusal).toMatch(/^SerializationException: /);
    expect(refused(tooLarge ?? Buffer.of()).refusal).toBe(
      'RequestEntityTooLargeException: The request body is larger than 262144 bytes.',
    );
  });

  it('is looked at no deeper than 32 levels', () => {
    const nested = (depth: number): Buffer => Buffer.from(`{"nobodys":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(refused(nested(31)).refusal).toMatch(/^InvalidParameterException: /);
    for (const depth of [32, 120_000]) {
      const { refusal, tally } = refused(nested(depth));
      expect(refusal).toBe('SerializationException: The request body is nested deeper than 32 levels.');
      expect(tally.members).toBe(32);
    }
  });

  it('is looked at up to as many members as an operation may need', () => {
    const { refusal, tally } = refused(bytes({ nobodys: Array.from({ length: 50_000 }, () => 0) }));
    expect(refusal).toBe('SerializationException: The request body has more than 10000 members.');
    expect(tally).toEqual({ members: 10_001, faults: 0 });
  });

  it('may be larger where an operation says so', () => {
    const spaces = Buffer.from(`{}${' '.repeat(300_000)}`);
    expect(refused(spaces, { ...usualBounds, bodyBytes: 400_000 }).refusal).toMatch(/^InvalidParameterException: /);
  });
});

describe('what is said of a request', () => {
  const members = { ClientId: 'abc', Username: 'ada' };

  it('names the first ten faults and counts the rest', () => {
    const UserAttributes = Array.from({ length: 13 }, () => ({ Name: '' }));
    const { refusal, tally } = refused(bytes({ ...members, UserAttributes }));
    expect(refusal).toMatch(/^InvalidParameterException: 26 validation errors detected: /);
    expect(refusal.match(/failed to satisfy/g)).toHaveLength(10);
    expect(refusal).toMatch(/; and 16 more$/);
    expect(tally.faults).toBe(26);
  });

  it('counts to a hundred, and looks at no more', () => {
    const UserAttributes = Array.from({ length: 256 }, () => ({ Name: '' }));
    const { refusal, tally } = refused(bytes({ ...members, UserAttributes }));
    expect(refusal).toMatch(/^InvalidParameterException: 100 validation errors detected: .*; and at least 90 more$/);
    expect(tally.faults).toBe(100);
  });

  it('is of a list that is too long its length alone', () => {
    const UserAttributes = Array.from({ length: 257 }, () => ({ Name: '' }));
    const { refusal, tally } = refused(bytes({ ...members, UserAttributes }));
    expect(refusal).toMatch(/^InvalidParameterException: 1 validation error detected: Value '\[\{"Name":""\}, /);
    expect(refusal).toMatch(
      /at 'userAttributes' failed to satisfy constraint: Member must have length less than or equal to 256$/,
    );
    expect(tally.faults).toBe(1);
  });

  it('is of a map that is too long its length alone', () => {
    const ClientMetadata = Object.fromEntries(Array.from({ length: 257 }, (_none, index) => [`k${index}`, 7]));
    expect(refused(bytes({ ...members, ClientMetadata })).refusal).toMatch(
      /at 'clientMetadata' failed to satisfy constraint: Member must have length less than or equal to 256$/,
    );
  });

  it('repeats no name at length', () => {
    const ClientMetadata = { ['k'.repeat(131_073)]: 'x' };
    const { refusal } = refused(bytes({ ...members, ClientMetadata }));
    expect(refusal).toContain(`at 'clientMetadata.${'k'.repeat(128)}'`);
    expect(refusal.length).toBeLessThan(2000);
  });
});

describe('a message', () => {
  it('stays as it is where there is room, and is cut where there is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9000 }), (unit, times) => {
        const message = unit.repeat(times);
        const told = boundedMessage(message);
        const room = 12 * 1024;
        expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThanOrEqual(room);
        if (Buffer.byteLength(JSON.stringify(message)) <= room) expect(told).toBe(message);
        else expect(told.endsWith(' …') && message.startsWith(told.slice(0, -2))).toBe(true);
      }),
    );
  });
});
