import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byOneChallenge } from '#shared/domain/custom-challenges/by-one-challenge.ts';

const answered = (challengeResult: boolean, challengeName = 'CUSTOM_CHALLENGE') => ({ challengeName, challengeResult });

describe('a sign-in by one challenge', () => {
  it('asks, ends in tokens for a right answer, and in a refusal after so many wrong ones', () => {
    expect(byOneChallenge([], 2)).toMatchObject({ challengeName: 'CUSTOM_CHALLENGE', issueTokens: false });
    expect(byOneChallenge([answered(false)], 2)).toMatchObject({ challengeName: 'CUSTOM_CHALLENGE' });
    expect(byOneChallenge([answered(false), answered(true)], 2)).toEqual({
      issueTokens: true,
      failAuthentication: false,
    });
    expect(byOneChallenge([answered(false), answered(false)], 2)).toEqual({
      issueTokens: false,
      failAuthentication: true,
    });
  });

  it('gives tokens for nothing but a right answer to it at the end', () => {
    const names = fc.constantFrom('CUSTOM_CHALLENGE', 'SRP_A', 'PASSWORD_VERIFIER', 'SMS_MFA');
    const sessions = fc.array(fc.record({ challengeName: names, challengeResult: fc.boolean() }));
    fc.assert(
      fc.property(sessions, (session) => {
        const isBy = session.every(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
        expect(byOneChallenge(session, 3).issueTokens).toBe(isBy && session.at(-1)?.challengeResult === true);
      }),
    );
  });
});
