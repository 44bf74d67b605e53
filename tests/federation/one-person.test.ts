import {
  CognitoIdentityProviderServiceException,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FederatedApp } from '#tests/support/federation.ts';
import { makeSharedPool, newLife, type Person, type Provider, type Saying, type Step } from './people.ts';

const who = fc.constantFrom<Person>('ada', 'eve');
const by = fc.constantFrom<Provider>('Corporate', 'Loose');
const says = fc.constantFrom<Saying>('own, verified', 'own', "the other's", 'verified alone', 'nothing');
// Mostly the first user, so that steps meet.
const user = fc.constantFrom(0, 0, 0, 1);
const kind = <T extends Step['does']>(...names: readonly [T, ...T[]]) => fc.constantFrom<T>(...names);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: kind('sign up', 'change address'), who, address: who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: kind('confirm', 'sign in by password', 'sign in by code', 'reset password'),
      who,
      user,
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: kind('use code for own address', 'verify address', 'delete user'), who }) },
  { weight: 4, arbitrary: fc.record({ does: kind('federate'), who, by, says }) },
  { weight: 2, arbitrary: fc.record({ does: kind('be linked'), who, by, user }) },
  { weight: 1, arbitrary: fc.record({ does: kind('be unlinked'), who, by }) },
  { weight: 1, arbitrary: fc.record({ does: kind('be confirmed', 'lose password'), user }) },
);

const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.startsWith('No code went to ') ||
    (error instanceof CognitoIdentityProviderServiceException && error.name !== 'InternalErrorException'));

const pools: Readonly<Record<string, Partial<CreateUserPoolCommandInput>>> = {
  'users sign up with a name': {},
  'users sign up with a name, and a verified e-mail is another one': { AliasAttributes: ['email'] },
  'users sign up with an e-mail': { UsernameAttributes: ['email'] },
};

const ofEve = { who: 'eve', by: 'Corporate', user: 0 } as const;
const evesOwn: readonly Step[] = [
  { does: 'sign up', who: 'eve', address: 'eve' },
  { does: 'confirm', ...ofEve },
  { does: 'be linked', ...ofEve },
  { does: 'sign in by password', ...ofEve },
  { does: 'change address', who: 'eve', address: 'ada' },
];

// Ways to prepare a user for somebody else, which a random story seldom takes to its end.
const traps: readonly (readonly Step[])[] = [
  [
    { does: 'sign up', who: 'eve', address: 'ada' },
    { does: 'be linked', ...ofEve },
    { does: 'sign in by code', who: 'ada', user: 0 },
    { does: 'federate', ...ofEve, says: 'nothing' },
  ],
  [
    ...evesOwn,
    { does: 'lose password', user: 0 },
    { does: 'sign in by code', who: 'ada', user: 0 },
    { does: 'federate', ...ofEve, says: 'nothing' },
  ],
  [
    ...evesOwn,
    { does: 'federate', ...ofEve, says: 'verified alone' },
    { does: 'reset password', who: 'ada', user: 0 },
    { does: 'sign in by password', who: 'ada', user: 0 },
  ],
  [
    { does: 'federate', ...ofEve, says: "the other's" },
    { does: 'federate', ...ofEve, says: 'verified alone' },
    { does: 'sign up', who: 'ada', address: 'ada' },
    { does: 'use code for own address', who: 'ada' },
    { does: 'federate', ...ofEve, says: "the other's" },
  ],
];

const trespassesOf = async (app: FederatedApp, pool: string, story: readonly Step[]): Promise<readonly string[]> => {
  const life = newLife(app, pool === 'users sign up with an e-mail');
  for (const step of story) {
    await life.take(step).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  }
  return life.trespasses();
};

describe.each(Object.keys(pools))('where %s', (pool) => {
  it('nobody is ever signed in as a user of another person', async () => {
    const app = await makeSharedPool(pools[pool] ?? {});
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 14 }), async (story) => {
        expect(await trespassesOf(app, pool, story)).toEqual([]);
      }),
      { numRuns: traps.length + 8, examples: traps.map((story): [Step[]] => [[...story]]), endOnFailure: true },
    );
  });
});
