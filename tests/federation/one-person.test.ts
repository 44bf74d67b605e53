import type { CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FederatedApp } from '#tests/support/federation.ts';
import { makeSharedPool, newLife, type Person, type Policy, type Provider, type Saying, type Step } from './people.ts';

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
  { weight: 3, arbitrary: fc.record({ does: kind('federate and prove user'), who, by, says, user }) },
  { weight: 2, arbitrary: fc.record({ does: kind('be unlinked', 'unlink'), who, by }) },
  { weight: 1, arbitrary: fc.record({ does: kind('be merged'), user, into: user }) },
  { weight: 1, arbitrary: fc.record({ does: kind('be confirmed', 'lose password'), user }) },
);

const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.startsWith('No code went to ') ||
    (error.name.endsWith('Exception') && error.name !== 'InternalErrorException'));

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

const byEmail = { who: 'ada', by: 'Corporate', says: 'own, verified' } as const;
const arrives: Step = { does: 'federate', ...byEmail };

// The same where a pool links by verified e-mails: what somebody prepared must not be what another one is linked with.
const linkedTraps: readonly (readonly Step[])[] = [
  [
    { does: 'sign up', who: 'eve', address: 'ada' },
    arrives,
    { does: 'be confirmed', user: 0 },
    arrives,
    { does: 'sign in by password', who: 'eve', user: 0 },
  ],
  [
    { does: 'sign up', who: 'eve', address: 'ada' },
    { does: 'be confirmed', user: 0 },
    arrives,
    { does: 'sign in by password', who: 'eve', user: 0 },
  ],
  [...evesOwn, arrives, { does: 'sign in by password', who: 'eve', user: 0 }],
  [
    ...evesOwn,
    { does: 'federate', ...ofEve, says: 'verified alone' },
    arrives,
    { does: 'federate', ...ofEve, says: 'own' },
  ],
  [
    { does: 'federate', who: 'eve', by: 'Loose', says: "the other's" },
    arrives,
    { does: 'federate', who: 'eve', by: 'Loose', says: 'nothing' },
  ],
  [
    { does: 'sign up', who: 'ada', address: 'ada' },
    { does: 'confirm', who: 'ada', user: 0 },
    arrives,
    { does: 'change address', who: 'ada', address: 'eve' },
    { does: 'federate', who: 'eve', by: 'Corporate', says: 'own, verified' },
    { does: 'unlink', who: 'ada', by: 'Corporate' },
    arrives,
    { does: 'federate', who: 'eve', by: 'Corporate', says: "the other's" },
  ],
];

// And where it asks: nobody proves what is another one's.
const askedTraps: readonly (readonly Step[])[] = [
  [
    { does: 'sign up', who: 'ada', address: 'ada' },
    { does: 'confirm', who: 'ada', user: 0 },
    { does: 'federate and prove user', ...ofEve, says: "the other's" },
    { does: 'federate', ...ofEve, says: 'nothing' },
    { does: 'federate and prove user', who: 'ada', by: 'Corporate', user: 0, says: 'nothing' },
    { does: 'federate', who: 'ada', by: 'Corporate', says: 'nothing' },
  ],
  [
    { does: 'sign up', who: 'eve', address: 'ada' },
    { does: 'federate and prove user', ...ofEve, says: 'own, verified' },
    { does: 'sign in by code', who: 'ada', user: 0 },
    { does: 'federate', ...ofEve, says: 'nothing' },
  ],
  [
    { does: 'sign up', who: 'eve', address: 'ada' },
    { does: 'be confirmed', user: 0 },
    { does: 'federate and prove user', ...ofEve, says: 'own, verified' },
    { does: 'use code for own address', who: 'ada' },
    { does: 'reset password', who: 'ada', user: 0 },
    { does: 'sign in by password', who: 'ada', user: 0 },
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

const policies: readonly (readonly [Policy, readonly (readonly Step[])[]])[] = [
  ['NEVER', traps],
  ['VERIFIED_EMAIL', [...traps, ...linkedTraps]],
  ['ASK', [...traps, ...askedTraps]],
];

describe.each(policies)('where the policy is %s', (policy, prepared) => {
  it.each(Object.keys(pools))('and %s, nobody is ever signed in as a user of another person', async (pool) => {
    const app = await makeSharedPool(pools[pool] ?? {}, policy);
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 14 }), async (story) => {
        expect(await trespassesOf(app, pool, story)).toEqual([]);
      }),
      {
        numRuns: prepared.length + 8,
        examples: prepared.map((story): [Step[]] => [[...story]]),
        endOnFailure: true,
      },
    );
  });
});
