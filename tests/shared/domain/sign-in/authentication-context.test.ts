import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amrOf,
  askedLevels,
  authContextOf,
  isFresh,
  levelOf,
  mayLeadTo,
  stillToProve,
} from '#shared/domain/sign-in/authentication-context.ts';
import type { AvailableFactors } from '#shared/domain/sign-in/factors.ts';
import type { Answered, ChallengeName } from '#shared/domain/sign-in/next-step.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import type { AcrLevel } from '#shared/domain/user-pools/acr-names.ts';

const trailOf = (proved: readonly Answered[], more: Partial<Trail> = {}): Trail => ({
  signInId: 'one',
  flow: 'USER_AUTH',
  proved: ['USER_AUTH', ...proved],
  ...more,
});

const unnamed = { settings: {} };
const named = { settings: { AcrConfiguration: { Level4: { AcrValue: 'gold' } } } };

describe('what a sign-in has proved', () => {
  it.each<[readonly Answered[], readonly string[], AcrLevel | undefined]>([
    [[], [], undefined],
    [['SELECT_CHALLENGE', 'PASSWORD'], ['pwd'], 1],
    [['PASSWORD_SRP', 'PASSWORD_VERIFIER'], ['pwd'], 1],
    [['PASSWORD', 'NEW_PASSWORD_REQUIRED'], ['pwd'], 1],
    // A device stands in for a second factor, but is none.
    [['PASSWORD', 'DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'], ['pwd'], 1],
    [['EMAIL_OTP'], ['email_otp'], 2],
    [['SMS_OTP'], ['sms'], 2],
    [['WEB_AUTHN'], ['swk'], 3],
    [['PASSWORD', 'SMS_MFA'], ['pwd', 'sms', 'mfa'], 3],
    [['EMAIL_OTP', 'PASSWORD'], ['pwd', 'email_otp', 'mfa'], 3],
    [['PASSWORD', 'SELECT_MFA_TYPE', 'SOFTWARE_TOKEN_MFA'], ['pwd', 'otp', 'mfa'], 4],
    [['PASSWORD', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA'], ['pwd', 'sms', 'otp', 'mfa'], 4],
    // An app that is set up meanwhile, and an address.
    [['PASSWORD', 'MFA_SETUP'], ['pwd'], 1],
    [['PASSWORD', 'MFA_SETUP', 'EMAIL_OTP'], ['pwd'], 1],
    // Nobody knows how strong the questions of a function are.
    [['CUSTOM_CHALLENGE', 'ISSUE_TOKENS'], [], undefined],
    [['PASSWORD_VERIFIER', 'CUSTOM_CHALLENGE', 'ISSUE_TOKENS'], ['pwd'], 1],
  ])('is for %j: %j, level %s', (proved, amr, level) => {
    expect(amrOf(trailOf(proved))).toEqual(amr);
    expect(levelOf(amr)).toBe(level);
  });

  it('is a key in hardware where the passkey is', () => {
    expect(amrOf(trailOf(['WEB_AUTHN'], { passkey: 'hwk' }))).toEqual(['hwk']);
    expect(levelOf(['hwk'])).toBe(3);
  });

  it('is no code where a recovery code was given instead, but two factors', () => {
    for (const recovered of ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] as const) {
      const amr = amrOf(trailOf(['PASSWORD', recovered], { recovered }));
      expect([amr, levelOf(amr)]).toEqual([['pwd', 'mfa'], 1]);
    }
  });

  it('is stated by a level where one was asked for, or where the pool names levels', () => {
    const proved = ['PASSWORD', 'SOFTWARE_TOKEN_MFA'] as const;
    const amr = ['pwd', 'otp', 'mfa'];
    expect(authContextOf(unnamed, trailOf(proved), 5)).toEqual({ authTime: 5, amr });
    expect(authContextOf(unnamed, trailOf(proved, { levels: [1] }), 5)).toMatchObject({ acr: 'urn:cognito:loa:4' });
    expect(authContextOf(named, trailOf(proved), 5)).toEqual({ authTime: 5, amr, acr: 'gold' });
    expect(authContextOf(named, trailOf(['CUSTOM_CHALLENGE']), 5)).toEqual({ authTime: 5 });
  });

  it('is as old as the oldest of it', () => {
    const credit = { authTime: 3, familyId: 'family', signOuts: 0 };
    expect(authContextOf(unnamed, trailOf(['PASSWORD', 'SMS_MFA'], { credit }), 5)).toMatchObject({ authTime: 3 });
  });
});

describe('what is asked of a sign-in', () => {
  it('is read by the names of the pool, each once, in order', () => {
    expect(askedLevels(unnamed, 'urn:cognito:loa:4 gold urn:cognito:loa:1 urn:cognito:loa:4')).toEqual([4, 1]);
    expect(askedLevels(named, 'urn:cognito:loa:4 gold urn:cognito:loa:1')).toEqual([4, 1]);
    for (const text of ['', ' ', 'urn:cognito:loa:5', 'Urn:cognito:loa:1', '__proto__', 'urn:cognito:loa:4\n']) {
      expect(askedLevels(unnamed, text)).toEqual([]);
    }
  });

  it('may be an age, to the very second', () => {
    const since = { authTime: 10_000 };
    expect(isFresh(since, undefined, 10 ** 13)).toBe(true);
    expect(isFresh(since, 60, 70_000)).toBe(true);
    expect(isFresh(since, 60, 70_001)).toBe(false);
    expect(isFresh(since, 0, 10_000)).toBe(false);
  });
});

const methodOf: Readonly<Partial<Record<ChallengeName, string>>> = {
  PASSWORD_SRP: 'pwd',
  PASSWORD: 'pwd',
  EMAIL_OTP: 'email_otp',
  SMS_OTP: 'sms',
  SMS_MFA: 'sms',
  WEB_AUTHN: 'swk',
  SOFTWARE_TOKEN_MFA: 'otp',
};

describe('what is still to be proved', () => {
  const levels = fc.uniqueArray(fc.constantFrom<AcrLevel>(1, 2, 3, 4), { minLength: 1 });
  const available: fc.Arbitrary<AvailableFactors> = fc.record({
    first: fc.subarray(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] as const),
    second: fc.subarray(['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'] as const),
    prefersFactor: fc.boolean(),
  });
  const begun = fc.subarray(['pwd', 'email_otp', 'sms', 'swk']);

  it('leads to the first level that the user can reach, whatever the user chooses, or nowhere from the start', () => {
    const ends = { reached: 0, unreachable: 0 };
    fc.assert(
      fc.property(levels, available, begun, fc.infiniteStream(fc.nat()), (asked, factors, proved, choices) => {
        let methods: readonly string[] = proved;
        for (let round = 0; ; round++) {
          expect(round).toBeLessThan(4);
          const still = stillToProve(asked, methods, factors);
          if (still?.kind === 'unreachable') {
            expect(round).toBe(0);
            ends.unreachable++;
            return;
          }
          if (!still) break;
          const offered: readonly ChallengeName[] = still.kind === 'first' ? still.challenges : still.factors;
          const chosen = offered[(choices.next().value ?? 0) % offered.length];
          const method = chosen && methodOf[chosen];
          expect(method).toBeDefined();
          expect(methods).not.toContain(method);
          if (still.kind === 'second') expect(methods).toContain('pwd');
          methods = [...methods, method ?? ''];
        }
        const reached = levelOf(methods) ?? 0;
        // Whoever could prove everything would reach no level that is preferred to this one.
        const all = [...methods, ...factors.first.flatMap((factor) => methodOf[factor] ?? [])];
        const most = levelOf(all.includes('pwd') ? [...all, ...factors.second.flatMap((f) => methodOf[f] ?? [])] : all);
        expect(reached).toBeGreaterThanOrEqual(asked.find((level) => level <= (most ?? 0)) ?? 5);
        ends.reached++;
      }),
      { numRuns: 3000 },
    );
    expect(ends.reached).toBeGreaterThan(500);
    expect(ends.unreachable).toBeGreaterThan(100);
  });

  it('is the preferred factor only where that is enough', () => {
    const factors = { first: ['PASSWORD'], second: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'], prefersFactor: true } as const;
    expect(stillToProve([3], ['pwd'], factors)).toEqual({
      kind: 'second',
      factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
      prefersFactor: true,
    });
    expect(stillToProve([4], ['pwd'], factors)).toEqual({
      kind: 'second',
      factors: ['SOFTWARE_TOKEN_MFA'],
      prefersFactor: false,
    });
  });

  it('may begin with what leads to a level', () => {
    const beginnings = ['PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN', 'EMAIL_OTP', 'SMS_OTP'] as const;
    const leading = (asked: readonly AcrLevel[]) => beginnings.filter((one) => mayLeadTo(asked, one));
    expect(leading([4])).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    expect(leading([4, 3])).toEqual(['PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN']);
    for (const asked of [[4, 2], [1], [2]] as const) expect(leading(asked)).toEqual(beginnings);
  });
});
