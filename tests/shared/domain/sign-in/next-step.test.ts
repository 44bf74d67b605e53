import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answered,
  type ChallengeName,
  nextStep,
  type SignInFacts,
  type SignInFlow,
  type Step,
  type StillToProve,
} from '#shared/domain/sign-in/next-step.ts';
import type { SecondFactor, UserStatus } from '#shared/domain/users/user.ts';

/** What stays the same during a sign-in. */
type World = Omit<SignInFacts, 'proved' | 'wanted'>;

const plain: World = {
  flow: 'USER_PASSWORD_AUTH',
  enabled: true,
  status: 'CONFIRMED',
  temporaryPasswordExpired: false,
  needsSecondFactor: false,
  secondFactors: [],
  prefersFactor: false,
  canSetUp: false,
  passkeyIsTwoFactors: false,
  device: 'none',
};

const flows: readonly SignInFlow[] = [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'CUSTOM_AUTH',
  'USER_AUTH',
];
const secondFactorSets: readonly (readonly SecondFactor[])[] = [
  [],
  ['SMS_MFA'],
  ['EMAIL_OTP'],
  ['SOFTWARE_TOKEN_MFA'],
  ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
  ['EMAIL_OTP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
];
const devices = ['none', 'known', 'standsForSecondFactor'] as const;
const statuses: readonly UserStatus[] = ['CONFIRMED', 'UNCONFIRMED', 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD'];

/** A client that answers everything right: what it was asked, and how that ended. */
const walk = (world: World, choices: readonly ChallengeName[] = []) => {
  let facts: SignInFacts = { ...world, proved: [world.flow], wanted: undefined };
  const asked: string[] = [];
  const left = [...choices];
  for (let round = 0; round < 12; round++) {
    const wanted = facts.proved.at(-1) === 'SELECT_MFA_TYPE' ? world.secondFactors[0] : left[0];
    const step = nextStep({ ...facts, wanted });
    if (step.kind === 'tokens' || step.kind === 'refuse') return { asked, end: step };
    if (step.kind === 'challenge' && step.name === wanted) left.shift();
    const answered: Answered = step.kind === 'define' ? 'ISSUE_TOKENS' : step.name;
    asked.push(step.kind === 'define' ? 'DefineAuthChallenge' : step.name);
    const status = answered === 'NEW_PASSWORD_REQUIRED' ? 'CONFIRMED' : facts.status;
    facts = { ...facts, status, proved: [...facts.proved, answered] };
  }
  throw new Error(`No end after ${asked.join(', ')}.`);
};

/** The challenges that the policy asks for, computed in another way than by the table. */
const expected = ({ flow, needsSecondFactor, secondFactors, prefersFactor, canSetUp, device, status }: World) => {
  const path: string[] = [];
  if (flow === 'USER_SRP_AUTH') path.push('PASSWORD_VERIFIER');
  if (flow === 'USER_AUTH') path.push('PASSWORD');
  if (flow === 'CUSTOM_AUTH') path.push('DefineAuthChallenge');
  else if (status === 'FORCE_CHANGE_PASSWORD') path.push('NEW_PASSWORD_REQUIRED');
  const asksForFactor = needsSecondFactor && flow !== 'CUSTOM_AUTH' && device !== 'standsForSecondFactor';
  if (asksForFactor && secondFactors.length === 0) {
    if (!canSetUp) return undefined;
    path.push('MFA_SETUP');
  }
  if (asksForFactor && secondFactors.length > 1 && !prefersFactor) path.push('SELECT_MFA_TYPE');
  if (asksForFactor) path.push(...secondFactors.slice(0, 1));
  if (device !== 'none') path.push('DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER');
  return path;
};

const worlds: readonly World[] = flows.flatMap((flow) =>
  (['CONFIRMED', 'FORCE_CHANGE_PASSWORD'] as const).flatMap((status) =>
    [false, true].flatMap((needsSecondFactor) =>
      secondFactorSets.flatMap((secondFactors) =>
        [false, true].flatMap((prefersFactor) =>
          [false, true].flatMap((canSetUp) =>
            devices.map((device) => ({
              ...plain,
              flow,
              status,
              needsSecondFactor,
              secondFactors,
              prefersFactor,
              canSetUp,
              device,
            })),
          ),
        ),
      ),
    ),
  ),
);

const ownPassword: readonly Answered[] = [
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'PASSWORD',
  'PASSWORD_VERIFIER',
];

const ownProof: readonly Answered[] = [...ownPassword, 'SMS_OTP', 'EMAIL_OTP', 'WEB_AUTHN'];

/** How many factors a list of right answers is worth. */
const factorsIn = (proved: readonly Answered[], { device, passkeyIsTwoFactors }: World): number => {
  const first = proved.find((one) => ownProof.includes(one));
  const second = proved.find(
    (one) =>
      one !== first &&
      (one === 'SMS_MFA' || one === 'EMAIL_OTP' || one === 'SOFTWARE_TOKEN_MFA' || one === 'MFA_SETUP'),
  );
  const trusted = device === 'standsForSecondFactor' && proved.includes('DEVICE_PASSWORD_VERIFIER');
  const strong = proved.includes('WEB_AUTHN') && passkeyIsTwoFactors;
  // Whichever came first.
  const pair = proved.includes('EMAIL_OTP') && proved.some((one) => ownPassword.includes(one));
  return (first ? 1 : 0) + (second || trusted || strong || pair ? 1 : 0);
};

describe('a sign-in whose every answer is right', () => {
  it(`asks for what policy demands, in all ${worlds.length} combinations of flow, status, factors and device`, () => {
    for (const world of worlds) {
      const path = expected(world);
      const { asked, end } = walk(world, world.flow === 'USER_AUTH' ? ['PASSWORD'] : []);
      if (!path) expect([world, end.kind]).toEqual([world, 'refuse']);
      else expect([world, asked, end.kind]).toEqual([world, path, 'tokens']);
    }
  });

  it('tells the trigger what ended it', () => {
    const source = (world: Partial<World>) => walk({ ...plain, ...world }).end;
    expect(source({})).toEqual({ kind: 'tokens', source: 'TokenGeneration_Authentication' });
    expect(source({ status: 'FORCE_CHANGE_PASSWORD' })).toMatchObject({
      source: 'TokenGeneration_NewPasswordChallenge',
    });
    expect(source({ device: 'known' })).toMatchObject({ source: 'TokenGeneration_AuthenticateDevice' });
  });

  it.each<[string, Partial<World>, string]>([
    ['a disabled user, whatever the status', { enabled: false, status: 'RESET_REQUIRED' }, 'User is disabled.'],
    ['an unconfirmed user', { status: 'UNCONFIRMED' }, 'User is not confirmed.'],
    ['a user whose password was reset', { status: 'RESET_REQUIRED' }, 'Password reset required for the user'],
    [
      'a temporary password out of time',
      { status: 'FORCE_CHANGE_PASSWORD', temporaryPasswordExpired: true },
      'Temporary password has expired and must be reset by an administrator.',
    ],
  ])('is refused for %s', (_who, facts, message) => {
    for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const) {
      expect(walk({ ...plain, ...facts, flow }).end).toMatchObject({ kind: 'refuse', message });
    }
  });

  it.each(['PASSWORD', 'PASSWORD_SRP', 'PASSWORD_VERIFIER', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] as const)(
    'begins with %s where the user chose it',
    (chosen) => {
      expect(walk({ ...plain, flow: 'USER_AUTH' }, [chosen]).asked[0]).toBe(chosen);
    },
  );

  it('asks for the choice where none was made, and for the second factor that was chosen', () => {
    expect(nextStep({ ...plain, flow: 'USER_AUTH', proved: ['USER_AUTH'], wanted: undefined })).toEqual({
      kind: 'challenge',
      name: 'SELECT_CHALLENGE',
    });
    const secondFactors = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] as const;
    const proved = ['USER_PASSWORD_AUTH', 'SELECT_MFA_TYPE'] as const;
    expect(
      nextStep({ ...plain, needsSecondFactor: true, secondFactors, proved, wanted: 'SOFTWARE_TOKEN_MFA' }),
    ).toEqual({ kind: 'challenge', name: 'SOFTWARE_TOKEN_MFA' });
  });

  it('takes a passkey for two factors only in pools that say so', () => {
    const world: World = { ...plain, flow: 'USER_AUTH', needsSecondFactor: true, secondFactors: ['SMS_MFA'] };
    expect(walk(world, ['WEB_AUTHN']).asked).toEqual(['WEB_AUTHN', 'SMS_MFA']);
    expect(walk({ ...world, passkeyIsTwoFactors: true }, ['WEB_AUTHN']).asked).toEqual(['WEB_AUTHN']);
  });
});

type Round = readonly [now: World, wanted: ChallengeName | undefined, next: Answered];

describe('a client that picks and chooses, while the user and the pool change under it', () => {
  const stillToProve = fc.oneof<fc.Arbitrary<StillToProve>[]>(
    fc.constant({ kind: 'unreachable' }),
    fc.constantFrom<StillToProve>(
      { kind: 'first', challenges: ['PASSWORD_SRP', 'PASSWORD'] },
      { kind: 'first', challenges: ['WEB_AUTHN'] },
      { kind: 'first', challenges: ['EMAIL_OTP', 'SMS_OTP'] },
    ),
    fc
      .tuple(fc.constantFrom(...secondFactorSets.filter((set) => set.length > 0)), fc.boolean())
      .map(([factors, prefersFactor]) => ({ kind: 'second', factors, prefersFactor })),
  );
  const world = fc.record<World>({
    flow: fc.constantFrom(...flows),
    enabled: fc.boolean(),
    status: fc.constantFrom(...statuses),
    temporaryPasswordExpired: fc.boolean(),
    needsSecondFactor: fc.boolean(),
    secondFactors: fc.constantFrom(...secondFactorSets),
    prefersFactor: fc.boolean(),
    canSetUp: fc.boolean(),
    passkeyIsTwoFactors: fc.boolean(),
    device: fc.constantFrom(...devices),
    stillToProve: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: stillToProve }),
  });
  const chosen = fc.option(
    fc.constantFrom<ChallengeName>(
      'PASSWORD',
      'PASSWORD_SRP',
      'PASSWORD_VERIFIER',
      'EMAIL_OTP',
      'SMS_OTP',
      'SMS_MFA',
      'SOFTWARE_TOKEN_MFA',
      'WEB_AUTHN',
    ),
    { nil: undefined },
  );
  // What DefineAuthChallenge may ask for in the middle of a custom sign-in.
  const defined = fc.constantFrom<Answered>(
    'ISSUE_TOKENS',
    'CUSTOM_CHALLENGE',
    'PASSWORD_VERIFIER',
    'SMS_MFA',
    'SOFTWARE_TOKEN_MFA',
    'ADMIN_NO_SRP_AUTH',
  );
  const rounds: fc.Arbitrary<readonly Round[]> = fc.array(fc.tuple(world, chosen, defined), {
    minLength: 1,
    maxLength: 12,
  });
  const begun: fc.Arbitrary<SignInFlow> = fc.constantFrom(...flows);

  it('gets no tokens without the factors that policy demands at that moment', () => {
    const ends = { tokens: 0, refuse: 0 };
    fc.assert(
      fc.property(begun, rounds, (flow, changes) => {
        let proved: readonly Answered[] = [flow];
        for (const [now, wanted, next] of changes) {
          const facts: SignInFacts = { ...now, flow, proved, wanted };
          const step: Step = nextStep(facts);
          if (step.kind === 'refuse') {
            ends.refuse++;
            break;
          }
          if (step.kind === 'tokens') {
            ends.tokens++;
            expect(now.enabled).toBe(true);
            expect(['UNCONFIRMED', 'RESET_REQUIRED']).not.toContain(now.status);
            expect(now.stillToProve).toBeUndefined();
            if (flow === 'CUSTOM_AUTH') expect(proved).toContain('ISSUE_TOKENS');
            else expect(factorsIn(proved, now)).toBeGreaterThanOrEqual(now.needsSecondFactor ? 2 : 1);
            if (now.device !== 'none') expect(proved).toContain('DEVICE_PASSWORD_VERIFIER');
            break;
          }
          proved = [...proved, step.kind === 'define' ? next : step.name];
        }
      }),
      { numRuns: 5000 },
    );
    expect(ends.tokens).toBeGreaterThan(100);
    expect(ends.refuse).toBeGreaterThan(100);
  });
});
