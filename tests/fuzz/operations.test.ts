import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Contract,
  operationFiles,
  operationKey,
  operationOf,
  readContract,
  type Shape,
  targetOf,
} from '#tests/contract/contract.ts';
import { ownOperations } from '#tests/contract/deviations.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn, type Tokens } from '#tests/support/sign-in.ts';
import { odd } from './odd-values.ts';
import { assertPlain, sendRaw } from './raw-request.ts';

// Shapes with one name in both APIs are alike enough for this.
const contracts = { 'cognito-idp': readContract(), 'cognito-identity': readContract('cognito-identity') } as const;
const shapes: Contract['shapes'] = { ...contracts['cognito-identity'].shapes, ...contracts['cognito-idp'].shapes };

const names = operationFiles(new URL('../..', import.meta.url).pathname)
  .map(operationKey)
  .filter((key) => !ownOperations.includes(key));

let pool: TestPool;
let tokens: Tokens;
let username: string;

const shapeOf = (name: string): Shape => shapes[name] ?? { type: 'string' };

const likely = (member: string): fc.Arbitrary<unknown> | undefined => {
  const known: Readonly<Record<string, () => unknown>> = {
    UserPoolId: () => pool.poolId,
    ClientId: () => pool.clientId,
    Username: () => username,
    AccessToken: () => tokens.AccessToken,
    RefreshToken: () => tokens.RefreshToken,
    Token: () => tokens.RefreshToken,
    Password: () => password,
  };
  const value = known[member];
  return value && fc.constant(null).map(value);
};

// Usually a value of the shape; sometimes something that no shape has.
const arbitraryOf = (name: string, member = '', depth = 0): fc.Arbitrary<unknown> => {
  const shape = shapeOf(name);
  const sound = likely(member) ?? soundValue(shape, depth);
  return fc.oneof({ weight: 6, arbitrary: sound }, { weight: 1, arbitrary: odd });
};

const soundValue = (shape: Shape, depth: number): fc.Arbitrary<unknown> => {
  if (shape.enum) return fc.constantFrom(...shape.enum);
  if (depth > 4) return fc.constant(null);
  switch (shape.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: shape.min ?? 0, max: Math.min(shape.max ?? 1000, 100_000) });
    case 'list':
      return fc.array(arbitraryOf(shape.of ?? '', '', depth + 1), { maxLength: 3 });
    case 'map':
      return fc.dictionary(
        fc.constantFrom(
          'constructor',
          '__proto__',
          'USERNAME',
          'PASSWORD',
          'SRP_A',
          'REFRESH_TOKEN',
          'NEW_PASSWORD',
          'x',
        ),
        arbitraryOf(shape.of ?? '', '', depth + 1),
      );
    case 'structure':
      return structure(shape, depth + 1);
    default:
      return fc.constantFrom(
        'email',
        'custom:x',
        'A1!aaaaaaa',
        '123456',
        'abcdefghijklmnopqrstuvwxyz',
        '+15555550100',
        'ada@example.com',
      );
  }
};

const structure = (shape: Shape, depth = 0): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      Object.entries(shape.members ?? {}).map(([member, of]) => [member, arbitraryOf(of, member, depth)]),
    ),
    { requiredKeys: (shape.required ?? []).filter((member) => shape.members?.[member] !== undefined) },
  );

describe.each(names)('%s', (key) => {
  // A pool for each operation, as requests may well delete it.
  beforeAll(async () => {
    pool = await makePool();
    ({ username } = await makeUser(pool));
    tokens = await signIn(pool, { username });
  });

  const { service, name } = operationOf(key);
  const { auth, request } = contracts[service].operations[name] ?? { auth: 'public', request: '' };
  const target = targetOf(key, ownOperations);
  const send = (body: string) => sendRaw(target, body, { signed: auth === 'signed' });

  it('answers any members with an answer or an exception of the API', async () => {
    await fc.assert(
      fc.asyncProperty(structure(shapeOf(request)), async (members) => {
        const body = JSON.stringify(members);
        assertPlain(await send(body), body);
      }),
      { numRuns: 12 },
    );
  });

  it('answers any bytes with an exception of the API', async () => {
    const bodies = fc.oneof(
      fc.constantFrom(
        '',
        '{',
        '[]',
        'null',
        '"x"',
        '{"a":',
        '{}}',
        '\ufeff{}',
        '{"__proto__":{"x":1}}',
        '['.repeat(5000),
      ),
      fc.json(),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => assertPlain(await send(body), body)),
      { numRuns: 10 },
    );
  });

  it('answers a huge body', async () => {
    const body = JSON.stringify({ Username: 'a'.repeat(1_000_000), ClientId: 'b'.repeat(1_000_000) });
    assertPlain(await send(body), 'a huge body');
  });
});

describe('a target that is no operation', () => {
  it.each(['AWSCognitoIdentityProviderService.Nothing', 'AWSCognitoIdentityProviderService.', 'Elsewhere.SignUp', ''])(
    'is unknown: %j',
    async (target) => {
      const { status, text } = await sendRaw(target, '{}', { signed: false });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toMatchObject({ __type: 'UnknownOperationException' });
    },
  );
});
