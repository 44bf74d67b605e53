import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPassword } from '#shared/domain/custom-challenges/after-password.ts';

const right = (challengeName: string) => ({ challengeName, challengeResult: true });
const wrong = (challengeName: string) => ({ challengeName, challengeResult: false });
const proven = [right('SRP_A'), right('PASSWORD_VERIFIER')];

describe('a challenge after the password', () => {
  it('is asked once the password is proven, beside second factors', () => {
    expect(afterPassword([right('SRP_A')], 3)).toMatchObject({ challengeName: 'PASSWORD_VERIFIER' });
    expect(afterPassword(proven, 3)).toMatchObject({ challengeName: 'CUSTOM_CHALLENGE', issueTokens: false });
    expect(afterPassword([...proven, right('SOFTWARE_TOKEN_MFA')], 3)).toMatchObject({
      challengeName: 'CUSTOM_CHALLENGE',
    });
  });

  it('ends in tokens when it is answered, and in a refusal when it was answered wrongly too often', () => {
    const once = [...proven, wrong('CUSTOM_CHALLENGE')];
    expect(afterPassword(once, 2)).toMatchObject({ challengeName: 'CUSTOM_CHALLENGE' });
    expect(afterPassword([...once, right('CUSTOM_CHALLENGE')], 2)).toEqual({
      issueTokens: true,
      failAuthentication: false,
    });
    expect(afterPassword([...once, wrong('CUSTOM_CHALLENGE')], 2)).toEqual({
      issueTokens: false,
      failAuthentication: true,
    });
  });

  it('never leads to tokens without the password and a right answer', () => {
    const name = fc.constantFrom('SRP_A', 'PASSWORD_VERIFIER', 'CUSTOM_CHALLENGE', 'SMS_MFA');
    const session = fc.array(fc.record({ challengeName: name, challengeResult: fc.boolean() }), { maxLength: 6 });
    const has = (past: readonly { challengeName: string; challengeResult: boolean }[], wanted: string) =>
      past.some(({ challengeName, challengeResult }) => challengeName === wanted && challengeResult);
    fc.assert(
      fc.property(session, (past) => {
        const { issueTokens } = afterPassword(past, 3);
        return !issueTokens || (has(past, 'PASSWORD_VERIFIER') && has(past, 'CUSTOM_CHALLENGE'));
      }),
    );
  });
});
